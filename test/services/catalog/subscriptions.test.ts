import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApp } from '../../../src/services/catalog/apps.ts';
import {
  archiveSubscription,
  createSubscription,
  editSubscription,
  getSubscription,
  listSubscriptions,
} from '../../../src/services/catalog/subscriptions.ts';
import { newId } from '../../../src/services/context.ts';
import { outcomeOf } from '../../support/verbs.ts';
import { openWorld, TENANT, type World } from './world.ts';

let world: World;
let appId: string;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  await world.clear();
  const app = { organizationId: 'org_aster', name: 'Atlas', roles: 'Viewer', privileged: '' };
  ({ appId } = await createApp(world.as('adam'), app));
});

const team = { name: 'Team', plan: 'Business', seatLimit: '10', endsOn: '2027-01-31' };
const add = async (more: Record<string, unknown> = {}) =>
  (await createSubscription(world.as('adam'), { ...team, appId, ...more })).subscriptionId;
const edit = (id: string, more: Record<string, unknown>) =>
  editSubscription(world.as('adam'), id, { ...team, ...more });
const use = (id: string, seats: { active?: number; held?: number }) =>
  world.store.subscriptions.updateOne({ _id: id, tenantId: TENANT }, { $set: seats });

/** Somebody in the line for a seat. */
async function wait(subscriptionId: string, email: string): Promise<string> {
  const id = newId(world.runtime, 'inv');
  const at = world.runtime.now();
  const app = await world.store.apps.findById(appId).lean();
  await world.store.invitations.insertMany([
    {
      _id: id,
      tenantId: TENANT,
      organizationId: 'org_aster',
      kind: 'access',
      status: 'waitlisted',
      email,
      emailKey: email,
      nearKey: email,
      selector: `SEL${email}`,
      codeVersion: 1,
      access: { kind: 'app', appId, subscriptionId, roleId: app?.roles[0]?.id ?? '' },
      firstName: 'Wanda',
      lastName: 'Waits',
      approvals: [{ accountId: 'acc_adam', name: 'Adam', at }],
      validDays: 7,
      invitedBy: 'acc_adam',
      inviterName: 'Adam',
      createdAt: at,
      expiresAt: at,
      liveKey: `subscription:${subscriptionId}:${email}`,
    },
  ]);
  return id;
}

