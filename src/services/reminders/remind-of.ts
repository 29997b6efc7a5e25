import { firstIdAt } from '../../domain/id-times.ts';
import { day } from '../../domain/invitations.ts';
import { settingsOf } from '../../domain/settings.ts';
import { nextHumaneTime } from '../../domain/working-time.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Holder } from '../authority.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { directMessageTo } from '../recipients.ts';
import { type Humane, humane } from './quiet-hours.ts';
import { textSince } from './said-already.ts';

/** Somebody to be reminded: when at the earliest, and of what since when. */
export interface Reminded extends Humane {
  account: Pick<AccountRecord, '_id' | 'identityKeys'>;
  organization: Pick<OrganizationRecord, '_id' | 'settings'>;
  /** It waits for them since then: the text of an earlier moment does not tell of it. */
  since: Date;
}

/** An account, as far as it decides how it is reminded. */
export type Remindable = Reminded['account'] & { timeZone?: string | undefined };

const hour = 60 * 60 * 1000;
/** Older messages that have not left yet are not looked for. */
const lookedBackMs = 30 * day;

/** Somebody to be reminded at a humane time; at once when there is none before `until`. */
export function toRemind(
  account: Remindable,
  organization: Reminded['organization'],
  { since, until, now }: { since: Date; until?: Date; now: Date },
): Reminded {
  const recipient = { timeZone: account.timeZone, ...(until ? { until } : {}) };
  return { account, organization, since, ...humane(organization, recipient, now) };
}

/** The account of somebody who decides. */
export function accountOf({ accountId: _id, identityKeys, timeZone }: Holder): Remindable {
  return { _id, identityKeys, timeZone };
}

/**
 * Has these accounts reminded of all that waits for them: by one message an hour at most, however much there is to be reminded of,
 * because its text is made when it is sent, of all that waits then.
 * @returns the accounts that are told, by this message or by another one; the others have no Slack identity
 */
export async function remindPeople(
  context: Context,
  { send }: Effects,
  people: readonly Reminded[],
): Promise<ReadonlySet<string>> {
  const reachable = oncePerAccount(people).filter(({ account }) => directMessageTo(account).length > 0);
  const rows = await remindersTo(context, reachable);
  const covering: OutboxRecord[] = [];
  for (const person of reachable) {
    const { account, quiet } = person;
    const about = { type: 'account', id: account._id } as const;
    const own = rows.filter((row) => row.about.id === account._id);
    const found = messageFor(person, own, context.now());
    if (!(found instanceof Date)) covering.push(found);
    else {
      const row = {
        key: keyOf(account, found),
        template: 'reminder',
        about,
        notBefore: found,
        quiet,
      } as const;
      for (const to of directMessageTo(account)) send({ ...row, to });
    }
  }
  await tellBesides(context, covering);
  return new Set(reachable.map(({ account }) => account._id));
}

/**
 * When the first of these accounts gets the message that tells them of something whose turn is at `now`, as `remindPeople` would have
 * it then; null when none gets one, because each has just got it, or has no Slack identity.
 */
export async function firstReminderOf(
  context: Context,
  people: readonly Reminded[],
  now: Date,
): Promise<Date | null> {
  const reachable = people.filter(({ account }) => directMessageTo(account).length > 0);
  const rows = await remindersTo(context, reachable);
  const times = reachable.flatMap((person) => {
    const own = rows.filter((row) => row.about.id === person.account._id);
    const found = messageFor(person, own, now);
    if (found instanceof Date) return found.getTime();
    return found.status === 'pending' ? Math.max(found.dueAt.getTime(), context.now().getTime()) : [];
  });
  return times.length > 0 ? new Date(Math.min(...times)) : null;
}

/** The earliest time that any of it wants, for the newest of it. */
function oncePerAccount(people: readonly Reminded[]): Reminded[] {
  const byId = new Map<string, Reminded>();
  for (const each of people) {
    const other = byId.get(each.account._id) ?? each;
    const first = other.notBefore <= each.notBefore ? other : each;
    byId.set(each.account._id, { ...first, since: other.since > each.since ? other.since : each.since });
  }
  return [...byId.values()];
}

/** The reminders that these accounts are still to get or have just got, and those that are in the way by their key. */
async function remindersTo(context: Context, people: readonly Reminded[]): Promise<OutboxRecord[]> {
  if (people.length === 0) return [];
  const now = context.now().getTime();
  const justNow = { endedAt: { $gte: new Date(now - 2 * hour) } };
  const inTheWay = { key: { $in: people.map(({ account, notBefore }) => keyOf(account, notBefore)) } };
  return context.store.outbox
    .find({
      tenantId: context.actor.tenantId,
      'about.id': { $in: people.map(({ account }) => account._id) },
      _id: { $gte: firstIdAt('msg', new Date(now - lookedBackMs)) },
      template: 'reminder',
      'to.via': 'slack',
      $or: [{ status: 'pending' }, justNow, inTheWay],
    })
    .lean();
}

/** The message that tells of it anyway, or when to send another one: in the first hour in which there was none. */
function messageFor(person: Reminded, rows: readonly OutboxRecord[], now: Date): OutboxRecord | Date {
  const { account, organization, quiet } = person;
  const { reminders } = settingsOf(organization);
  const taken = new Set(rows.map(({ key }) => key));
  for (let at = person.notBefore; ; at = nextHumaneTime(hourAfter(at), quiet.timeZone, reminders)) {
    const covering = rows.find((row) => covers(row, { ...person, notBefore: at }, now));
    if (covering) return covering;
    if (!taken.has(keyOf(account, at))) return at;
  }
}

/** One that is under way may have its text already: like one that was sent, it tells of what was there before that. */
function covers(row: OutboxRecord, { notBefore: at, since }: Reminded, now: Date): boolean {
  const { status, lease, dueAt, endedAt } = row;
  const isInText = textSince(row) > since;
  if (status === 'pending') {
    const isSoon = dueAt.getTime() <= at.getTime() + hour;
    return isSoon && (lease === null ? dueAt >= since || now >= since : isInText);
  }
  const wasJustNow = endedAt !== null && endedAt.getTime() >= at.getTime() - hour;
  return status === 'sent' && wasJustNow && isInText;
}

/** Each is written to, so that a dispatcher which claims it at the same time makes the transaction look again. */
async function tellBesides(context: Context, rows: readonly OutboxRecord[]): Promise<void> {
  const pending = rows.filter(({ status }) => status === 'pending');
  if (pending.length === 0) return;
  const now = context.now().getTime();
  await context.store.outbox.bulkWrite(
    pending.map((row) => {
      const notBefore = new Date(Math.max(now, textSince(row).getTime() + 1));
      const filter = { _id: row._id, tenantId: row.tenantId, status: 'pending', lease: null } as const;
      return { updateOne: { filter, update: { $set: { notBefore } } } };
    }),
  );
}

function hourAfter(at: Date): Date {
  return new Date(slotOf(at) + hour);
}

function slotOf(at: Date): number {
  return Math.floor(at.getTime() / hour) * hour;
}

function keyOf({ _id }: Pick<AccountRecord, '_id'>, at: Date): string {
  return `reminder:${_id}:${new Date(slotOf(at)).toISOString()}`;
}
