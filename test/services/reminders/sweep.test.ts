import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { contextFor } from '../../../src/services/context.ts';
import { nextReminderOf, nextReminderOfRequest } from '../../../src/services/reminders/arm.ts';
import { remindDue } from '../../../src/services/reminders/sweep.ts';
import type { AccessRequestRecord } from '../../../src/store/models/access-request.ts';
import type { InvitationRecord } from '../../../src/store/models/invitation.ts';
import { ADA, day, minute, OLGA, openWorld, TENANT, type World } from '../../delivery/world.ts';

const hour = 60 * minute;
let world: World;
let start: number;
beforeAll(async () => {
  world = await openWorld();
  start = world.runtime.now().getTime();
});
afterEach(async () => {
  world.advance(start - world.runtime.now().getTime());
  await world.store.organizations.updateOne({ _id: 'org_acme' }, { $unset: { settings: 1 } });
  await world.store.accounts.updateMany({}, { $unset: { timeZone: 1 } });
  await world.clear();
});

const sweep = () =>
  remindDue(contextFor(world.runtime, { kind: 'system', tenantId: TENANT, name: 'reminders' }, 'reminders'));

/** An invitation as it is once it was sent on Monday at 10:00. */
async function invited(fields: Partial<InvitationRecord> = {}) {
  const invitation = await world.invite(fields);
  const nextReminderAt = nextReminderOf(invitation, {});
  if (nextReminderAt)
    await world.store.invitations.updateOne({ _id: invitation._id }, { $set: { nextReminderAt } });
  return invitation;
}

async function asked(fields: Partial<AccessRequestRecord> = {}) {
  const request = await world.ask(fields);
  const nextReminderAt = nextReminderOfRequest(request, {});
  if (nextReminderAt)
    await world.store.accessRequests.updateOne({ _id: request._id }, { $set: { nextReminderAt } });
  return request;
}

const invitation = (_id: string) => world.store.invitations.findById(_id).lean().orFail();
const request = (_id: string) => world.store.accessRequests.findById(_id).lean().orFail();
const actions = async () => (await world.store.audit.find().sort({ _id: 1 }).lean()).map((row) => row.action);
const sent = async () =>
  (await world.rows()).map(({ template, to, dueAt }) => [
    template,
    to.via === 'mail' ? to.address : to.via === 'slack' ? to.channel : to.copyOf,
    dueAt.toISOString().slice(0, 16),
  ]);

