import { beforeAll, describe, expect, it } from 'vitest';
import { defaultReminders, reminderForm } from '../../src/domain/reminder-settings.ts';
import { editReminders } from '../../src/services/settings.ts';
import { ensureIndexes, models } from '../../src/store/index.ts';
import { type VerifyOptions, verifyData } from '../../src/verify/index.ts';
import { planted } from './planted.ts';
import { everythingHappens, type Happened, openVerifyWorld, type VerifyWorld } from './world.ts';

const minute = 60_000;

let world: VerifyWorld;
let happened: Happened;
beforeAll(async () => {
  world = await openVerifyWorld();
  happened = await everythingHappens(world);
});

async function found(options: Partial<VerifyOptions> = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const { invariant, id } of verifyData(world.store, { now: new Date(0), ...options }))
    all.push(`${invariant} ${id}`);
  return all;
}

/** Runs `work`, and puts everything back as it was. */
async function undone(work: () => Promise<void>): Promise<void> {
  const collections = models(world.store).map(({ collection }) => collection);
  const before = await Promise.all(collections.map((collection) => collection.find().toArray()));
  try {
    await work();
  } finally {
    for (const [i, collection] of collections.entries()) {
      const rows = before[i] ?? [];
      await collection.deleteMany({});
      if (rows.length > 0) await collection.insertMany(rows);
    }
  }
}

describe('after everything has happened', () => {
  it('nothing is wrong', async () => {
    expect(await found()).toEqual([]);
  });

  it('and it has happened indeed, also a limit that was lowered below use (A47)', async () => {
    expect(await world.store.audit.distinct('action')).toEqual(
      expect.arrayContaining([
        'invitation.promoted',
        'invitation.restored',
        'invitation.claimed',
        'invitation.code-spent',
        'request.endorsed',
        'request.reopened',
        'request.restored',
        'grant.role-changed',
        'grant.end-changed',
        'grant.expired',
        'grant.revoked',
      ]),
    );
    const lowered = await world.store.subscriptions.findOne({ _id: happened.lowered }).lean();
    expect(lowered).toMatchObject({ seatLimit: 1, active: 2 });
  });
});

describe('finds, with its id,', () => {
  it.each(planted.map((each) => [each.what, each.invariant, each] as const))(
    '%s (%s)',
    async (_, invariant, { plant }) => {
      await undone(async () => {
        const id = await plant(world, happened);
        expect(await found()).toEqual([`${invariant} ${id}`]);
      });
    },
  );

  it.each([
    ['I2', 'invitations', 'pending'],
    ['I3', 'grants', 'granted'],
  ] as const)(
    'two live records at one place, where the unique index is missing (%s)',
    async (invariant, name, of) => {
      const { collection } = world.store[name];
      await undone(async () => {
        await collection.dropIndex('tenantId_1_liveKey_1');
        const record = await collection.findOne({ _id: happened[of] as never });
        await collection.insertOne({ ...record, selector: 'OTHER', _id: `${happened[of]}0` as never });
        expect(await found()).toContain(`${invariant} ${happened[of]}`);
      });
      await ensureIndexes(world.store);
    },
  );

  it('a message that nobody delivers for an hour; a younger one only once all is settled (I8)', async () => {
    const { outbox } = world.store;
    await undone(async () => {
      const waiting = await outbox.findOne({ 'about.id': happened.pending }).lean();
      const { _id = '', dueAt = new Date(0) } = waiting ?? {};
      await outbox.updateMany({ _id: { $ne: _id } }, { $set: { status: 'sent' } });
      const later = (minutes: number) => new Date(dueAt.getTime() + minutes * minute);
      expect(await found({ now: later(59) })).toEqual([]);
      expect(await found({ now: later(61) })).toEqual([`I8 ${_id}`]);
      expect(await found({ now: later(0), isSettled: true })).toEqual([`I8 ${_id}`]);
      await world.store.tenants.deleteMany({});
      expect(await found({ now: later(61) })).toEqual([]);
    });
  });

  const disarm = () =>
    world.store.invitations.updateOne({ _id: happened.pending }, { $unset: { nextReminderAt: 1 as const } });
  const foundPending = (isFound: boolean) => (isFound ? [`I8 ${happened.pending}`] : []);

  it.each([
    [[3], true],
    [[], false],
  ])(
    'an invitation that nobody is reminded of, where its own organization wants %j: %s (I8)',
    async (inviteeDays, isFound) => {
      await undone(async () => {
        const settings = { reminders: { ...defaultReminders, inviteeDays } };
        await world.store.organizations.updateOne({ _id: world.organizationId }, { $set: { settings } });
        await disarm();
        expect(await found()).toEqual(foundPending(isFound));
      });
    },
  );

  it.each([
    [[4], true],
    [[], false],
  ])(
    'the same after a change of the settings, where it wanted %j before: %s (I8)',
    async (before, isFound) => {
      const choose = async (inviteeDays: number[]) => {
        const form = reminderForm({ ...defaultReminders, inviteeDays });
        await editReminders(await world.by('olga'), world.organizationId, form);
      };
      await undone(async () => {
        await choose(before);
        await choose([3]);
        await disarm();
        expect(await found()).toEqual(foundPending(isFound));
      });
    },
  );

  it('what is wrong in one tenant alone, when it is asked for', async () => {
    await undone(async () => {
      const { collection } = world.store.subscriptions;
      await collection.updateOne({ _id: happened.open as never }, { $inc: { active: 1 } });
      expect(await found({ tenantId: 'T0OTHER' })).toEqual([]);
      expect(await found({ tenantId: 'T0ASTER' })).toEqual([`I1 ${happened.open}`]);
    });
  });
});
