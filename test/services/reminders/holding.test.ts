/** Who holds a request, and what they are reminded of, from its beginning to its end, by the verbs. */
import { beforeAll, describe, expect, it } from 'vitest';
import { defaultReminders } from '../../../src/domain/reminder-settings.ts';
import { nextWeekday } from '../../../src/domain/working-time.ts';
import { approveRequest } from '../../../src/services/access-requests/approve.ts';
import { briefingFor } from '../../../src/services/briefings/index.ts';
import { contextFor } from '../../../src/services/context.ts';
import { homeOverview } from '../../../src/services/home/index.ts';
import { holdersNow } from '../../../src/services/reminders/holders-now.ts';
import { muteRequest } from '../../../src/services/reminders/mute.ts';
import { snoozeRequest } from '../../../src/services/reminders/snooze.ts';
import { remindDue } from '../../../src/services/reminders/sweep.ts';
import { undo } from '../../../src/services/undo.ts';
import { codeOf, HOME, invited, outcomeOf, redeem } from '../../support/verbs.ts';
import { openVerifyWorld, type VerifyWorld } from '../../verify/world.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
let world: VerifyWorld;
let monday: number;
let id: string;

beforeAll(async () => {
  world = await openVerifyWorld();
  const inTheMorning = { weekday: 1, hour: 10 };
  monday = nextWeekday(new Date(), inTheMorning, 'UTC', defaultReminders).getTime();
  world.clock.at = monday;
  const invitation = await invited(await world.by('olga'), 'rita@aster.example');
  await redeem(await world.by('rita'), codeOf(world.runtime, invitation), 'rita');
  id = (await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean().orFail())._id;
});

const request = () => world.store.accessRequests.findById(id).lean().orFail();
const usernamesOf = async (accountIds: string[]) => {
  const accounts = await world.store.accounts.find({ _id: { $in: accountIds } }).lean();
  return accounts.map(({ username }) => username).sort();
};
const holders = async () =>
  usernamesOf((await holdersNow(world.runtime, await request())).map(({ accountId }) => accountId));
/** The time of day on a weekday of the first week: 1 is Monday. */
const at = (weekday: number, time: number) => new Date(monday + (weekday - 1) * day + (time - 10) * hour);

async function sweepAt(time: Date) {
  world.clock.at = time.getTime();
  const actor = { kind: 'system', tenantId: HOME, name: 'reminders' } as const;
  return remindDue(contextFor(world.runtime, actor, 'reminders'));
}

/** The newest reminder of each person, as it would read now; those with nothing to say are not among them. */
async function reminded() {
  const rows = await world.store.outbox.find({ template: 'reminder' }).sort({ _id: 1 }).lean();
  const texts = new Map<string, unknown>();
  for (const row of rows) {
    const briefing = await briefingFor(world.runtime, row);
    if (briefing?.template === 'reminder') texts.set(row.about.id, briefing.requests[0]?.escalated);
  }
  return { to: await usernamesOf([...texts.keys()]), escalated: [...new Set(texts.values())] };
}

describe('a request that nobody decides', () => {
  it('is held by the admins, and shows its person who they are and when they are reminded', async () => {
    expect(await holders()).toEqual(['adam', 'anna']);
    const { requests } = await homeOverview(await world.by('rita'));
    expect(requests).toMatchObject([{ heldBy: ['Nova Newcomer', 'Nova Newcomer'] }]);
    expect(requests[0]?.nextReminderAt?.toISOString().slice(0, 16)).toBe(
      at(2, 10).toISOString().slice(0, 16),
    );
  });

  it('is put off by those who hold it alone, each for themselves', async () => {
    await sweepAt(at(2, 11));
    expect(await reminded()).toEqual({ to: ['adam', 'anna'], escalated: [false] });
    for (const name of ['olga', 'rita', 'nobody']) {
      expect(await outcomeOf(snoozeRequest(await world.by(name), id))).toBe('deny');
      expect(await outcomeOf(muteRequest(await world.by(name), id))).toBe('deny');
    }
    const { until } = await snoozeRequest(await world.by('adam'), id);
    expect(until).toEqual(at(3, 9));
    expect(await reminded()).toEqual({ to: ['anna'], escalated: [false] });
    world.clock.at = until.getTime();
    expect(await reminded()).toEqual({ to: ['adam', 'anna'], escalated: [false] });
    const waiting = { template: 'reminder', dueAt: until } as const;
    expect(await world.store.outbox.countDocuments(waiting)).toBe(1);
  });

  it('draws in the owners, also when an admin wants to hear no more of it', async () => {
    await muteRequest(await world.by('anna'), id);
    await muteRequest(await world.by('anna'), id);
    await sweepAt(at(3, 11));
    expect(await holders()).toEqual(['adam', 'anna', 'olga']);
    expect(await reminded()).toEqual({ to: ['adam', 'olga'], escalated: [true] });
  });

  it('is of no reminder any more once it is decided, and again when that is taken back', async () => {
    await approveRequest(await world.by('adam'), { requestId: id, role: 'member' });
    expect(await request()).not.toHaveProperty('nextReminderAt');
    expect(await sweepAt(at(4, 11))).toEqual({ invitations: 0, requests: 0, failed: 0 });
    // The offer waits for Rita now.
    expect((await reminded()).to).toEqual([]);
    expect(await outcomeOf(snoozeRequest(await world.by('adam'), id))).toBe('stale');
    world.clock.at = at(3, 11).getTime() + 60_000;
    await undo(await world.by('adam'), id);
    expect((await request()).nextReminderAt?.getTime()).toBeGreaterThanOrEqual(at(4, 10).getTime());
    await sweepAt(at(4, 11));
    expect((await reminded()).to).toEqual(['adam', 'olga']);
    expect(await request()).not.toHaveProperty('nextReminderAt');
  });

  it('has all of that in the audit', async () => {
    const rows = await world.store.audit
      .find({ subjects: id, action: /^request\./ })
      .sort({ _id: 1 })
      .lean();
    expect(rows.map(({ action }) => action.slice('request.'.length)).sort()).toEqual([
      'approved',
      'created',
      'escalated',
      'muted',
      'reminded',
      'reminded',
      'reminded',
      'reopened',
      'snoozed',
    ]);
  });
});
