import type { KnownBlock, ModalView, PlainTextElement } from '@slack/types';
import type { DirectReview, SeatCount } from '../../src/domain/direct-invitations.ts';
import type { InviteWarning } from '../../src/domain/invitations.ts';
import { roleName } from '../common/access.ts';
import { context, facts, header, quote, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { checkboxesInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { seatBar, seatWords } from '../common/seats.ts';
import { count } from '../common/words.ts';
import { blockerBlock } from './direct-blockers.ts';

/** Everything about an invitation before it is sent, and every reason why it cannot be, each with its remedy. */
export function directReviewModal({
  metadata,
  review,
}: {
  metadata: string;
  review: DirectReview;
}): ModalView {
  const isBlocked = review.blockers.length > 0;
  return modal({
    callback: callbackIds.directReview,
    title: 'Check the invitation',
    ...(isBlocked ? {} : { submit: isGrantedAtOnce(review) ? 'Give access' : 'Send invitation' }),
    close: 'Back',
    metadata,
    blocks: [
      ...facts(reviewFacts(review)),
      ...endBlocks(review),
      ...seatBlocks(review),
      ...(review.note === null ? [] : [section(plain`Note:`), quote(review.note)]),
      ...courseBlocks(review),
      ...warningBlocks(review.warnings, isBlocked),
      ...(isBlocked ? [header('This can’t be sent yet')] : []),
      ...review.blockers.map((blocker, index) => blockerBlock(blocker, review, index)),
    ],
  });
}

function reviewFacts(review: DirectReview): [label: string, value: string][] {
  const { access } = review;
  return [
    ['Person', review.personName],
    ['E-mail', review.email],
    ...usernameFacts(review),
    ['Business', review.organizationName],
    ...(access.kind === 'app'
      ? ([
          ['App', access.appName],
          ['Subscription', access.subscriptionName],
        ] satisfies [string, string][])
      : []),
    ['Role', roleName(access)],
    ['Valid for', count(review.expiryDays, 'day', 'days')],
  ];
}

/** Whose account an address turns out to belong to is told of below. */
function usernameFacts({ username, blockers }: DirectReview): [label: string, value: string][] {
  if (username !== null) return [['Username', username]];
  if (blockers.some(({ kind }) => kind === 'has-account' || kind === 'yourself')) return [];
  return [['Username', 'No account yet: gets a code by e-mail']];
}

function endBlocks({ accessEndsAt }: DirectReview): KnownBlock[] {
  return accessEndsAt === null ? [] : [section(mrkdwn`The access ends ${date(accessEndsAt)}.`)];
}

function seatBlocks(review: DirectReview): KnownBlock[] {
  if (review.access.kind !== 'app') return [];
  const isBlocked = review.blockers.length > 0;
  const seats = isBlocked ? review.seats : withOneMore(review);
  const when = isBlocked ? 'Seats now' : 'After sending';
  const bar = seatBar(seats);
  const words = `${when}: ${seatWords(seats)}`;
  return [section(plainLines(bar === null ? [words] : [words, bar]), { id: 'seats' })];
}

/** An invitation holds a seat until it is answered; an access that is given at once uses it. */
function withOneMore(review: DirectReview): SeatCount {
  const { seats } = review;
  return isGrantedAtOnce(review)
    ? { ...seats, active: seats.active + 1 }
    : { ...seats, held: seats.held + 1 };
}

function isGrantedAtOnce({ needsAcceptance, needsSecondApprover, username }: DirectReview): boolean {
  return !needsAcceptance && !needsSecondApprover && username !== null;
}

function courseBlocks(review: DirectReview): KnownBlock[] {
  const text = course(review);
  return text === null ? [] : [context(text)];
}

/** What happens after sending, where it is not the ordinary course. */
function course(review: DirectReview): PlainTextElement | null {
  const { access, organizationName } = review;
  if (review.needsSecondApprover)
    return plain`The role ${roleName(access)} takes two approvers. The invitation is sent when another approver has agreed.`;
  if (isGrantedAtOnce(review)) return plain`${organizationName} gives this access at once.`;
  return null;
}

const mostWarnings = 20;

function warningBlocks(warnings: readonly InviteWarning[], isBlocked: boolean): KnownBlock[] {
  if (warnings.length === 0) return [];
  const lines = warnings
    .slice(0, mostWarnings)
    .map(({ address, text }) => `${shorten(address, 60)}: ${shorten(text, 80)}`);
  const hidden = warnings.length - lines.length;
  return [
    section(plain`Check this before you send it:`),
    section(plainLines([...lines, ...(hidden > 0 ? [`${hidden} more`] : [])])),
    ...(isBlocked ? [] : [confirmInput()]),
  ];
}

function confirmInput(): KnownBlock {
  return checkboxesInput({
    name: 'confirmed',
    label: 'Confirm',
    choices: [{ value: 'confirmed', text: 'I checked this' }],
    values: [],
  });
}
