import { beforeAll, describe, expect, it } from 'vitest';
import { defaultReminders } from '../../src/domain/reminder-settings.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { digestFacts } from '../../src/services/briefings/digest.ts';
import { briefingFor } from '../../src/services/briefings/index.ts';
import { contextFor } from '../../src/services/context.ts';
import { armDigest, sendDigests } from '../../src/services/digest.ts';
import { expireDue } from '../../src/services/expiry.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import { account, bringIn, makeApp, makeBusiness, sendTo } from '../support/catalog.ts';
import { crew } from '../support/crew.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, asterId, mia, nora, residents } from '../support/residents.ts';
import { acting, codeOf, HOME, invited, redeem } from '../support/verbs.ts';

const { people, next } = crew(6);
let world: World;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...people] });
});

const day = 24 * 60 * 60 * 1000;
const verb = (person: Person) => acting(world.gatehouse.runtime, person.id);
const job = (name: 'digest' | 'expiry') =>
  contextFor(world.gatehouse.runtime, { kind: 'system', tenantId: HOME, name }, name);
const advanceTo = (time: Date) =>
  world.clock.advance(Math.max(0, time.getTime() - world.clock.now().getTime()));
const factsFor = async (person: Person) =>
  digestFacts(world.gatehouse.runtime, HOME, await accountIdOf(world, person));

async function dueAt(organizationId: string): Promise<Date> {
  const { nextDigestAt } = (await world.store.organizations.findById(organizationId).lean()) ?? {};
  if (!nextDigestAt) throw new Error(`${organizationId} gets no digest`);
  return nextDigestAt;
}

async function digestsTo(person: Person): Promise<OutboxRecord[]> {
  const about = { 'about.id': await accountIdOf(world, person), template: 'digest' } as const;
  return world.store.outbox.find(about).sort({ _id: 1 }).lean();
}

describe('the weekly digest', () => {
  it('is due on the Monday after an organization was set up, at nine', async () => {
    const due = await dueAt(await asterId(world));
    expect(due.toISOString()).toMatch(/T09:00:00.000Z$/);
    expect(due.getUTCDay()).toBe(1);
    const ahead = due.getTime() - world.clock.now().getTime();
    expect(ahead > 0 && ahead <= 7 * day).toBe(true);
  });

  it('is one message to each person who decides, though several organizations and runs write it, and is not sent when there is nothing to do', async () => {
    await makeBusiness(world, 'Birch');
    const due = await dueAt(await asterId(world));
    advanceTo(due);
    const results = await Promise.all([sendDigests(job('digest')), sendDigests(job('digest'))]);
    expect(results.every(({ failed }) => failed === 0)).toBe(true);
    await sendDigests(job('digest'));
    const [olgas, adams] = [await digestsTo(olga), await digestsTo(adam)];
    expect([olgas.length, adams.length]).toEqual([1, 1]);
    expect(await world.store.outbox.countDocuments({ template: 'digest' })).toBe(2);
    expect(await dueAt(await asterId(world))).toEqual(new Date(due.getTime() + 7 * day));
    expect(await factsFor(olga)).toEqual([]);
    await world.settled();
    expect((await digestsTo(olga)).map(({ status }) => status)).toEqual(['cancelled']);
  });

  it('says what is to be done, to whom it is for', async () => {
    const organizationId = await asterId(world);
    const app = await makeApp(world, 'Atlas', {
      roles: ['Viewer', 'Root'],
      privileged: ['Root'],
      seats: 1,
    });
    for (const person of [mia, nora]) await bringIn(world, person, 'member');
    const terms = {
      accessEndsOn: new Date(world.clock.now().getTime() + 20 * day).toISOString().slice(0, 10),
    };
    const held = await sendTo(world, app, 'Root', account(await accountIdOf(world, mia)), {
      by: olga,
      terms,
    });
    await sendTo(world, app, 'Viewer', account(await accountIdOf(world, nora)), { mayWait: true });
    const late = await invited(await verb(olga), 'late@digest.example');
    const asking = next();
    const code = codeOf(world.gatehouse.runtime, await invited(await verb(adam), asking.email));
    await redeem(await verb(asking), code, asking.name);
    expect(held.outcome).toBe('proposed');

    const aster = { organizationName: 'Aster Labs', requests: 1, full: 1, expired: 0, undeliverable: 0 };
    const nothing = { endings: 0, deadLetters: 0 };
    expect(await factsFor(olga)).toEqual([{ ...aster, ...nothing, proposals: 0 }]);
    expect(await factsFor(adam)).toEqual([{ ...aster, ...nothing, proposals: 1 }]);
    expect(await factsFor(mia)).toEqual([]);

    const due = await dueAt(organizationId);
    advanceTo(new Date(Math.max(due.getTime(), late.expiresAt.getTime())));
    await expireDue(job('expiry'));
    await sendDigests(job('digest'));
    const [facts] = await factsFor(adam);
    expect(facts).toMatchObject({ requests: 1, proposals: 0, expired: 2, full: 0 });
    await world.settled();
    const digests = await digestsTo(adam);
    expect(digests).toHaveLength(2);
    const [, digest] = digests;
    if (!digest) throw new Error('Adam gets no digest');
    expect(digest.dueAt.getTime()).toBeGreaterThanOrEqual(due.getTime());
    expect(await briefingFor(world.gatehouse.runtime, digest)).toEqual({
      template: 'digest',
      organizations: [facts],
    });
  });
});

describe('the next digest', () => {
  const friday = new Date('2026-01-09T12:00:00Z');
  it.each([
    ['UTC', '2026-01-12T09:00:00.000Z'],
    ['America/New_York', '2026-01-12T14:00:00.000Z'],
    ['Pacific/Auckland', '2026-01-11T20:00:00.000Z'],
  ])('is on Monday at nine in %s', (timeZone, expected) => {
    expect(armDigest({}, { ...defaultReminders, timeZone }, friday)?.toISOString()).toBe(expected);
  });

  it('is none where none is wanted, and stays due until it is written', () => {
    expect(armDigest({}, { ...defaultReminders, weeklyDigest: false }, friday)).toBeNull();
    const due = new Date(friday.getTime() - 1);
    expect(armDigest({ nextDigestAt: due }, defaultReminders, friday)).toEqual(due);
  });
});
