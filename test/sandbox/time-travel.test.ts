import { beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../src/domain/invitations.ts';
import { iris, olga, workspace } from '../../src/sandbox/people.ts';
import { createTimeTravel, type TimeTravel } from '../../src/sandbox/time-travel.ts';
import { nextDue } from '../../src/services/next-due.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { acting, invited } from '../support/verbs.ts';

const minute = 60_000;
const hour = 60 * minute;

let world: World;
let travel: TimeTravel;
/** Where the clock has stopped. */
const stops: Date[] = [];
beforeAll(async () => {
  world = await startWorld();
  const { now, advance } = world.clock;
  travel = createTimeTravel({
    gatehouse: world.gatehouse,
    clock: { now, put: (to) => advance(Math.max(0, to.getTime() - now().getTime())) },
    onChange: () => stops.push(now()),
  });
});

/** Moves to a time of day (UTC) of the next Monday. */
async function toMonday(hours: number): Promise<void> {
  const monday = new Date(world.clock.now());
  monday.setUTCDate(monday.getUTCDate() + ((8 - monday.getUTCDay()) % 7 || 7));
  monday.setUTCHours(hours, 0, 0, 0);
  expect(await travel.move({ until: monday.toISOString() })).toMatchObject({ ok: true });
}

const auditOf = (subject: string) =>
  world.store.audit.find({ tenantId: workspace.id, subjects: subject }).sort({ _id: 1 }).lean();

describe('a journey of the clock', () => {
  it('does what is due on the way in order, each at its own time', { timeout: 120_000 }, async () => {
    await toMonday(10);
    const invitation = await invited(
      await acting(world.gatehouse.runtime, olga.id),
      'left.alone@aster.example',
    );
    const arrival = await travel.move({ milliseconds: 8 * day });
    expect(arrival).toMatchObject({
      ok: true,
      happened: expect.arrayContaining(['1 expiry', expect.stringMatching(/^\d+ reminders$/)]),
    });

    const rows = await auditOf(invitation._id);
    const actions = rows.map(({ action }) => action);
    expect(actions.at(-1)).toBe('invitation.expired');
    expect(actions.filter((action) => action === 'invitation.reminded')).toHaveLength(2);
    const lateness = (rows.at(-1)?.at.getTime() ?? 0) - invitation.expiresAt.getTime();
    expect(lateness).toBeGreaterThanOrEqual(0);
    expect(lateness).toBeLessThan(10 * minute);

    const reminders = rows.filter(({ action }) => action === 'invitation.reminded').map(({ at }) => at);
    const mails = world.mailsTo('left.alone@aster.example');
    expect(mails).toHaveLength(3);
    for (const [index, at] of reminders.entries()) {
      const sent = new Date(mails[index + 1]?.at ?? '').getTime();
      expect(sent).toBeGreaterThanOrEqual(at.getTime());
      expect(sent).toBeLessThan(invitation.expiresAt.getTime());
      expect(at.getUTCHours()).toBeGreaterThanOrEqual(9);
      expect([0, 6]).not.toContain(at.getUTCDay());
    }
    expect(stops.map(Number)).toEqual(stops.map(Number).sort((a, b) => a - b));
  });

  it('ends at the next nine o’clock of a working day', async () => {
    await toMonday(12);
    const arrival = await travel.move({ to: 'next-working-morning' });
    const london = (at: string) =>
      new Intl.DateTimeFormat('en-GB', {
        timeZone: 'Europe/London',
        weekday: 'short',
        hour: '2-digit',
        minute: '2-digit',
      }).format(new Date(at));
    expect(london(arrival.ok ? arrival.now : '')).toBe('Tue 09:00');
    await travel.move({ milliseconds: 3 * day });
    expect(world.clock.now().getUTCDay()).toBe(5);
    const monday = await travel.move({ to: 'next-working-morning' });
    expect(london(monday.ok ? monday.now : '')).toBe('Mon 09:00');
  });

  it('is refused where it would lead back, too far, or beside another one', async () => {
    const now = world.clock.now().getTime();
    expect(await travel.move({ until: new Date(now - 1).toISOString() })).toEqual({
      ok: false,
      error: 'Choose a later time: the clock only moves forward.',
    });
    expect(await travel.move({ until: new Date(now + 400 * day).toISOString() })).toEqual({
      ok: false,
      error: 'Choose a time within a year.',
    });
    const first = travel.move({ milliseconds: hour });
    expect(travel.journey()).not.toBeNull();
    expect(await travel.move({ milliseconds: hour })).toEqual({
      ok: false,
      error: 'The clock is moving already. Wait until it is there.',
    });
    expect(await first).toMatchObject({ ok: true });
    expect(travel.journey()).toBeNull();
    expect(world.clock.now().getTime()).toBeLessThan(now + 2 * hour);
  });

  it('goes on while the mail server is down, and the mail arrives afterwards', {
    timeout: 120_000,
  }, async () => {
    world.mailbox.faults.refuse = true;
    const before = world.mailsTo(iris.email).length;
    await invited(await acting(world.gatehouse.runtime, olga.id), iris.email);
    expect(await travel.move({ milliseconds: 3 * hour })).toMatchObject({ ok: true });
    expect(world.mailsTo(iris.email)).toHaveLength(before);
    world.mailbox.faults.refuse = false;
    expect(await travel.move({ milliseconds: hour })).toMatchObject({ ok: true });
    expect(world.mailsTo(iris.email)).toHaveLength(before + 1);
  });
});

describe('what is due next', () => {
  it('is later than the moment that is asked about, and nothing where nothing is', async () => {
    const after = world.clock.now();
    const due = await nextDue(world.gatehouse.runtime, workspace.id, after);
    expect(due?.getTime()).toBeGreaterThan(after.getTime());
    expect(await nextDue(world.gatehouse.runtime, 'T0NOBODY', after)).toBeNull();
  });
});
