/** What keeps messages from arriving, for those who can set it right. */
import type { KnownBlock } from '@slack/types';
import type { HomeTrouble } from '../../src/domain/overviews.ts';
import { button, section } from '../common/blocks.ts';
import { plain, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { count } from '../common/words.ts';
import { channelTrouble } from '../organizations/channel-messages.ts';

export function troubleBlocks(troubles: readonly HomeTrouble[]): KnownBlock[] {
  return troubles.flatMap((trouble) => [...deliveryBlocks(trouble), ...channelBlocks(trouble)]);
}

function deliveryBlocks({ organizationId, organizationName, givenUp, waiting }: HomeTrouble): KnownBlock[] {
  const parts = [
    ...(givenUp === 0 ? [] : [`${count(givenUp, 'message was', 'messages were')} given up`]),
    ...(waiting === 0 ? [] : [`${count(waiting, 'message does', 'messages do')} not arrive yet`]),
  ];
  if (parts.length === 0) return [];
  return [
    section(plain`${organizationName}: ${parts.join(', and ')}.`, {
      id: `deliveries:${organizationId}`,
      button: button('Deliveries', {
        action: actionIds.openDeliveries,
        value: organizationId,
        label: `Open the deliveries of ${shorten(organizationName, 40)}`,
      }),
    }),
  ];
}

function channelBlocks({
  organizationId,
  organizationName,
  isChannelUnreachable,
}: HomeTrouble): KnownBlock[] {
  if (!isChannelUnreachable) return [];
  return [
    section(plain`${organizationName}: ${channelTrouble}`, {
      id: `channel:${organizationId}`,
      button: button('Edit', {
        action: actionIds.editOrganization,
        value: organizationId,
        label: `Choose another channel for ${shorten(organizationName, 35)}`,
      }),
    }),
  ];
}
