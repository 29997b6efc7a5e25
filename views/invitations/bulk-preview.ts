import type { ModalView, SectionBlock } from '@slack/types';
import type { BulkAction, BulkForecast } from '../../src/domain/bulk.ts';
import { header, section } from '../common/blocks.ts';
import { plain, plainLines, shorten } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { infoModal, modal } from '../common/modal.ts';
import { count } from '../common/words.ts';
import { bulkTitle, invitationCount, problemSections } from './bulk-words.ts';

/** How many addresses the question names before something ends. */
const namedAtMost = 10;

/** On top of the form while each invitation is checked. `externalId` is how it is found again. */
export function bulkCheckingView(externalId: string, amount: number): ModalView {
  const text = plain`Checking ${invitationCount(amount)}… Nothing is done yet.`;
  return { ...infoModal(bulkTitle, [section(text)]), external_id: externalId };
}

/** For how many it will work, and for which not. Without any there is nothing to start. */
export function bulkPreview(
  { action, possible, addresses, problems }: Omit<BulkForecast, 'possible'> & { possible: number },
  metadata: string,
): ModalView {
  const blocks = [
    section(plain`${possible === 0 ? 'This works for none of them.' : promise(action, possible)}`),
    ...(action.kind === 'revoke' ? whose(addresses) : []),
    ...(problems.length === 0
      ? []
      : [header(`${count(problems.length, 'is', 'are')} left out`), ...problemSections(problems)]),
  ];
  if (possible === 0) return infoModal(bulkTitle, blocks);
  return modal({
    callback: callbackIds.bulkPreview,
    title: bulkTitle,
    submit: action.kind === 'revoke' ? `Revoke ${possible}` : 'Start',
    close: 'Back',
    metadata,
    blocks,
  });
}

/** What ends is named, as far as there is room. */
function whose(addresses: readonly string[]): SectionBlock[] {
  if (addresses.length === 0) return [];
  const hidden = addresses.length - namedAtMost;
  const lines = addresses.slice(0, namedAtMost).map((address) => `• ${shorten(address, 80)}`);
  return [section(plainLines([...lines, ...(hidden > 0 ? [`and ${hidden} more`] : [])]))];
}

function promise(action: BulkAction, amount: number): string {
  const invitations = invitationCount(amount);
  if (action.kind === 'resend') {
    return `${invitations} will be sent again. Where one has a code, the old code stops working.`;
  }
  if (action.kind === 'revoke') {
    return `${invitations} will be revoked. Whoever got the invitation is told by e-mail.`;
  }
  const days = count(action.days, 'day', 'days');
  return `${invitations} will be valid ${days} longer, but not beyond the end of the access. Nobody gets an e-mail.`;
}
