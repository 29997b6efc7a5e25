import type { OutgoingMessage } from '../domain/messages.ts';
import type { ReminderSettings } from '../domain/reminder-settings.ts';
import { settingsOf } from '../domain/settings.ts';
import { isoWeek, nextWeekday } from '../domain/working-time.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import { type Holder, holdersOf } from './authority.ts';
import type { Effects } from './command.ts';
import type { Context } from './context.ts';
import { directMessageTo } from './recipients.ts';
import { humane } from './reminders/quiet-hours.ts';
import { type Sweep, sweepAll } from './sweep.ts';

const mondayMorning = { weekday: 1, hour: 9 } as const;

/** When an organization's next digest is due; null while it wants none. One that is due already stays due. */
export function armDigest(
  { nextDigestAt }: Pick<OrganizationRecord, 'nextDigestAt'>,
  settings: ReminderSettings,
  now: Date,
): Date | null {
  if (!settings.weeklyDigest) return null;
  return nextDigestAt && nextDigestAt <= now ? nextDigestAt : followingDigest(settings, now);
}

const digests: Sweep = {
  name: 'organizations.digest',
  async due(context, except, limit) {
    const filter = { ...dueNow(context), _id: { $nin: except } };
    const due = context.store.organizations.find(filter, { _id: 1 }).sort({ nextDigestAt: 1 }).limit(limit);
    return (await due.lean()).map(({ _id }) => _id);
  },
  async turn(context, effects, ids) {
    const due = await context.store.organizations.find({ ...dueNow(context), _id: { $in: ids } }).lean();
    for (const organization of due) await sendDigest(context, effects, organization);
    return due.length;
  },
};

/**
 * Writes the weekly digests that are due in the actor's tenant: one to each person who decides in the organization, and one alone
 * for all the organizations in which somebody does. After a time without jobs each is written once. Any number of processes may run.
 * @returns how many organizations had their turn, and how many failed and are left to the next run
 */
export function sendDigests(context: Context): Promise<{ done: number; failed: number }> {
  return sweepAll(context, digests);
}

function dueNow({ actor, now }: Context) {
  return { tenantId: actor.tenantId, nextDigestAt: { $lte: now() } };
}

async function sendDigest(
  context: Context,
  { send }: Effects,
  organization: OrganizationRecord,
): Promise<void> {
  const { _id, tenantId } = organization;
  const { reminders } = settingsOf(organization);
  const now = context.now();
  const wants = reminders.weeklyDigest;
  await context.store.organizations.updateOne(
    { _id, ...dueNow(context) },
    wants ? { $set: { nextDigestAt: followingDigest(reminders, now) } } : { $unset: { nextDigestAt: 1 } },
  );
  if (!wants) return;
  const holders = await holdersOf(context, tenantId, _id, 'request:decide');
  const digests = holders.flatMap((holder) => digestTo(holder, organization, now));
  const keys = digests.map(({ key }) => key);
  // Another organization of the same person may have been faster.
  const written = await context.store.outbox.find({ tenantId, key: { $in: keys } }, { key: 1 }).lean();
  const done = new Set(written.map(({ key }) => key));
  for (const digest of digests) if (!done.has(digest.key)) send(digest);
}

/** One for the week in which it leaves, where its reader is. */
function digestTo(holder: Holder, organization: OrganizationRecord, now: Date): OutgoingMessage[] {
  const { accountId, timeZone } = holder;
  const leaves = humane(organization, { timeZone }, now);
  const week = isoWeek(leaves.notBefore, timeZone, settingsOf(organization).reminders);
  const about = { type: 'account', id: accountId } as const;
  const digest = { key: `digest:${accountId}:${week}`, template: 'digest', about, ...leaves } as const;
  return directMessageTo(holder).map((to) => ({ ...digest, to }));
}

function followingDigest(settings: ReminderSettings, now: Date): Date {
  return nextWeekday(now, mondayMorning, undefined, settings);
}
