import type { ModalView } from '@slack/types';
import { chunks, context, section } from '../common/blocks.ts';
import { plain, plainLines, shorten } from '../common/escape.ts';
import { infoModal } from '../common/modal.ts';
import { count } from '../common/words.ts';

interface Retried {
  resent: number;
  problems: { email: string; problem: string }[];
  left: number;
}

/** What became of the undeliverable invitations that were sent again at once. */
export function retryResultView({ resent, problems, left }: Retried): ModalView {
  const lines = problems.map(({ email, problem }) => `${shorten(email, 80)}: ${shorten(problem, 150)}`);
  return infoModal('Sent again', [
    section(plain`${count(resent, 'invitation is', 'invitations are')} on the way again.`),
    ...(lines.length === 0 ? [] : [section(plain`Not sent:`)]),
    ...chunks(lines, 8).map((some) => section(plainLines(some))),
    ...(left > 0
      ? [context(plain`${count(left, 'undeliverable invitation is', 'undeliverable invitations are')} left.`)]
      : []),
    context(plain`If an address is wrong, invite the right one with /invite-user.`),
  ]);
}
