/** Which messages the sweeps write, given those that there are already, and those to whom they would be of no use. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { briefingFor } from '../../../src/services/briefings/index.ts';
import { contextFor } from '../../../src/services/context.ts';
import { sendDigests } from '../../../src/services/digest.ts';
import { homeOverview } from '../../../src/services/home/index.ts';
import { reactivateAccount } from '../../../src/services/people/reactivate.ts';
import { nextReminderOf } from '../../../src/services/reminders/arm.ts';
import { quietMs } from '../../../src/services/reminders/quiet-hours.ts';
import { remindDue } from '../../../src/services/reminders/sweep.ts';
import { warnDue } from '../../../src/services/reminders/warn-endings.ts';
import type { AccessRequestRecord } from '../../../src/store/models/access-request.ts';
import type { InvitationRecord } from '../../../src/store/models/invitation.ts';
import type { OutboxRecord } from '../../../src/store/models/outbox.ts';
import {
  ADA,
  day,
  IVAN,
  membership,
  minute,
  OLGA,
  openWorld,
  TENANT,
  type World,
} from '../../delivery/world.ts';
import { acting } from '../../support/verbs.ts';

const hour = 60 * minute;
let world: World;
let start: number;
beforeAll(async () => {
  world = await openWorld();
  start = world.runtime.now().getTime();
});
afterEach(async () => {
  world.advance(start - world.runtime.now().getTime());
  const { organizations, accounts, grants } = world.store;
  await organizations.updateOne({ _id: 'org_acme' }, { $unset: { settings: 1, nextDigestAt: 1 } });
  await accounts.updateMany({}, { $unset: { timeZone: 1, deactivatedAt: 1 } });
  await accounts.updateOne({ _id: 'acc_ada' }, { $set: { identityKeys: [`${TENANT}:${ADA}`] } });
  await grants.updateOne({ _id: 'grt_owner' }, { $set: { endsAt: null } });
  await grants.deleteMany({ _id: 'grt_ending' });
  await world.clear();
});

const job = (name: 'reminders' | 'digest') =>
  contextFor(world.runtime, { kind: 'system', tenantId: TENANT, name }, name);
const sweep = () => remindDue(job('reminders'));
const now = () => world.runtime.now().getTime();
const actions = async () => (await world.store.audit.find().sort({ _id: 1 }).lean()).map((row) => row.action);

/** A request that is due on its first day, or on the second to draw in the owners. */
const asked = (fields: Partial<AccessRequestRecord> = {}) =>
  world.ask({ nextReminderAt: new Date(now() + day), ...fields });
const dueForOwners = { remindersSent: 3, nextReminderAt: new Date(Date.UTC(2026, 0, 7, 10)) };

/** A reminder that was written at this moment. */
const toOlga = (row: Partial<OutboxRecord>) =>
  world.put({
    _id: `msg_${world.runtime.ulid(now())}`,
    key: `reminder:acc_olga:${new Date(Math.floor(now() / hour) * hour).toISOString()}`,
    template: 'reminder',
    about: { type: 'account', id: 'acc_olga' },
    to: { via: 'slack', channel: OLGA },
    ...row,
  });
const reminders = async () =>
  (await world.rows('reminder')).map(({ about, status, dueAt }) => [
    about.id,
    status,
    dueAt.toISOString().slice(0, 16),
  ]);

