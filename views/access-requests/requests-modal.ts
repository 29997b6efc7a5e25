import type { KnownBlock, ModalView } from '@slack/types';
import type { RequestFacts } from '../../src/domain/messages.ts';
import { context, divider, paging, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { listed } from '../common/words.ts';
import { requestBlocks } from './request-card.ts';

/** The approver's queue: the requests that wait for a decision. */
export function requestsModal(data: {
  metadata: string;
  items: RequestFacts[];
  older: string | null;
  newer: string | null;
  organizationNames: string[];
}): ModalView {
  const { metadata, items, older, newer, organizationNames } = data;
  return modal({
    callback: callbackIds.requests,
    title: 'Access requests',
    metadata,
    blocks: [
      ...(items.length === 0 ? emptyState(organizationNames) : []),
      ...items.flatMap((item, index) => [...(index === 0 ? [] : [divider]), ...requestBlocks(item)]),
      ...paging(older, newer),
    ],
  });
}

function emptyState(organizationNames: readonly string[]): KnownBlock[] {
  return [
    section(
      organizationNames.length === 0
        ? plain`No request waits for a decision.`
        : plain`No request for ${listed(organizationNames)} waits for a decision.`,
    ),
    context(plain`A new request appears here and in the approvals channel, or in a direct message.`),
  ];
}
