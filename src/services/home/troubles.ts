import type { HomeTrouble } from '../../domain/overviews.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Context } from '../context.ts';
import { countTroubled } from '../deliveries/count.ts';
import { hasUnreachableChannel } from '../outbox/channel-state.ts';

/** What keeps the messages of these organizations from arriving; those without trouble are left out. */
export async function troublesOf(
  context: Context,
  organizations: readonly OrganizationRecord[],
): Promise<HomeTrouble[]> {
  const troubles: HomeTrouble[] = [];
  for (const organization of organizations) {
    const { _id: organizationId, name: organizationName } = organization;
    const counts = await countTroubled(context, organization);
    const isChannelUnreachable = hasUnreachableChannel(organization);
    if (counts.givenUp + counts.waiting === 0 && !isChannelUnreachable) continue;
    troubles.push({ organizationId, organizationName, isChannelUnreachable, ...counts });
  }
  return troubles;
}