describe('a reminder', () => {
  it('is written for the next hour when the one of this hour was written before there was something new', async () => {
    await asked(dueForOwners);
    world.advance(2 * day - minute);
    await toOlga({ status: 'sent', endedAt: world.runtime.now() });
    world.advance(minute);
    await sweep();
    const sent = ['acc_olga', 'sent', '2026-01-07T09:59'];
    const written = ['acc_olga', 'pending', '2026-01-07T10:00'];
    expect(await reminders()).toEqual([sent, written]);
    // Another one escalates after that was sent as well.
    await world.store.outbox.updateMany({}, { status: 'sent', endedAt: world.runtime.now() });
    await asked({ liveKey: 'second', createdAt: new Date(start), ...dueForOwners });
    world.advance(minute);
    await sweep();
    expect((await reminders()).at(-1)).toEqual(['acc_olga', 'pending', '2026-01-07T11:00']);
    expect((await actions()).filter((action) => action === 'request.escalated')).toHaveLength(2);
  });

  it('is not written when one says it that has not left, but is when that one is under way', async () => {
    await asked(dueForOwners);
    world.advance(2 * day);
    const anHourAgo = new Date(now() - hour);
    const { _id } = await toOlga({ createdAt: anHourAgo, dueAt: anHourAgo });
    await sweep();
    expect(await reminders()).toHaveLength(1);
    expect((await world.row(_id)).notBefore).toEqual(world.runtime.now());
    await asked({ liveKey: 'second', createdAt: new Date(start), ...dueForOwners });
    await world.store.outbox.updateOne({ _id }, { lease: 'somebody', dueAt: new Date(now() + minute) });
    await sweep();
    expect((await reminders()).at(-1)).toEqual(['acc_olga', 'pending', '2026-01-07T11:00']);
  });

  it('is not repeated by one under way for what waited before the text of that was written', async () => {
    await asked({ accountId: 'acc_ada' });
    world.advance(day);
    const underWay = { lease: 'somebody', dueAt: new Date(now() + minute) };
    const { _id } = await toOlga({ createdAt: new Date(start), notBefore: world.runtime.now(), ...underWay });
    await sweep();
    expect(await reminders()).toHaveLength(1);
    expect(await actions()).toEqual(['request.reminded']);
    const row = await world.row(_id);
    expect(row).toMatchObject(underWay);
    expect(await briefingFor(world.runtime, row)).toMatchObject({ requestsTotal: 1 });
  });

  it('is not repeated for what somebody has read within the hour, and that is a reminder of it', async () => {
    await asked({ accountId: 'acc_ada' });
    world.advance(day - 10 * minute);
    await toOlga({ status: 'sent', endedAt: world.runtime.now() });
    world.advance(10 * minute);
    await sweep();
    expect(await reminders()).toHaveLength(1);
    expect(await actions()).toEqual(['request.reminded']);
  });

  it('is not in the audit when it reaches nobody', async () => {
    await world.store.accounts.updateOne({ _id: 'acc_ada' }, { $set: { identityKeys: [] } });
    await asked();
    world.advance(day);
    await sweep();
    expect(await reminders()).toEqual([]);
    expect(await actions()).toEqual([]);
  });

  it('is left out on the day on which somebody hears of it again whom it was put off for', async () => {
    const until = new Date(start + day - hour);
    await asked({ snoozes: [{ accountId: 'acc_ada', until }] });
    world.advance(day);
    await sweep();
    expect(await reminders()).toEqual([]);
    await world.store.accessRequests.updateMany({}, { $set: { nextReminderAt: new Date(start + 2 * day) } });
    world.advance(day);
    await sweep();
    expect((await reminders()).map(([to]) => to)).toContain('acc_ada');
  });
});

describe('the next reminder that Home shows to whoever waits', () => {
  const shown = async () => {
    const { requests } = await homeOverview(await acting(world.runtime, IVAN, TENANT));
    return requests.map(({ nextReminderAt }) => nextReminderAt?.toISOString().slice(0, 16));
  };

  it('is the one that the first of the approvers gets, where they are, also once it is written', async () => {
    await world.store.accounts.updateOne({ _id: 'acc_ada' }, { $set: { timeZone: 'America/New_York' } });
    await asked();
    expect(await shown()).toEqual(['2026-01-06T14:00']);
    const settings = { reminders: { timeZone: 'Asia/Tokyo' } };
    await world.store.organizations.updateOne({ _id: 'org_acme' }, { $set: { settings } });
    expect(await shown()).toEqual(['2026-01-07T14:00']);
    world.advance(day);
    await sweep();
    expect(await shown()).toEqual(['2026-01-07T14:00']);
    world.advance(14 * hour);
    await sweep();
    expect(await reminders()).toEqual([['acc_ada', 'pending', '2026-01-07T14:00']]);
    expect(await shown()).toEqual(['2026-01-07T14:00']);
  });

  it('is none that nobody gets, who was told a moment before or wants to hear no more of it', async () => {
    await asked();
    expect(await shown()).toEqual(['2026-01-06T10:00']);
    world.advance(day - 20 * minute);
    await toOlga({ about: { type: 'account', id: 'acc_ada' }, status: 'sent', endedAt: world.runtime.now() });
    expect(await shown()).toEqual(['2026-01-07T10:00']);
    await world.store.outbox.deleteMany({});
    await world.store.accessRequests.updateMany({}, { $set: { mutedBy: ['acc_ada'] } });
    // The owners are drawn in then.
    expect(await shown()).toEqual(['2026-01-07T10:00']);
    await world.store.accessRequests.updateMany({}, { $set: { mutedBy: ['acc_ada', 'acc_olga'] } });
    expect(await shown()).toEqual([undefined]);
  });
});

