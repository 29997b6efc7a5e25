import type { KnownBlock, SectionBlock } from '@slack/types';
import type { RequestFacts } from '../../src/domain/messages.ts';
import { actions, button, facts, quote, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { providerName } from '../common/words.ts';
import { outcome } from './outcome.ts';

/** The approver's card: who asks, what is known about them, and the decision, still open or made. */
export function requestCard(request: RequestFacts): SlackMessage {
  const { personName, organizationName } = request;
  const what =
    request.status === 'pending'
      ? mrkdwn`${personName} asks for access to ${organizationName}.`
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
  const { inviterName } = request;
  return facts([
    ...identity(request),
    ...(inviterName === null ? [] : [['Invited by', inviterName] satisfies [string, string]]),
  ]);
}

/** Approve and Deny. Both open a form, so neither asks again. */
export function decision({ requestId, personName }: RequestFacts): KnownBlock {
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
