import type { OutgoingMessage } from '../../domain/messages.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { directMessages, ownerDestinations, toEach } from '../recipients.ts';

/**
 * Tells the owners of these organizations something by direct message, each once, except the acting person; by mail to the
 * notification address of an organization that has nobody whom a direct message could reach.
 */
export async function tellOwners(
  context: Context,
  { send }: Effects,
  organizations: readonly OrganizationRecord[],
  message: Omit<OutgoingMessage, 'to'>,
): Promise<void> {
  const own = await directMessages(context, [requireAccount(context).id]);
  const ownChannels = own.map(({ channel }) => channel);
  for (const { _id, notificationEmail: address } of organizations) {
    const owners = await ownerDestinations(context, _id);
    const others = owners.filter(({ channel }) => !ownChannels.includes(channel));
    for (const each of toEach(others, message)) send(each);
    if (owners.length === 0) send({ ...message, key: `${message.key}:${_id}`, to: { via: 'mail', address } });
  }
}
