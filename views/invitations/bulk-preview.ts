import type { ModalView } from '@slack/types';
import type { BulkAction, BulkForecast } from '../../src/domain/bulk.ts';
import { header, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { infoModal, modal } from '../common/modal.ts';
import { count } from '../common/words.ts';
import { bulkTitle, invitationCount, problemSections } from './bulk-words.ts';

/** On top of the form while each invitation is checked. `externalId` is how it is found again. */
export function bulkCheckingView(externalId: string, amount: number): ModalView {
  const text = plain`Checking ${invitationCount(amount)}… Nothing is done yet.`;
  return { ...infoModal(bulkTitle, [section(text)]), external_id: externalId };
}

/** For how many it will work, and for which not. Without any there is nothing to start. */
export function bulkPreview(
  { action, possible, problems }: Pick<BulkForecast, 'action' | 'problems'> & { possible: number },
  metadata: string,
): ModalView {
  const blocks = [
    section(plain`${possible === 0 ? 'This works for none of them.' : promise(action, possible)}`),
    ...(problems.length === 0
      ? []
      : [header(`${count(problems.length, 'is', 'are')} left out`), ...problemSections(problems)]),
  ];
  if (possible === 0) return infoModal(bulkTitle, blocks);
  return modal({
    callback: callbackIds.bulkPreview,
    title: bulkTitle,
    submit: 'Start',
    close: 'Back',
    metadata,
    blocks,
  });
}

function promise(action: BulkAction, amount: number): string {
  const invitations = invitationCount(amount);
  if (action.kind === 'resend') {
    return `${invitations} will be sent again. Where one has a code, the old code stops working.`;
  }
  if (action.kind === 'revoke') {
    return `${invitations} will be revoked. Who has heard of theirs is told by mail.`;
  }
  const days = count(action.days, 'day', 'days');
  return `${invitations} will be valid ${days} longer, but not beyond the end of the access. Nobody gets an e-mail.`;
}
