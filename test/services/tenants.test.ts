/** A workspace that has removed Gatehouse (A55): all that waits is cancelled, and a start with a token that works goes on. */
import { beforeAll, expect, it } from 'vitest';
import { contextFor } from '../../src/services/context.ts';
import { freezeTenant, isFrozen, rememberTenant, resumeTenant } from '../../src/services/tenants.ts';
import { day, OLGA, openWorld, TENANT, type World } from '../delivery/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await rememberTenant(world.runtime, { tenantId: TENANT, name: 'Home', tokenPrint: 'old' });
});

const freeze = (commandId: string, tokenPrint = 'old') => {
  const actor = { kind: 'system', tenantId: TENANT, name: 'slack' } as const;
  return freezeTenant(contextFor(world.runtime, actor, commandId), tokenPrint);
};

it('cancels what waits, once, and nothing of another workspace', async () => {
  const waiting = await world.put({ dueAt: new Date(world.runtime.now().getTime() + day) });
  const foreign = await world.put({ tenantId: 'T0OTHER' });
  const sent = await world.put({ status: 'sent' });
  expect(await freeze('other', 'another')).toBe('other-token');
  expect(await isFrozen(world.runtime, TENANT)).toBe(false);
  expect(await freeze('one')).toBe('frozen');
  expect(await freeze('two')).toBe('was-frozen');
  expect(await isFrozen(world.runtime, TENANT)).toBe(true);
  expect(await isFrozen(world.runtime, 'T0OTHER')).toBe(false);
  expect(await world.row(waiting._id)).toMatchObject({ status: 'cancelled', lease: null });
  expect(await world.row(foreign._id)).toMatchObject({ status: 'pending' });
  expect(await world.row(sent._id)).toMatchObject({ status: 'sent' });
  expect(await world.store.audit.find({ action: 'tenant.frozen' }).lean()).toMatchObject([
    { actor: 'slack' },
  ]);
});

it('goes on once, and its owners hear of it', async () => {
  const frozenAt = world.runtime.now();
  const since = await world.put();
  world.advance(day);
  await rememberTenant(world.runtime, { tenantId: TENANT, name: 'Home', tokenPrint: 'new' });
  expect(await resumeTenant(world.runtime, TENANT)).toEqual(frozenAt);
  expect(await resumeTenant(world.runtime, TENANT)).toBeNull();
  expect(await isFrozen(world.runtime, TENANT)).toBe(false);
  expect(await world.row(since._id)).toMatchObject({ status: 'cancelled' });
  expect(await world.rows('tenant-resumed')).toMatchObject([
    { status: 'pending', to: { via: 'slack', channel: OLGA } },
  ]);
  expect(await world.store.audit.countDocuments({ action: 'tenant.resumed' })).toBe(1);
});

it('is not stopped by a process that still has the old token', async () => {
  const waiting = await world.put();
  expect(await freeze('late')).toBe('other-token');
  expect(await isFrozen(world.runtime, TENANT)).toBe(false);
  expect(await world.row(waiting._id)).toMatchObject({ status: 'pending' });
});
