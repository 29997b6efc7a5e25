import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { elect } from '../../src/schedule/election.ts';
import { jobNames, runJob } from '../../src/schedule/jobs.ts';
import { type Schedule, startSchedule } from '../../src/schedule/schedule.ts';
import { day, minute, openWorld, TENANT, type World } from '../delivery/world.ts';
import { eventually } from '../support/eventually.ts';

let world: World;
const schedules: Schedule[] = [];
beforeAll(async () => {
  world = await openWorld();
});
afterEach(async () => {
  await Promise.all(schedules.splice(0).map((one) => one.stop(1000)));
  await world.clear();
  await db().collection('agendaJobs').deleteMany({});
  await db().collection('leases').deleteMany({});
});

function db() {
  const { db: found } = world.connection;
  if (!found) throw new Error('The test is not connected.');
  return found;
}

async function start({ wake = () => {}, tenantIds = world.tenantIds } = {}): Promise<Schedule> {
  const { runtime, log } = world;
  const options = { db: db(), runtime, dispatcher: { wake }, tenantIds, log, processEveryMs: 50 };
  const schedule = await startSchedule(options);
  schedules.push(schedule);
  return schedule;
}

const stored = () => db().collection('agendaJobs').find().toArray();

describe('the schedule', () => {
  it('wakes the delivery, and ends what is over', async () => {
    const invitation = await world.invite();
    world.advance(7 * day);
    let woken = 0;
    await start({
      wake() {
        woken += 1;
      },
    });
    await eventually(() => woken > 0);
    await eventually(async () => {
      const found = await world.store.invitations.findById(invitation._id).lean();
      return found?.status === 'expired';
    });
  });

  it('holds each job once, though two processes start at the same time', async () => {
    await Promise.all([start(), start()]);
    expect((await stored()).map((job) => job.name).sort()).toEqual([...jobNames].sort());
  });

  it('takes no lock from a job that runs when another process starts', async () => {
    await start();
    await eventually(async () => (await stored()).every((job) => job.lastFinishedAt));
    const lockedAt = new Date();
    await db().collection('agendaJobs').updateMany({}, { $set: { lockedAt } });
    world.advance(5 * minute);
    await start();
    expect((await stored()).map((job) => job.lockedAt)).toEqual(jobNames.map(() => lockedAt));
  });

  it('runs a job at once when asked to', async () => {
    const schedule = await start();
    await world.invite();
    world.advance(7 * day);
    await schedule.run('expiry.sweep');
    expect(await world.store.invitations.countDocuments({ status: 'expired' })).toBe(1);
  });

  it('waits for the job that runs before it stops', async () => {
    const steps: string[] = [];
    const schedule = await start({
      async tenantIds() {
        steps.push('begun');
        await sleep(150);
        steps.push('ended');
        return [TENANT];
      },
    });
    await eventually(() => steps.includes('begun'));
    await schedule.stop(5000);
    const count = (wanted: string) => steps.filter((step) => step === wanted).length;
    expect(count('ended')).toBe(count('begun'));
  });

  it('logs a job that fails, and goes on', async () => {
    const schedule = await start({
      async tenantIds() {
        throw new Error('canary');
      },
    });
    await eventually(() => world.lines.some((line) => line.text.includes('expiry.sweep')));
    expect(JSON.stringify(world.lines)).not.toContain('canary');
    await expect(schedule.run('expiry.sweep')).rejects.toThrow();
  });
});

describe('a job', () => {
  it('takes only its own data', async () => {
    const { runtime, log, tenantIds } = world;
    const targets = { runtime, log, tenantIds, dispatcher: { wake() {} } };
    await expect(runJob('outbox.deliver', targets, { limit: 5 })).rejects.toThrow();
    await expect(runJob('outbox.deliver', targets, undefined)).resolves.toBeUndefined();
  });
});

describe('a sweep', () => {
  it('goes on with the other workspaces when it fails for one', async () => {
    const { runtime, log } = world;
    const broken = { no: 'workspace' } as unknown as string;
    const targets = { runtime, log, tenantIds: async () => [broken, TENANT], dispatcher: { wake() {} } };
    await world.invite();
    world.advance(7 * day);
    await expect(runJob('expiry.sweep', targets, {})).rejects.toThrow();
    expect(await world.store.invitations.countDocuments({ status: 'expired' })).toBe(1);
  });
});

describe('an election', () => {
  it('has one winner, until its time is over', async () => {
    const run = (holder: string) =>
      elect(db(), { role: 'test', holder, now: world.runtime.now(), forMs: minute });
    const won = await Promise.all(['a', 'b', 'c', 'd'].map(run));
    expect(won.filter(Boolean)).toHaveLength(1);
    const winner = 'abcd'[won.indexOf(true)] ?? '';
    expect(await run(winner)).toBe(true);
    world.advance(minute);
    expect(await run('e')).toBe(true);
    expect(await run(winner)).toBe(false);
  });
});
