import type { KnownBlock, ModalView } from '@slack/types';
import { actions, button, context, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { infoModal } from '../common/modal.ts';
import { count } from '../common/words.ts';
import { problemSections } from './bulk-words.ts';

interface Retried {
  resent: number;
  problems: { email: string; problem: string }[];
  left: number;
  next: string | null;
}

/** What became of the undeliverable invitations that were sent again at once. */
export function retryResultView({ resent, problems, left, next }: Retried): ModalView {
  return infoModal('Sent again', [
    section(plain`${count(resent, 'invitation is', 'invitations are')} on the way again.`),
    ...(problems.length === 0 ? [] : [section(plain`Not sent:`), ...problemSections(problems)]),
    ...(left > 0
      ? [context(plain`${count(left, 'undeliverable invitation is', 'undeliverable invitations are')} left.`)]
      : []),
    ...(next === null ? [] : [goOn(next)]),
    context(plain`If an address is wrong, invite the right one with /invite-user.`),
  ]);
}

/** One press sends a few: the next one begins after them, so that what fails does not stand before the rest. */
function goOn(next: string): KnownBlock {
  return actions('retry-next', [
    button('Go on', {
      action: actionIds.invitationsRetryAll,
      value: next,
      style: 'primary',
      label: 'Go on with the next undeliverable invitations',
    }),
  ]);
}
