import type { ModalView, MrkdwnElement } from '@slack/types';
import type { ListedInvitation, TimelineEntry } from '../../src/domain/overviews.ts';
import { facts, history, quote, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { type Markup, mrkdwn, plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { listed } from '../common/words.ts';
import { management } from './invitation-actions.ts';
import { course, isNotSentYet, purpose, statusWords } from './invitation-row.ts';

/** One invitation: what it is, what has happened to it, and what can be done. */
export function invitationView(data: {
  metadata: string;
  invitation: ListedInvitation;
  timeline: TimelineEntry[];
}): ModalView {
  const { metadata, invitation, timeline } = data;
  return modal({
    callback: callbackIds.invitation,
    title: 'Invitation',
    metadata,
    blocks: [
      ...facts(about(invitation)),
      section(times(invitation)),
      ...(invitation.note === null ? [] : [section(plain`Note:`), quote(invitation.note)]),
      ...management(invitation),
      ...history(timeline),
    ],
  });
}

function about(invitation: ListedInvitation): [label: string, value: string][] {
  const { personName, email, organizationName, inviterName, approvals } = invitation;
  return [
    ...(personName === null ? [] : [['Person', personName] satisfies [string, string]]),
    ['E-mail', email],
    ['Organization', organizationName],
    ['For', purpose(invitation)],
    ['Status', statusWords(invitation)],
    [isNotSentYet(invitation) ? 'Proposed by' : 'Sent by', inviterName],
    ...(approvals.length === 0 ? [] : [['Approvals', progress(invitation)] satisfies [string, string]]),
  ];
}

function progress({ approvals, approvalsNeeded }: ListedInvitation): string {
  return `${approvals.length} of ${approvalsNeeded}: ${listed(approvals)}`;
}

function times(invitation: ListedInvitation): MrkdwnElement {
  const { accessEndsAt } = invitation;
  const accessEnd: Markup = {
    markup: accessEndsAt === null ? '' : ` The access ends ${date(accessEndsAt).markup}.`,
  };
  return mrkdwn`${course(invitation)}${accessEnd}`;
}
