import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { InviteLine, InviteOutcome, InviteResult } from '../../src/domain/invitations.ts';
import { actions, button, chunks, context, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { cut, mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';

type Done = Extract<InviteResult, { kind: 'done' }>;

const outcomes: readonly [InviteOutcome, title: string][] = [
  ['invited', 'Invited'],
  ['already-invited', 'Already invited'],
  ['has-account', 'Has an account'],
  ['has-access', 'Has access already'],
  ['invalid', 'Not valid'],
];

/** How many lines of a group get a button of their own. */
const mostButtons = 12;

/** What became of each address, grouped by outcome. */
export function inviteResultView({ result }: { result: Done }): ModalView {
  const groups = outcomes
    .map(([outcome, title]) => ({
      outcome,
      title,
      lines: result.lines.filter((line) => line.outcome === outcome),
    }))
    .filter(({ lines }) => lines.length > 0);
  const sent = groups.some(({ outcome }) => outcome === 'invited');
  const counts = groups.map(({ title, lines }) => `${title}: ${lines.length}`);
  return modal({
    callback: callbackIds.inviteResult,
    title: sent ? 'Invitations sent' : 'No invitations sent',
    blocks: [
      section(plain`${result.organizationName}. ${counts.join(', ') || 'There was no address to invite'}.`),
      ...groups.flatMap(({ outcome, title, lines }): KnownBlock[] => [
        section(mrkdwn`*${{ markup: title }}*`),
        ...groupBlocks(outcome, lines, result),
      ]),
    ],
  });
}

function groupBlocks(outcome: InviteOutcome, lines: InviteLine[], result: Done): KnownBlock[] {
  switch (outcome) {
    case 'invited':
      return [
        ...list(lines),
        context(
          mrkdwn`Each address gets an e-mail with its own code, valid until ${date(result.expiresAt)}. When somebody asks for access, the approvers get a request.`,
        ),
      ];
    case 'already-invited':
      return withButtons(lines, resendButton, 'Find the others with /invitations pending to resend them.');
    case 'has-account':
      return withButtons(
        lines,
        (line) => offerButton(line, result.organizationName),
        'To invite the others, use Invite an account in /invite-user.',
      );
    case 'has-access':
      return list(lines);
    case 'invalid':
      return [...list(lines), correctButton(lines)];
  }
}

function list(lines: readonly InviteLine[]): KnownBlock[] {
  return chunks(lines, 10).map((some) => section(plainLines(some.map(words))));
}

function words({ address, problem, username }: InviteLine): string {
  if (problem !== undefined) return `${shorten(address, 80)}: ${shorten(problem, 150)}`;
  return username === undefined ? address : `${address} (${username})`;
}

function withButtons(
  lines: readonly InviteLine[],
  buttonOf: (line: InviteLine) => Button | undefined,
  rest: string,
): KnownBlock[] {
  const first = lines.slice(0, mostButtons).map((line, index) => {
    const accessory = buttonOf(line);
    return section(
      plain`${words(line)}`,
      accessory ? { button: accessory, id: `${line.outcome}:${index}` } : {},
    );
  });
  if (lines.length <= mostButtons) return first;
  return [...first, ...list(lines.slice(mostButtons)), context(plain`${rest}`)];
}

function resendButton({ invitationId, address }: InviteLine): Button | undefined {
  if (invitationId === undefined) return undefined;
  return button('Resend', {
    action: actionIds.invitationResend,
    value: invitationId,
    label: `Resend the invitation of ${address}`,
  });
}

function offerButton({ username, address }: InviteLine, organizationName: string): Button | undefined {
  if (username === undefined) return undefined;
  return button(`Invite to ${organizationName}`, {
    action: actionIds.inviteAccount,
    value: username,
    label: `Invite ${address} to ${organizationName}`,
  });
}

/** Its value is what was typed, a line each: the whole lines that a button can carry. */
function correctButton(lines: readonly InviteLine[]): KnownBlock {
  const typed = lines.map(({ address }) => address).join('\n');
  const value = typed.length <= 2000 ? typed : typed.slice(0, typed.lastIndexOf('\n', 2000));
  return actions('correct-addresses', [
    button('Correct these', { action: actionIds.correctAddresses, value: cut(value, 2000) }),
  ]);
}
