/** What becomes of a request that nobody decides, for whoever asked. */
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultReminders } from '../../src/domain/reminder-settings.ts';
import { nextHumaneTime } from '../../src/domain/working-time.ts';
import { briefingFor } from '../../src/services/briefings/index.ts';
import { contextFor, newId } from '../../src/services/context.ts';
import { expireDue } from '../../src/services/expiry.ts';
import { homeOverview } from '../../src/services/home/index.ts';
import { quietMs } from '../../src/services/reminders/quiet-hours.ts';
import { codeOf, HOME, invited, redeem } from '../support/verbs.ts';
import { openVerifyWorld, type VerifyWorld } from '../verify/world.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
let world: VerifyWorld;
beforeAll(async () => {
  world = await openVerifyWorld();
});

async function ask(name: string, email = `${name}@aster.example`) {
  const invitation = await invited(await world.by('olga'), email);
  await redeem(await world.by(name), codeOf(world.runtime, invitation), name);
  return world.store.accessRequests.findOne({ invitationId: invitation._id }).lean().orFail();
}

async function sweepAt(time: number) {
  world.clock.at = time;
  const job = { kind: 'system', tenantId: HOME, name: 'expiry' } as const;
  await expireDue(contextFor(world.runtime, job, newId(world.runtime, 'cmd')));
}

const told = () => world.store.outbox.find({ template: 'request-expired' }).lean();
const shown = async (name: string) =>
  (await homeOverview(await world.by(name))).requests.map(({ status }) => status);

describe('a request that nobody decided', () => {
  it('is told to whoever asked, at a humane time, and shows on Home for a week, or until they ask anew', async () => {
    const [rita, rolf] = [await ask('rita'), await ask('rolf')];
    const end = Math.max(rita.expiresAt.getTime(), rolf.expiresAt.getTime());
    await sweepAt(end);
    const rows = await told();
    expect(rows.map(({ about, to }) => ({ id: about.id, ...to }))).toMatchObject([
      { id: rita._id, via: 'slack', channel: 'U0RITA' },
      { id: rolf._id, via: 'slack', channel: 'U0ROLF' },
    ]);
    const humane = nextHumaneTime(new Date(end), 'UTC', defaultReminders);
    expect(rows.map(({ dueAt }) => dueAt)).toEqual([humane, humane]);
    const [toRita, toRolf] = rows;
    if (!toRita || !toRolf) throw new Error('somebody was not told');
    // However late a dispatcher comes by, it keeps the quiet hours.
    const night = humane.getTime() - (humane.getTime() % day) + 23 * hour;
    world.clock.at = night;
    expect(await quietMs(world.runtime, toRita)).toBeGreaterThanOrEqual(10 * hour);
    world.clock.at = end;
    const briefing = { template: 'request-expired', organizationName: 'Aster', inviterName: 'Nova Newcomer' };
    expect(await briefingFor(world.runtime, toRita)).toEqual(briefing);
    expect(await shown('rita')).toEqual(['expired']);

    await ask('rolf', 'rolf@guest.example');
    expect(await briefingFor(world.runtime, toRolf)).toBeNull();
    expect(await shown('rolf')).toEqual(['pending']);
    world.clock.at = end + 7 * day;
    expect(await shown('rita')).toEqual([]);
  });

  it('is no news after a long time without sweeps', async () => {
    const { expiresAt } = await ask('late');
    const before = (await told()).length;
    await sweepAt(expiresAt.getTime() + 8 * day);
    expect((await told()).length).toBe(before);
  });
});
