import type { ModalView } from '@slack/types';
import type { AccessFacts } from '../../src/domain/access.ts';
import { accessTo, comingAlong } from '../common/access.ts';
import { actions, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { infoModal } from '../common/modal.ts';
import { undoButton } from '../common/undo.ts';

type Offered = { personName: string; organizationName: string } & (
  | { outcome: 'endorsed' }
  | {
      outcome: 'sent' | 'sent-with-code' | 'proposed' | 'waitlisted' | 'granted';
      access: AccessFacts;
      expiresAt: Date;
      /** The names of the workgroups that come along with it. */
      comesAlong?: string[];
    }
);

/** What became of an approver's decision to give access. `undoId` is what its maker can take back. */
export function offerResultView(offer: Offered, undoId: string | null): ModalView {
  const along = offer.outcome === 'endorsed' ? null : comingAlong(offer.comesAlong);
  return infoModal(offer.outcome === 'endorsed' ? 'Approved by one of two' : title[offer.outcome], [
    section(sentence(offer)),
    ...(along === null ? [] : [section(plain`${along}`)]),
    ...(undoId === null || offer.outcome === 'endorsed' ? [] : [actions('undo', [undoButton(undoId)])]),
  ]);
}

const title = {
  sent: 'Invitation sent',
  'sent-with-code': 'Invitation sent',
  proposed: 'Waits for approval',
  waitlisted: 'On the waitlist',
  granted: 'Access given',
} as const;

function sentence(offer: Offered) {
  const { personName, organizationName } = offer;
  if (offer.outcome === 'endorsed') {
    return plain`You approved the request of ${personName} for ${organizationName}. This role takes two approvers: another one has to agree before the invitation is sent.`;
  }
  const to = accessTo(organizationName, offer.access);
  if (offer.outcome === 'granted') {
    return plain`${personName} has access to ${to} now, and is told by mail and direct message.`;
  }
  if (offer.outcome === 'proposed') {
    return plain`The invitation of ${personName} to ${to} is sent when a second approver agrees.`;
  }
  if (offer.outcome === 'waitlisted') return plain`${personName} is on the waitlist for ${to}.`;
  return mrkdwn`${personName} is invited to ${to}, by mail and direct message. The invitation is valid until ${date(offer.expiresAt)}. You hear of the answer.`;
}
