import { settingsOf } from '../../domain/settings.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Runtime } from '../context.ts';
import { armDigest } from '../digest.ts';
import { nextReminderOf, nextReminderOfRequest } from './arm.ts';
import { armedWarning } from './arm-warning.ts';

type Arming = Pick<Runtime, 'store' | 'now'> & {
  /** Ends it after the batch that is under way; the next start begins anew. */
  signal?: AbortSignal;
};

/** As many writes go together. */
const batchSize = 500;

/**
 * Gives the records of a tenant that are older than reminders their times, once: what is open, accesses that will end, and digests.
 * A reminder whose time is over already comes at once, as after a time without sweeps; a warning does not. Each write holds only while
 * the record is as it was read, so that it does not matter who else is at work, or that it was not finished the last time.
 * @returns how many records have a time now; null when all of that was done before
 */
export async function armAll(runtime: Arming, tenantId: string): Promise<number | null> {
  const { store, now, signal } = runtime;
  const isNew = { _id: tenantId, tenantId, armedAt: { $exists: false } };
  if (!(await store.tenants.exists(isNew))) return null;
  let armed = 0;
  for await (const organization of store.organizations.find({ tenantId }).lean().cursor()) {
    armed += await armIn(runtime, organization);
    if (signal?.aborted) return armed;
  }
  await store.tenants.updateOne(isNew, { $set: { armedAt: now() } });
  return armed;
}

async function armIn(runtime: Arming, organization: OrganizationRecord): Promise<number> {
  return (
    (await armTheDigest(runtime, organization)) +
    (await armInvitations(runtime, organization)) +
    (await armRequests(runtime, organization)) +
    (await armGrants(runtime, organization))
  );
}

async function armTheDigest({ store, now }: Arming, organization: OrganizationRecord): Promise<number> {
  const { _id, tenantId } = organization;
  const nextDigestAt = armDigest(organization, settingsOf(organization).reminders, now());
  if (!nextDigestAt) return 0;
  const unarmed = { _id, tenantId, nextDigestAt: { $exists: false } };
  const { modifiedCount } = await store.organizations.updateOne(unarmed, { $set: { nextDigestAt } });
  return modifiedCount;
}

async function armInvitations(runtime: Arming, organization: OrganizationRecord): Promise<number> {
  const { store, now } = runtime;
  const { _id: organizationId, tenantId } = organization;
  const isOpen = { status: { $in: ['pending', 'proposed'] }, expiresAt: { $gt: now() } } as const;
  const unarmed = store.invitations
    .find({ tenantId, organizationId, ...isOpen, nextReminderAt: { $exists: false } })
    .lean()
    .cursor();
  return inBatches<InvitationRecord>(runtime, unarmed, async (batch) => {
    const writes = batch.flatMap((invitation) => {
      const nextReminderAt = nextReminderOf(invitation, organization);
      const { _id, status, expiresAt, codeVersion, remindersSent } = invitation;
      const as = { _id, tenantId, status, expiresAt, codeVersion, ...unlessReminded(remindersSent) };
      return nextReminderAt ? [{ updateOne: { filter: as, update: { $set: { nextReminderAt } } } }] : [];
    });
    return writes.length > 0 ? (await store.invitations.bulkWrite(writes)).modifiedCount : 0;
  });
}

async function armRequests(runtime: Arming, organization: OrganizationRecord): Promise<number> {
  const { store, now } = runtime;
  const { _id: organizationId, tenantId } = organization;
  const isOpen = { status: 'pending', expiresAt: { $gt: now() } } as const;
  const unarmed = store.accessRequests
    .find({ tenantId, organizationId, ...isOpen, nextReminderAt: { $exists: false } })
    .lean()
    .cursor();
  return inBatches<AccessRequestRecord>(runtime, unarmed, async (batch) => {
    const writes = batch.flatMap((request) => {
      const nextReminderAt = nextReminderOfRequest(request, organization);
      const { _id, status, expiresAt, remindersSent } = request;
      const as = { _id, tenantId, status, expiresAt, ...unlessReminded(remindersSent) };
      return nextReminderAt ? [{ updateOne: { filter: as, update: { $set: { nextReminderAt } } } }] : [];
    });
    return writes.length > 0 ? (await store.accessRequests.bulkWrite(writes)).modifiedCount : 0;
  });
}

async function armGrants(runtime: Arming, organization: OrganizationRecord): Promise<number> {
  const { store, now } = runtime;
  const { _id: organizationId, tenantId } = organization;
  const { reminders } = settingsOf(organization);
  const unarmed = store.grants
    .find({
      tenantId,
      organizationId,
      status: 'active',
      endsAt: { $gt: now() },
      nextWarningAt: { $exists: false },
    })
    .lean()
    .cursor();
  return inBatches<GrantRecord>(runtime, unarmed, async (batch) => {
    const writes = batch.flatMap((grant) => {
      const { _id, status, endsAt } = grant;
      const warning = armedWarning(runtime, reminders, grant);
      const as = { _id, tenantId, status, endsAt, nextWarningAt: { $exists: false } };
      return warning.nextWarningAt ? [{ updateOne: { filter: as, update: { $set: warning } } }] : [];
    });
    return writes.length > 0 ? (await store.grants.bulkWrite(writes)).modifiedCount : 0;
  });
}

/** Whoever was reminded meanwhile has had a turn, which knows what comes next. */
function unlessReminded(remindersSent = 0) {
  return {
    nextReminderAt: { $exists: false },
    remindersSent: remindersSent === 0 ? { $in: [null, 0] } : remindersSent,
  };
}

async function inBatches<T>(
  { signal }: Arming,
  records: AsyncIterable<T>,
  write: (batch: T[]) => Promise<number>,
): Promise<number> {
  let written = 0;
  let batch: T[] = [];
  for await (const each of records) {
    batch.push(each);
    if (batch.length < batchSize) continue;
    written += await write(batch);
    if (signal?.aborted) return written;
    batch = [];
  }
  return batch.length > 0 ? written + (await write(batch)) : written;
}
