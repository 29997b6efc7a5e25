import type { ActionsBlock, KnownBlock, SectionBlock } from '@slack/types';
import type { RequestFacts } from '../../src/domain/messages.ts';
import { accessName } from '../common/access.ts';
import { actions, button, facts, quote, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { listed, providerName } from '../common/words.ts';
import { outcome } from './outcome.ts';

/** The approver's card: who asks, what is known about them, and the decision, still open or made. */
export function requestCard(request: RequestFacts): SlackMessage {
  const { personName, organizationName } = request;
  const asks = mrkdwn`${personName} asks for access to ${organizationName}.`;
  const open = isProposed(request)
    ? mrkdwn`${{ markup: asks.text }} ${{ markup: proposed(mrkdwn, request).text }}`
    : asks;
  const what =
    request.status === 'pending'
      ? open
      : mrkdwn`${personName}: the request for access to ${organizationName} is closed. ${outcome(request)}`;
  return message(what, requestBlocks(request));
}

/** One request: in the approvals channel, and in the queue. */
export function requestBlocks(request: RequestFacts): KnownBlock[] {
  return [
    section(
      mrkdwn`*${request.personName}* asks for access to *${request.organizationName}*, ${date(request.createdAt)}.`,
    ),
    ...requestFacts(request),
    ...addressNote(request),
    ...(isProposed(request) ? [section(proposed(plain, request))] : []),
    ...(request.status === 'pending'
      ? [decision(request)]
      : [section(mrkdwn`${outcome(request)}`), ...(request.reason ? [quote(request.reason)] : [])]),
  ];
}

/** The note on two addresses that differ: the approver has to know that both belong to one person. */
export function addressNote({ invitedEmail }: RequestFacts): SectionBlock[] {
  if (invitedEmail === null) return [];
  return [section(addressesDiffer(plain, invitedEmail))];
}

/** The same for elsewhere; `tag` makes it fit for where it stands. */
export function addressesDiffer<Text>(
  tag: (strings: TemplateStringsArray, invitedEmail: string) => Text,
  invitedEmail: string,
): Text {
  return tag`The addresses differ: the code was sent to ${invitedEmail}. Approve only if you know that both addresses belong to this person.`;
}

/** Whether a first approver has proposed an access that a second one has to agree to. */
export function isProposed({ status, approvals, approvalsNeeded }: RequestFacts): boolean {
  return status === 'pending' && approvals.length > 0 && approvals.length < approvalsNeeded;
}

/** How far the approvers are with a proposed access; `tag` makes it fit for where it stands. */
export function proposed<Text>(
  tag: (strings: TemplateStringsArray, ...values: (string | number)[]) => Text,
  { approvals, approvalsNeeded, access }: RequestFacts,
): Text {
  const what = access === null ? 'an access' : accessName(access);
  return tag`${approvals.length} of ${approvalsNeeded} approvers: ${listed(approvals)} proposes ${what}. Another approver has to agree.`;
}

/** Who asks, as pairs of label and value. People copy these. */
export function identity(request: RequestFacts): [label: string, value: string][] {
  return [
    ['Username', request.username],
    ['E-mail', request.email],
    ['Identity provider', providerName(request.provider)],
    ['Provider username', request.providerUsername],
  ];
}

/** All that is known about a request, for an approver. */
export function requestFacts(request: RequestFacts): SectionBlock[] {
  const { inviterName, wanted } = request;
  return facts([
    ...identity(request),
    ...(inviterName === null ? [] : [['Invited by', inviterName] satisfies [string, string]]),
    ...(wanted === null ? [] : [['The code offers', accessName(wanted)] satisfies [string, string]]),
  ]);
}

/** Approve and Deny. Both open a form, so neither asks again. */
export function decision({ requestId, personName }: RequestFacts): ActionsBlock {
  return actions(`request:${requestId}`, [
    button('Approve', {
      action: actionIds.requestApprove,
      value: requestId,
      style: 'primary',
      label: `Approve the request of ${personName}`,
    }),
    button('Deny', {
      action: actionIds.requestDeny,
      value: requestId,
      label: `Deny the request of ${personName}`,
    }),
  ]);
}
