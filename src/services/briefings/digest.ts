import { day } from '../../domain/invitations.ts';
import type { DigestOrganization } from '../../domain/reminders.ts';
import { freeSeats } from '../../domain/seats.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Runtime } from '../context.ts';
import { countDeadLetters } from '../deliveries/count.ts';
import { waitingFor } from '../invitations/proposals-waiting.ts';
import { organizationsOf } from '../organizations.ts';

/** Counted no further: whoever has more reads that there are many. */
const countedAtMost = 1000;
const limit = { limit: countedAtMost };
/** How far back and ahead a digest looks. */
const weekMs = 7 * day;
const endingWithinMs = 14 * day;

/** What is to be done in the organizations in which an account decides, by their names: only those with something. */
export async function digestFacts(
  runtime: Runtime,
  tenantId: string,
  accountId: string,
): Promise<DigestOrganization[]> {
  const account = await runtime.store.accounts.findOne({ _id: accountId, tenantId }, { emailKey: 1 }).lean();
  if (!account) return [];
  const digests: DigestOrganization[] = [];
  for (const organization of await organizationsOf(runtime, tenantId, accountId, 'request:decide')) {
    if (!settingsOf(organization).reminders.weeklyDigest) continue;
    const digest = await digestOf(runtime, organization, account);
    if (hasWork(digest)) digests.push(digest);
  }
  return digests.sort((a, b) => a.organizationName.localeCompare(b.organizationName));
}

async function digestOf(
  runtime: Runtime,
  organization: OrganizationRecord,
  { _id: reader, emailKey }: { _id: string; emailKey: string },
): Promise<DigestOrganization> {
  const { tenantId, _id: organizationId, name: organizationName } = organization;
  const { accessRequests, invitations, grants } = runtime.store;
  const now = runtime.now();
  const here = { tenantId, organizationId };
  const lastWeek = { $gt: new Date(now.getTime() - weekMs), $lte: now };
  const soon = { $gt: now, $lte: new Date(now.getTime() + endingWithinMs) };
  const waiting = {
    ...here,
    status: 'pending',
    expiresAt: { $gt: now },
    accountId: { $ne: reader },
  } as const;
  const proposed = { ...here, ...waitingFor({ id: reader, emailKey }, now) };
  const over = { ...here, status: 'expired', expiresAt: lastWeek } as const;
  const bounced = { ...here, status: 'undeliverable', endedAt: lastWeek } as const;
  return {
    organizationName,
    requests: await accessRequests.countDocuments(waiting, limit),
    proposals: await invitations.countDocuments(proposed, limit),
    expired: await invitations.countDocuments(over, limit),
    undeliverable: await invitations.countDocuments(bounced, limit),
    endings: await grants.countDocuments({ ...here, status: 'active', endsAt: soon }, limit),
    full: await countFull(runtime, here),
    deadLetters: await countDeadLetters(runtime, organization),
  };
}

async function countFull(
  runtime: Runtime,
  { tenantId, organizationId }: { tenantId: string; organizationId: string },
): Promise<number> {
  const waiting = { tenantId, organizationId, status: 'waitlisted' } as const;
  const waited = await runtime.store.invitations.distinct('access.subscriptionId', waiting);
  if (waited.length === 0) return 0;
  const subscriptions = await runtime.store.subscriptions
    .find({ tenantId, organizationId, _id: { $in: waited.map(String) }, archivedAt: null })
    .lean();
  return subscriptions.filter((subscription) => freeSeats(subscription) <= 0).length;
}

function hasWork({ organizationName: _, ...counts }: DigestOrganization): boolean {
  return Object.values(counts).some((count) => count > 0);
}
