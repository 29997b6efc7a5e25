import type { KnownBlock, ModalView } from '@slack/types';
import type { WorkgroupInviteResult, WorkgroupLine, WorkgroupOutcome } from '../../src/domain/workgroups.ts';
import { actions, button, chunks, context, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { cut, mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';

const outcomeNames: Readonly<Record<WorkgroupOutcome, string>> = {
  granted: 'Granted',
  offered: 'Invited, has to accept',
  'waiting-for-account': 'Waiting for account',
  'already-member': 'Already a member',
  'already-waiting': 'Already waiting',
  'not-a-partner': 'Not a partner domain',
  'not-collaborative': 'Workgroup not collaborative',
  invalid: 'Not valid',
};

/** Outcomes that somebody has to do something about. */
const problems: ReadonlySet<WorkgroupOutcome> = new Set(['not-a-partner', 'not-collaborative', 'invalid']);
const isProblem = ({ outcome }: WorkgroupLine) => problems.has(outcome);

/** What became of each address, a line each: the problems first, and else as they were typed. */
export function workgroupResultView(data: {
  metadata: string;
  result: WorkgroupInviteResult;
  note?: string | undefined;
}): ModalView {
  const { metadata, result, note = '' } = data;
  const { lines } = result;
  const refused = lines.filter(isProblem);
  return modal({
    callback: callbackIds.workgroupResult,
    title: titleOf(result),
    metadata,
    blocks: [
      section(plain`${target(result)}`),
      section(plain`${summary(lines)}.`, { id: 'summary' }),
      ...lineBlocks([...refused, ...lines.filter((line) => !isProblem(line))]),
      ...next(result),
      ...(refused.length === 0 ? [] : [correctButton(refused, note)]),
    ],
  });
}

function titleOf({ lines }: WorkgroupInviteResult): string {
  if (lines.some(({ outcome }) => outcome === 'granted')) return 'Access granted';
  const isSent = lines.some(({ outcome }) => outcome === 'offered' || outcome === 'waiting-for-account');
  return isSent ? 'Invitations sent' : 'Nothing has changed';
}

function target({ workgroupName, organizationName, role, partnerName }: WorkgroupInviteResult): string {
  const through = partnerName === null ? '' : `, through ${partnerName}`;
  return `As ${role} of ${workgroupName}, a workgroup of ${organizationName}${through}.`;
}

/** The problems first: `Not a partner domain: 1, granted: 3`. */
function summary(lines: readonly WorkgroupLine[]): string {
  const outcomes = Object.keys(outcomeNames) as WorkgroupOutcome[];
  const inOrder = [
    ...outcomes.filter((outcome) => problems.has(outcome)),
    ...outcomes.filter((outcome) => !problems.has(outcome)),
  ];
  const counts = inOrder
    .map((outcome) => ({ outcome, amount: lines.filter((line) => line.outcome === outcome).length }))
    .filter(({ amount }) => amount > 0)
    .map(({ outcome, amount }) => `${outcomeNames[outcome]}: ${amount}`);
  return counts.join(', ') || 'There was no address to invite';
}

function lineBlocks(lines: readonly WorkgroupLine[]): KnownBlock[] {
  return chunks(lines, 8).map((some) => section(plainLines(some.map(words))));
}

/** `• nobody: Not valid. It is not an e-mail address.` */
function words(line: WorkgroupLine): string {
  const { outcome, personName } = line;
  const address = shorten(line.address, 80);
  const who = personName === undefined ? address : `${shorten(personName, 40)} (${address})`;
  return `• ${who}: ${outcomeNames[outcome]}${why(line)}`;
}

/** What is wrong with an address is said of it: `is not an e-mail address`. Everything else is a sentence. */
function why({ outcome, problem }: WorkgroupLine): string {
  if (problem === undefined) return '';
  const text = shorten(problem, 200);
  return outcome === 'invalid' ? `. It ${text}.` : `. ${text}`;
}

/** What happens next, for the outcomes that there are. */
function next(result: WorkgroupInviteResult): KnownBlock[] {
  const { organizationName, partnerName, expiresAt } = result;
  const has = (...outcomes: WorkgroupOutcome[]) =>
    result.lines.some(({ outcome }) => outcomes.includes(outcome));
  const until = expiresAt === null ? { markup: '' } : mrkdwnUntil(expiresAt);
  return [
    ...(has('granted')
      ? [
          context(
            plain`Granted: they are told by direct message and e-mail, and see the workgroup in their Home tab.`,
          ),
        ]
      : []),
    ...(has('offered') ? [context(mrkdwn`Invited: the access begins when they accept${until}.`)] : []),
    ...(has('waiting-for-account')
      ? [
          context(
            mrkdwn`Waiting for account: they are told by e-mail. The access begins by itself once they have an account and belong to ${partnerName ?? organizationName}${until}.`,
          ),
        ]
      : []),
    ...(has('already-waiting')
      ? [
          context(
            plain`Already waiting: an earlier invitation still holds. Open the workgroup and press Waiting to resend it.`,
          ),
        ]
      : []),
  ];
}

function mrkdwnUntil(at: Date) {
  return { markup: `, until ${date(at).markup}` };
}

/** Its value is what was typed, a line each: the whole lines that a button can carry. The note follows after an empty one. */
function correctButton(lines: readonly WorkgroupLine[], note: string): KnownBlock {
  const typed = lines.map(({ address }) => address).join('\n');
  const behind = note === '' ? '' : `\n\n${note}`;
  const room = 2000 - behind.length;
  const fitting = typed.length <= room ? typed : typed.slice(0, typed.lastIndexOf('\n', room));
  const value = `${cut(fitting, room) || '–'}${behind}`;
  return actions('correct', [button('Correct these', { action: actionIds.workgroupCorrect, value })]);
}

/** The addresses and the note in the value of the button. */
export function readCorrection(value: string): { emails: string; note: string } {
  const [emails = '', ...rest] = value.split('\n\n');
  return { emails, note: rest.join('\n\n') };
}
