import { beforeAll, expect, it } from 'vitest';
import { grantKey, holdersOf } from '../../../src/services/authority.ts';
import { reminderFacts } from '../../../src/services/briefings/account.ts';
import { contextFor } from '../../../src/services/context.ts';
import { muteRequest } from '../../../src/services/reminders/mute.ts';
import { membership, openWorld, TENANT, type World } from '../../delivery/world.ts';

const organizationId = 'org_acme';
let world: World;
beforeAll(async () => {
  world = await openWorld();
  const { store } = world;
  const ada = await store.accounts.findById('acc_ada').lean().orFail();
  const adas = await store.grants.findById('grt_admin').lean().orFail();
  const names = Array.from({ length: 60 }, (_, index) => `admin${index}`);
  await store.accounts.insertMany(
    names.map((name) => ({
      ...ada,
      _id: `acc_${name}`,
      username: name,
      usernameKey: name,
      email: `${name}@home.example`,
      emailKey: `${name}@home.example`,
      identityKeys: [`${TENANT}:U0${name.toUpperCase()}`],
    })),
  );
  await store.grants.insertMany(
    names.map((name, index) => ({
      ...adas,
      _id: `grt_z${index}`,
      accountId: `acc_${name}`,
      liveKey: grantKey(organizationId, membership, `acc_${name}`),
    })),
  );
});

it('lets whoever comes after very many admins be reminded of a request, and put it off, as any other', async () => {
  const { runtime, store } = world;
  const { _id } = await world.ask();
  const first = await holdersOf(runtime, TENANT, organizationId, 'request:decide');
  const someone = (await store.accounts.find({ username: /^admin/ }).lean()).find(
    (one) => !first.some(({ accountId }) => accountId === one._id),
  );
  if (!someone) throw new Error('all are among the first');
  expect(await reminderFacts(runtime, TENANT, someone._id)).toMatchObject({ requestsTotal: 1 });
  const { _id: id, username, email, emailKey } = someone;
  const actor = {
    kind: 'person',
    tenantId: TENANT,
    identity: { teamId: TENANT, userId: 'U0ANY' },
    account: { id, username, email, emailKey, name: username },
  } as const;
  await muteRequest(contextFor(runtime, actor, 'mute'), _id);
  expect(await reminderFacts(runtime, TENANT, id)).toBeNull();
});
