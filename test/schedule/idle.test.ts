/** What the jobs cost while nothing is due, by MongoDB's own profiler. */
import { mongo } from 'mongoose';
import { beforeAll, expect, it } from 'vitest';
import { type JobName, type JobTargets, runJob } from '../../src/schedule/jobs.ts';
import { day, membership, openWorld, TENANT, type World } from '../delivery/world.ts';

const sweeps: readonly JobName[] = ['expiry.sweep', 'reminders.sweep', 'digest.send', 'audit.seal'];

/** One operation as MongoDB's profiler notes it. */
interface Profiled {
  ns: string;
  op: string;
  planSummary?: string;
  docsExamined?: number;
}

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await fill();
});

/** Of everything something that is open and not due; and a full subscription that is waited for. */
async function fill(): Promise<void> {
  const { store, runtime } = world;
  const at = (days: number) => new Date(runtime.now().getTime() + days * day);
  const [tenantId, organizationId] = [TENANT, 'org_acme'];
  const access = { kind: 'app', appId: 'app_a', subscriptionId: 'sub_full', roleId: 'rol_a' } as const;
  for (let each = 0; each < 3; each += 1) {
    const unique = { liveKey: `live:${each}`, nextReminderAt: at(1) };
    await world.invite({ ...unique, selector: `S${each}` });
    await world.ask(unique);
    await world.invite({ kind: 'access', status: 'waitlisted', access, liveKey: `waiting:${each}` });
  }
  await store.subscriptions.insertMany([
    {
      _id: 'sub_full',
      tenantId,
      organizationId,
      appId: 'app_a',
      name: 'Full',
      plan: 'Basic',
      seatLimit: 1,
      active: 1,
      held: 0,
      endsAt: null,
      createdAt: at(0),
      archivedAt: null,
    },
  ]);
  await store.organizations.updateOne({ _id: organizationId }, { $set: { nextDigestAt: at(3) } });
  const ends = { access: membership, endsAt: at(30), nextWarningAt: at(23) };
  await store.grants.updateOne({ _id: 'grt_admin' }, { $set: ends });
  await store.audit.insertMany([
    {
      _id: 'aud_1',
      tenantId,
      organizationId,
      at: at(0),
      actor: 'expiry',
      actorName: 'Gatehouse',
      action: 'people.exported',
      subjects: [organizationId],
      detail: {},
      commandId: 'any',
    },
  ]);
}

/** What the sweeps do, in words of the profiler. */
async function operations(targets: JobTargets) {
  const { db } = world.connection;
  if (!db) throw new Error('The test is not connected.');
  await db.setProfilingLevel(mongo.ProfilingLevel.all);
  for (const name of sweeps) await runJob(name, targets, {});
  await db.setProfilingLevel(mongo.ProfilingLevel.off);
  return db
    .collection<Profiled>('system.profile')
    .find({ ns: { $not: /\.system\.profile$/ } })
    .toArray();
}

it('reads nothing that is not due but the full subscriptions that are waited for, and writes nothing', async () => {
  const { runtime, log, tenantIds } = world;
  const targets = { runtime, log, tenantIds, dispatcher: { wake() {} } };
  await runJob('audit.seal', targets, {});
  const before = await world.store.commands.countDocuments();
  const ran = await operations(targets);
  const collectionOf = ({ ns }: Profiled) => ns.split('.')[1];
  expect([...new Set(ran.map(collectionOf))].sort()).toEqual(
    expect.arrayContaining([
      'accessRequests',
      'audit',
      'grants',
      'invitations',
      'organizations',
      'subscriptions',
    ]),
  );
  const looked = ran.filter(({ docsExamined = 0 }) => docsExamined > 0);
  expect(looked.map((each) => [collectionOf(each), each.docsExamined])).toEqual([['subscriptions', 1]]);
  expect(ran.filter(({ op }) => op === 'insert' || op === 'update' || op === 'remove')).toEqual([]);
  expect(ran.filter(({ planSummary }) => planSummary?.includes('COLLSCAN'))).toEqual([]);
  expect(await world.store.commands.countDocuments()).toBe(before);
  expect(world.lines).toEqual([]);
});