describe('a reminder of an invitation', () => {
  async function invited(fields: Partial<InvitationRecord> = {}) {
    const invitation = await world.invite(fields);
    const nextReminderAt = nextReminderOf(invitation, {});
    if (!nextReminderAt) throw new Error('nobody is reminded');
    await world.store.invitations.updateOne({ _id: invitation._id }, { $set: { nextReminderAt } });
    return invitation;
  }

  it('is not sent while nobody could answer it (A14), and is the next time', async () => {
    const toIvan = { kind: 'access', email: 'ivan@home.example', accountId: 'acc_ivan' } as const;
    const all = [await invited(), await invited(toIvan)];
    await world.store.grants.updateOne({ _id: 'grt_owner' }, { $set: { endsAt: new Date(start + day) } });
    world.advance(2 * day);
    expect(await sweep()).toMatchObject({ invitations: 2, failed: 0 });
    expect(await world.rows()).toEqual([]);
    expect(await actions()).toEqual([]);
    await world.store.grants.updateOne({ _id: 'grt_owner' }, { $set: { endsAt: null } });
    await world.store.accounts.updateOne({ _id: 'acc_ivan' }, { $set: { deactivatedAt: new Date(start) } });
    await world.store.invitations.updateMany({}, { $set: { expiresAt: new Date(start + 14 * day) } });
    world.advance(5 * day);
    await sweep();
    expect((await world.rows()).map(({ about }) => about.id)).toEqual([all[0]?._id]);
  });

  it('goes to no approver whom the invitation is for (A12)', async () => {
    const approvals = [{ accountId: 'acc_ivan', name: 'Ivan Test', at: new Date(start) }];
    await invited({ kind: 'access', status: 'proposed', approvals, emailKey: 'ada@home.example' });
    world.advance(day);
    await sweep();
    expect((await reminders()).map(([to]) => to)).toEqual(['acc_olga']);
  });

  it('that has to wait says nothing once somebody has reminded by hand', async () => {
    world.advance(10 * hour);
    const nextReminderAt = world.runtime.now();
    const sentAt = new Date(start - 2 * day);
    const { _id } = await world.invite({ sentAt, remindersSent: 0, nextReminderAt });
    await sweep();
    const [row] = await world.rows('offer-reminder');
    if (!row) throw new Error('no mail is written');
    expect(row.dueAt).toEqual(new Date('2026-01-06T09:00:00Z'));
    world.advance(12 * hour);
    expect(await briefingFor(world.runtime, row)).toMatchObject({
      template: 'join-invitation',
      isReminder: true,
    });
    await world.store.invitations.updateOne({ _id }, { $set: { remindedAt: world.runtime.now() } });
    world.advance(hour);
    expect(await briefingFor(world.runtime, row)).toBeNull();
  });
});

