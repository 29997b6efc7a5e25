import { endedRecently } from '../../domain/overviews.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { directMessageTo } from '../recipients.ts';
import { humane } from '../reminders/quiet-hours.ts';

type Expired = Pick<AccessRequestRecord, '_id' | 'organizationId' | 'accountId' | 'expiresAt'>;

/**
 * Tells people by direct message that nobody has decided on their requests, at a humane time where they are. What is over for longer
 * than Home shows it is no news: after a long time without sweeps nobody gets it.
 */
export async function tellExpired(
  context: Context,
  { send }: Effects,
  requests: readonly Expired[],
): Promise<void> {
  const now = context.now();
  const news = requests.filter(({ expiresAt }) => endedRecently(expiresAt, now));
  if (news.length === 0) return;
  const { tenantId } = context.actor;
  const { accounts, organizations } = context.store;
  const people = await accounts
    .find(
      { tenantId, _id: { $in: news.map(({ accountId }) => accountId) } },
      { identityKeys: 1, timeZone: 1 },
    )
    .lean();
  const places = await organizations
    .find({ tenantId, _id: { $in: news.map(({ organizationId }) => organizationId) } }, { settings: 1 })
    .lean();
  const personById = new Map(people.map((person) => [person._id, person]));
  const placeById = new Map(places.map((place) => [place._id, place]));
  for (const { _id, accountId, organizationId } of news) {
    const person = personById.get(accountId);
    if (!person) continue;
    const place = placeById.get(organizationId) ?? { _id: organizationId };
    const message = {
      template: 'request-expired',
      about: { type: 'request', id: _id },
      ...humane(place, { timeZone: person.timeZone }, now),
    } as const;
    for (const to of directMessageTo(person)) {
      send({ ...message, key: `request-expired:${_id}:${to.channel}`, to });
    }
  }
}
