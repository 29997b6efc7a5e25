import { beforeAll, describe, expect, it } from 'vitest';
import { armAll } from '../../../src/services/reminders/arm-all.ts';
import { day, openWorld, TENANT, type World } from '../../delivery/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const installedAt = world.runtime.now();
  await world.store.tenants.insertMany([{ _id: TENANT, tenantId: TENANT, name: 'Home', installedAt }]);
});

const nextOf = async (id: string) => (await world.store.invitations.findById(id).lean())?.nextReminderAt;

describe('what is older than reminders', () => {
  it('gets its time once, where something is to come', async () => {
    const { store, runtime } = world;
    const waiting = await world.invite();
    const reminded = await world.invite({ remindersSent: 2, liveKey: 'reminded', selector: 'S2' });
    const ended = await world.invite({ status: 'revoked', liveKey: 'ended', selector: 'S3' });
    const asked = await world.ask();
    const endsAt = new Date(runtime.now().getTime() + 30 * day);
    await store.grants.updateOne({ _id: 'grt_admin' }, { $set: { endsAt } });
    world.advance(3 * day);

    expect(await armAll(runtime, TENANT)).toBe(4);
    expect(await nextOf(waiting._id)).toEqual(new Date('2026-01-07T10:00:00Z'));
    expect(await nextOf(reminded._id)).toBeUndefined();
    expect(await nextOf(ended._id)).toBeUndefined();
    expect(await store.accessRequests.findById(asked._id).lean()).toMatchObject({
      nextReminderAt: new Date('2026-01-06T10:00:00Z'),
    });
    expect((await store.grants.findById('grt_admin').lean())?.nextWarningAt).toBeInstanceOf(Date);
    expect(await store.organizations.findById('org_acme').lean()).toMatchObject({
      nextDigestAt: new Date('2026-01-12T09:00:00Z'),
    });

    await store.invitations.updateOne({ _id: waiting._id }, { $unset: { nextReminderAt: 1 } });
    expect(await armAll(runtime, TENANT)).toBeNull();
    expect(await nextOf(waiting._id)).toBeUndefined();
  });

  it('is done by the next start where it was not finished', async () => {
    const { store, runtime } = world;
    await store.tenants.updateOne({ _id: TENANT }, { $unset: { armedAt: 1 } });
    await armAll({ ...runtime, signal: AbortSignal.abort() }, TENANT);
    expect(await store.tenants.findById(TENANT).lean()).not.toHaveProperty('armedAt');
    expect(await armAll(runtime, TENANT)).toBe(0);
    expect(await store.tenants.findById(TENANT).lean()).toHaveProperty('armedAt');
  });
});