describe('a subscription', () => {
  it('is added with plan, seats and end, and the audit says so', async () => {
    const id = await add();
    expect(await getSubscription(world.as('adam'), id)).toEqual({
      id,
      organizationName: 'Aster',
      appId,
      appName: 'Atlas',
      name: 'Team',
      plan: 'Business',
      seatLimit: 10,
      active: 0,
      held: 0,
      waiting: 0,
      endsAt: new Date('2027-01-31T23:59:59.999Z'),
      isOver: false,
    });
    const terms = { name: 'Team', plan: 'Business', seatLimit: 10, endsAt: '2027-01-31T23:59:59.999Z' };
    expect(await world.audit(id)).toEqual([
      { actor: 'acc_adam', action: 'subscription.created', detail: terms },
    ]);
  });

  it('has no limit and no end unless they are given', async () => {
    const id = await add({ seatLimit: undefined, endsOn: undefined });
    expect(await getSubscription(world.as('adam'), id)).toMatchObject({ seatLimit: null, endsAt: null });
  });

  it.each([
    ['no name', { name: '' }, 'name'],
    ['no plan', { plan: undefined }, 'plan'],
    ['no seats at all', { seatLimit: '0' }, 'seatLimit'],
    ['half a seat', { seatLimit: '1.5' }, 'seatLimit'],
    ['a word for seats', { seatLimit: 'many' }, 'seatLimit'],
    ['a day that is over', { endsOn: '2026-01-04' }, 'endsOn'],
    ['a word for a day', { endsOn: 'soon' }, 'endsOn'],
    ['no app', { appId: undefined }, 'appId'],
  ])('is refused with %s, on that field', async (_, more, field) => {
    await expect(add(more)).rejects.toMatchObject({ code: 'form', fields: { [field]: expect.any(String) } });
  });

  it('may end today', async () => {
    await add({ endsOn: '2026-01-05' });
  });

  it('keeps an end date that has passed while something else is changed', async () => {
    const id = await add();
    world.clock.at = Date.UTC(2027, 5, 1);
    await edit(id, { plan: 'Enterprise' });
    expect(await getSubscription(world.as('adam'), id)).toMatchObject({ plan: 'Enterprise', isOver: true });
    world.clock.at = Date.UTC(2026, 0, 5, 10);
  });

  it('has a name of its own in its app, also when many add it at the same moment', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, n) => outcomeOf(add({ name: n % 2 ? 'Team' : 'TEAM' }))),
    );
    expect(outcomes.filter((outcome) => outcome.startsWith('sub_'))).toHaveLength(1);
    const other = await add({ name: 'Trial' });
    await expect(edit(other, { name: 'team' })).rejects.toMatchObject({
      code: 'form',
      fields: { name: 'The app has a subscription team already. Choose another name.' },
    });
  });

  it('takes nothing from anybody when its limit goes below use', async () => {
    const id = await add();
    await use(id, { active: 6, held: 2 });
    await edit(id, { seatLimit: '5' });
    const after = await getSubscription(world.as('adam'), id);
    expect(after).toMatchObject({ seatLimit: 5, active: 6, held: 2 });
    expect((await world.audit(id)).at(-1)).toMatchObject({
      action: 'subscription.edited',
      detail: { seatLimit: 5 },
    });
  });

  it('gives the seats of a raised limit to those who wait, first come first served', async () => {
    const id = await add({ seatLimit: '1' });
    await use(id, { active: 1 });
    const line = [
      await wait(id, 'a@x.example'),
      await wait(id, 'b@x.example'),
      await wait(id, 'c@x.example'),
    ];
    expect(await getSubscription(world.as('adam'), id)).toMatchObject({ waiting: 3 });
    await edit(id, { seatLimit: '3' });
    expect(await getSubscription(world.as('adam'), id)).toMatchObject({ active: 1, held: 2, waiting: 1 });
    const statuses = await world.store.invitations.find({ tenantId: TENANT }).sort({ _id: 1 }).lean();
    expect(statuses.map(({ _id, status }) => [_id, status])).toEqual([
      [line[0], 'pending'],
      [line[1], 'pending'],
      [line[2], 'waitlisted'],
    ]);
    await edit(id, { seatLimit: undefined });
    expect(await getSubscription(world.as('adam'), id)).toMatchObject({ held: 3, waiting: 0 });
  });

  it.each([
    ['active seats', { active: 2 }, 'Team is still needed: 2 in use (end their access). Then archive it.'],
    [
      'held seats',
      { held: 1 },
      'Team is still needed: 1 held by invitations (revoke them, or wait for the answers). Then archive it.',
    ],
  ])('is not archived with %s', async (_, seats, message) => {
    const id = await add();
    await use(id, seats);
    const refused = archiveSubscription(world.as('adam'), id);
    await expect(refused).rejects.toMatchObject({ code: 'form', message });
  });

  it('is not archived while somebody waits, and once it is, its name is free', async () => {
    const id = await add();
    const invitation = await wait(id, 'a@x.example');
    await expect(archiveSubscription(world.as('adam'), id)).rejects.toMatchObject({
      message: 'Team is still needed: 1 on the waitlist (revoke their invitations). Then archive it.',
    });
    await world.store.invitations.deleteOne({ _id: invitation });
    await archiveSubscription(world.as('adam'), id);
    expect(await outcomeOf(archiveSubscription(world.as('adam'), id))).toBe('stale');
    expect(await outcomeOf(edit(id, {}))).toBe('stale');
    expect(await outcomeOf(getSubscription(world.as('adam'), id))).toBe('deny');
    expect((await world.audit(id)).at(-1)).toMatchObject({ action: 'subscription.archived' });
    await add();
  });

  it.each(['mia', 'birk', 'alien'] as const)('is nothing for %s to see or change', async (name) => {
    const id = await add();
    const outcomes = [
      await outcomeOf(editSubscription(world.as(name), id, team)),
      await outcomeOf(archiveSubscription(world.as(name), id)),
      await outcomeOf(getSubscription(world.as(name), id)),
      await outcomeOf(getSubscription(world.as('adam'), 'sub_unknown')),
    ];
    expect(new Set(outcomes)).toEqual(new Set(['deny']));
    if (name === 'mia') expect(await outcomeOf(listSubscriptions(world.as(name), null))).toBe('deny');
    else expect((await listSubscriptions(world.as(name), null)).items).toEqual([]);
  });

  it('is listed with the newest first, ten on a page', async () => {
    for (let n = 1; n <= 12; n += 1) await add({ name: `Plan ${n}` });
    const first = await listSubscriptions(world.as('olga'), null);
    expect(first.items.map(({ name }) => name)).toEqual(
      [12, 11, 10, 9, 8, 7, 6, 5, 4, 3].map((n) => `Plan ${n}`),
    );
    const second = await listSubscriptions(world.as('olga'), { before: first.older ?? '' });
    expect(second.items.map(({ name }) => name)).toEqual(['Plan 2', 'Plan 1']);
    const back = await listSubscriptions(world.as('olga'), { after: second.newer ?? '' });
    expect(back.items).toEqual(first.items);
  });
});