describe('the warning of an end', () => {
  /** Ivan's access, given by Ada, ends as Saturday does. */
  async function ending(nextWarningAt: Date) {
    const grant = await world.store.grants.findById('grt_admin').lean();
    if (!grant) throw new Error('Ada has no role');
    const endsAt = new Date('2026-01-11T00:00:00Z');
    const given = { accountId: 'acc_ivan', access: membership, grantedBy: 'acc_ada', liveKey: 'ivan' };
    await world.store.grants.insertMany([{ ...grant, _id: 'grt_ending', ...given, endsAt, nextWarningAt }], {
      lean: true,
    });
  }

  it('goes out at once, to all, when people are not at work before it', async () => {
    const friday = new Date('2026-01-09T09:00:00Z');
    await ending(friday);
    await world.store.accounts.updateMany({}, { $set: { timeZone: 'Pacific/Auckland' } });
    world.advance(friday.getTime() - start);
    expect(await warnDue(job('reminders'))).toEqual({ done: 1, failed: 0 });
    const rows = await world.rows();
    const told = rows.map(({ template, to }) => `${template} ${to.via}`).sort();
    expect(told).toEqual(['access-ending mail', 'access-ending slack', 'reminder slack']);
    for (const row of rows) {
      expect(row.dueAt).toEqual(friday);
      expect(await quietMs(world.runtime, row)).toBe(0);
      expect(await briefingFor(world.runtime, row)).not.toBeNull();
    }
  });

  const leave = ({ _id }: OutboxRecord) =>
    world.store.outbox.updateOne(
      { _id },
      { $set: { status: 'sent', endedAt: world.runtime.now(), posted: { channel: 'D0ADA', ts: '1.0' } } },
    );
  /** What somebody's newest reminder tells: how many requests and how many endings. */
  const tells = async (row: OutboxRecord) => {
    const facts = await briefingFor(world.runtime, row);
    if (facts === null) return null;
    if (facts.template !== 'reminder') throw new Error(facts.template);
    return [facts.requestsTotal, facts.endingsTotal];
  };

  it('is in the reminder that leaves at its time, and in no other one between two warnings', async () => {
    const friday = new Date('2026-01-09T09:00:00Z');
    const reminders = { accessEndDays: [3, 1] };
    await world.store.organizations.updateOne({ _id: 'org_acme' }, { $set: { settings: { reminders } } });
    await ending(new Date('2026-01-07T09:00:00Z'));
    await asked({ accountId: 'acc_ivan' });
    const toAda = (fields: Partial<OutboxRecord>) =>
      toOlga({ about: { type: 'account', id: 'acc_ada' }, ...fields });

    world.advance(day);
    const before = await toAda({ createdAt: world.runtime.now(), key: 'tuesday' });
    expect(await tells(before)).toEqual([1, 0]);
    await leave(before);
    // A request's reminder leaves at the time of the warning, before the sweep has come by.
    world.advance(day);
    const first = await toAda({ createdAt: world.runtime.now(), key: 'wednesday' });
    expect(await tells(first)).toEqual([1, 1]);
    await leave(first);
    expect(await warnDue(job('reminders'))).toEqual({ done: 1, failed: 0 });
    world.advance(day);
    const between = await toAda({ createdAt: world.runtime.now(), key: 'thursday' });
    expect(await tells(between)).toEqual([1, 0]);
    // One that is written anew tells what it told.
    expect(await tells(await world.row(first._id))).toEqual([1, 1]);
    await leave(between);
    // The newer one does not tell of it: so it stays where it was told.
    expect(await tells(await world.row(first._id))).toEqual([0, 1]);
    world.advance(friday.getTime() - now());
    expect(await warnDue(job('reminders'))).toEqual({ done: 1, failed: 0 });
    const last = (await world.rows('reminder')).at(-1);
    if (!last) throw new Error('nobody is reminded');
    expect(await tells(last)).toEqual([1, 1]);
    await world.store.accessRequests.deleteMany({});
    await leave(last);
    const rider = await toAda({ createdAt: new Date(now() + minute), key: 'rider' });
    expect(await tells(rider)).toBeNull();
  });

  it('goes to the owners when whoever gave it cannot be told', async () => {
    await world.store.accounts.updateOne({ _id: 'acc_ada' }, { $set: { identityKeys: [] } });
    const friday = new Date('2026-01-09T09:00:00Z');
    await ending(friday);
    world.advance(friday.getTime() - start);
    await warnDue(job('reminders'));
    expect((await reminders()).map(([to]) => to)).toEqual(['acc_olga']);
  });

  it('is given once when people begin to work later by now, and is in the reminder of then', async () => {
    const [early, late] = [9, 10].map((hours) => new Date(Date.UTC(2026, 0, 9, hours)));
    if (!early || !late) throw new Error('no mornings');
    await ending(early);
    const warnedDays = 7;
    await world.store.grants.updateOne({ _id: 'grt_ending' }, { $set: { warnedDays } });
    const reminders = { quietUntil: 10 };
    await world.store.organizations.updateOne({ _id: 'org_acme' }, { $set: { settings: { reminders } } });

    world.advance(early.getTime() - start);
    const rider = await toOlga({ about: { type: 'account', id: 'acc_ada' }, key: 'rider' });
    expect(await tells(rider)).toBeNull();
    await world.store.outbox.deleteMany({});
    expect(await warnDue(job('reminders'))).toEqual({ done: 1, failed: 0 });
    expect(await world.rows()).toEqual([]);
    const armed = { warnedDays, nextWarningAt: late };
    expect(await world.store.grants.findById('grt_ending').lean()).toMatchObject(armed);

    world.advance(hour);
    expect(await warnDue(job('reminders'))).toEqual({ done: 1, failed: 0 });
    expect(await warnDue(job('reminders'))).toEqual({ done: 0, failed: 0 });
    const told = (await world.rows()).map(({ template, to }) => `${template} ${to.via}`).sort();
    expect(told).toEqual(['access-ending mail', 'access-ending slack', 'reminder slack']);
    const [reminder] = await world.rows('reminder');
    expect(reminder && (await tells(reminder))).toEqual([0, 1]);
    const noted = await world.store.audit.find({ action: 'grant.warned' }).lean();
    expect(noted.map(({ detail }) => detail.days)).toEqual([1]);
    expect(await world.store.grants.findById('grt_ending').lean()).toMatchObject({ warnedDays: 1 });
  });

  it('is not given again to somebody who comes back, though people begin to work later by now', async () => {
    const settings = { reminders: { quietUntil: 10 } };
    await world.store.organizations.updateOne({ _id: 'org_acme' }, { $set: { settings } });
    world.advance(Date.UTC(2026, 0, 9, 9, 30) - start);
    for (const [warnedDays, nextWarningAt] of [[7, new Date('2026-01-09T10:00:00Z')], [1]] as const) {
      await ending(new Date(start));
      await world.store.grants.updateOne(
        { _id: 'grt_ending' },
        { $set: { status: 'suspended', warnedDays }, $unset: { nextWarningAt: 1, liveKey: 1 } },
      );
      const deactivatedAt = new Date(start);
      await world.store.accounts.updateOne({ _id: 'acc_ivan' }, { $set: { deactivatedAt } });
      await reactivateAccount({ ...job('reminders'), commandId: `back:${warnedDays}` }, 'acc_ivan');
      const grant = await world.store.grants.findById('grt_ending').lean();
      expect(grant).toMatchObject({ status: 'active', warnedDays });
      expect(grant?.nextWarningAt).toEqual(nextWarningAt);
      await world.store.grants.deleteMany({ _id: 'grt_ending' });
    }
  });

  it('is not given, and not noted, when the organization warns later by now', async () => {
    const reminders = { accessEndDays: [1] };
    await world.store.organizations.updateOne({ _id: 'org_acme' }, { $set: { settings: { reminders } } });
    await ending(new Date(start));
    expect(await warnDue(job('reminders'))).toEqual({ done: 1, failed: 0 });
    expect(await world.rows()).toEqual([]);
    expect(await actions()).toEqual([]);
    const { nextWarningAt } = (await world.store.grants.findById('grt_ending').lean()) ?? {};
    expect(nextWarningAt).toEqual(new Date('2026-01-09T09:00:00Z'));
  });
});

it('a digest that is late is that of the week in which it leaves', async () => {
  const nextDigestAt = new Date(start);
  await world.store.organizations.updateOne({ _id: 'org_acme' }, { $set: { nextDigestAt } });
  world.advance(Date.UTC(2026, 0, 11, 12) - start);
  await sendDigests(job('digest'));
  world.advance(21 * hour);
  expect(await sendDigests(job('digest'))).toEqual({ done: 1, failed: 0 });
  const digests = await world.rows('digest');
  expect(digests.map(({ key }) => key).sort()).toEqual([
    'digest:acc_ada:2026-W03',
    'digest:acc_olga:2026-W03',
  ]);
});