describe('the sweep of reminders', () => {
  it('mails the invitee after two days and after five, but not at the weekend, and then no more', async () => {
    const { _id } = await invited();
    world.advance(2 * day - 1);
    expect(await sweep()).toEqual({ invitations: 0, requests: 0, failed: 0 });
    world.advance(1);
    expect(await sweep()).toEqual({ invitations: 1, requests: 0, failed: 0 });
    expect(await sweep()).toEqual({ invitations: 0, requests: 0, failed: 0 });
    expect(await invitation(_id)).toMatchObject({
      remindersSent: 1,
      nextReminderAt: new Date('2026-01-12T09:00:00Z'),
    });
    world.advance(5 * day - hour);
    await sweep();
    expect(await invitation(_id)).not.toHaveProperty('nextReminderAt');
    expect(await sent()).toEqual([
      ['offer-reminder', 'new@partner.example', '2026-01-07T10:00'],
      ['offer-reminder', 'new@partner.example', '2026-01-12T09:00'],
    ]);
    expect(await actions()).toEqual(['invitation.reminded', 'invitation.reminded']);
  });

  it('reminds once after nine days of downtime, and never of what is over', async () => {
    const long = await invited({ expiresAt: new Date(start + 14 * day) });
    const over = await invited({ liveKey: 'another', selector: 'S2' });
    const ended = await invited({ liveKey: 'third', selector: 'S3' });
    await world.store.invitations.updateOne({ _id: ended._id }, { $set: { status: 'revoked' } });
    world.advance(9 * day);
    expect(await sweep()).toEqual({ invitations: 3, requests: 0, failed: 0 });
    expect((await world.rows()).map(({ about }) => about.id)).toEqual([long._id]);
    for (const { _id } of [long, over, ended]) {
      expect(await invitation(_id)).not.toHaveProperty('nextReminderAt');
    }
  });

  it('leaves who was reminded by hand within the hour for the next time', async () => {
    const { _id } = await invited();
    world.advance(2 * day);
    const remindedAt = new Date(world.runtime.now().getTime() - 10 * minute);
    await world.store.invitations.updateOne({ _id }, { $set: { remindedAt } });
    await sweep();
    expect(await sent()).toEqual([]);
    expect(await invitation(_id)).toMatchObject({ nextReminderAt: new Date('2026-01-12T09:00:00Z') });
  });

  it('reminds the admins each working day, draws in the owners on the second, and stops after three', async () => {
    const { _id } = await asked();
    const rows: (string | undefined)[][] = [];
    for (let days = 1; days <= 4; days += 1) {
      world.advance(day);
      await sweep();
      rows.push((await sent()).map(([, to]) => to));
      await world.store.outbox.deleteMany({});
    }
    expect(rows).toEqual([[ADA], [OLGA, ADA], [OLGA, ADA], []]);
    expect(await request(_id)).not.toHaveProperty('nextReminderAt');
    expect(await actions()).toEqual([
      'request.reminded',
      'request.escalated',
      'request.reminded',
      'request.reminded',
    ]);
  });

  it('draws in the owners alone when the approvers have been reminded often enough', async () => {
    const reminders = { approverTimes: 1, ownersAfterDays: 3 };
    await world.store.organizations.updateOne({ _id: 'org_acme' }, { $set: { settings: { reminders } } });
    await asked();
    world.advance(day);
    await sweep();
    await world.store.outbox.deleteMany({});
    world.advance(2 * day);
    await sweep();
    expect(await sent()).toEqual([['reminder', OLGA, '2026-01-08T10:00']]);
  });

  it('writes one message a person for many things, at a humane time where they are', async () => {
    await world.store.accounts.updateOne({ _id: 'acc_ada' }, { $set: { timeZone: 'America/New_York' } });
    await asked();
    await asked({ liveKey: 'second', accountId: 'acc_olga' });
    world.advance(day);
    expect(await sweep()).toMatchObject({ requests: 2, failed: 0 });
    expect(await sent()).toEqual([['reminder', ADA, '2026-01-06T14:00']]);
    await asked({ liveKey: 'third', createdAt: new Date(start + minute) });
    world.advance(minute);
    await sweep();
    expect(await sent()).toHaveLength(1);
  });

  it('reminds nobody who has muted it or has put it off', async () => {
    await asked({ mutedBy: ['acc_ada'] });
    const until = new Date(start + 3 * day);
    await asked({ liveKey: 'second', snoozes: [{ accountId: 'acc_ada', until }] });
    world.advance(day);
    expect(await sweep()).toMatchObject({ requests: 2 });
    expect(await sent()).toEqual([]);
    expect(await actions()).toEqual([]);
  });

  it('asks the other approvers again about a privileged role', async () => {
    const at = world.runtime.now();
    const approvals = [{ accountId: 'acc_ada', name: 'Ada Test', at }];
    await invited({ kind: 'access', status: 'proposed', approvals });
    world.advance(day);
    await sweep();
    expect(await sent()).toEqual([['reminder', OLGA, '2026-01-06T10:00']]);
  });

  it('gives everything one turn, though several sweeps run at once and one record fails', async () => {
    for (let i = 0; i < 110; i += 1) await invited({ liveKey: `join:${i}`, selector: `S${i}` });
    const stuck = await invited({ liveKey: 'stuck', selector: 'STUCK' });
    await world.put({ key: `offer-reminder:${stuck._id}:1:0:mail` });
    world.advance(2 * day);
    const results = await Promise.all([sweep(), sweep()]);
    expect(results.reduce((all, { invitations }) => all + invitations, 0)).toBe(110);
    expect(await world.store.outbox.countDocuments({ template: 'offer-reminder' })).toBe(110);
    expect(await world.store.audit.countDocuments({ action: 'invitation.reminded' })).toBe(110);
    expect(await invitation(stuck._id)).toHaveProperty('nextReminderAt');
    expect(await sweep()).toEqual({ invitations: 0, requests: 0, failed: 1 });
  });
});
