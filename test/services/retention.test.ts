import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { retention } from '../../src/domain/retention.ts';
import { sealAudit } from '../../src/services/audit/seal.ts';
import { contextFor, newId } from '../../src/services/context.ts';
import { type PurgeOptions, purgeOld } from '../../src/services/retention.ts';
import type { OutboxStatus } from '../../src/store/models/outbox.ts';
import { violationsIn } from '../support/database.ts';
import { HOME } from '../support/verbs.ts';
import { everythingHappens, openVerifyWorld, type VerifyWorld } from '../verify/world.ts';

const day = 24 * 60 * 60 * 1000;

let world: VerifyWorld;
let pending: string;
beforeAll(async () => {
  world = await openVerifyWorld();
  ({ pending } = await everythingHappens(world));
  await sealAudit(job());
});
beforeEach(() => settle('sent'));

function job() {
  const actor = { kind: 'system', tenantId: HOME, name: 'retention' } as const;
  return contextFor(world.runtime, actor, newId(world.runtime, 'cmd'));
}

/** Ends every message that waits, at the world's present. */
async function settle(status: OutboxStatus): Promise<void> {
  const endedAt = new Date(world.clock.at);
  await world.store.outbox.updateMany({ status: 'pending' }, { $set: { status, endedAt } });
}

const rowsOf = async (options: PurgeOptions = {}) => {
  const purged = await purgeOld(job(), options);
  return Object.fromEntries(purged.map(({ kind, rows }) => [kind, rows]));
};
const nothing = { messages: 0, 'dead-messages': 0, audit: 0 };

describe('retention', () => {
  it('removes nothing before its time, and says nothing', async () => {
    expect(await rowsOf()).toEqual(nothing);
    expect(await world.store.purges.countDocuments()).toBe(0);
    expect(await world.store.audit.countDocuments({ action: 'retention.purged' })).toBe(0);
  });

  it('keeps each kind for as long as somebody needs it at least', async () => {
    await expect(rowsOf({ days: { audit: retention.audit.atLeastDays - 1 } })).rejects.toThrow(RangeError);
    await expect(rowsOf({ days: { messages: 0.5 } })).rejects.toThrow('30 days at least');
  });

  it('removes messages, but none about what is still open; a dry run counts the same', async () => {
    const { outbox, audit } = world.store;
    world.clock.at += (retention.messages.days + 1) * day;
    const [all, open] = [await outbox.countDocuments(), await openOnes()];
    expect(open).toBeGreaterThan(0);
    const expected = { ...nothing, messages: all - open };
    expect(await rowsOf({ isDryRun: true })).toEqual(expected);
    expect(await outbox.countDocuments()).toBe(all);
    expect(await rowsOf()).toEqual(expected);
    expect(await outbox.countDocuments()).toBe(open);
    expect(await outbox.countDocuments({ 'about.id': pending })).toBeGreaterThan(0);
    const [note] = await audit.find({ action: 'retention.purged' }).lean();
    expect(note).toMatchObject({ actor: 'retention', detail: { messages: all - open } });
    expect(await violationsIn(world.store)).toEqual([]);
  });

  it('misses a message all the same that is younger than what was removed', async () => {
    const invitationId = await world.direct(
      'adam',
      { email: 'untold@aster.example' },
      { subscriptionId: await world.subscription('Fresh', '') },
    );
    const [row] = await world.store.outbox.find({ 'about.id': invitationId }).lean();
    await world.store.outbox.deleteMany({ 'about.id': invitationId });
    expect(await violationsIn(world.store)).toEqual([`I8 ${invitationId} nobody was told: offer by mail`]);
    await world.store.outbox.insertMany([row], { lean: true });
  });

  it('keeps what was given up longer', async () => {
    await world.person('nick');
    await world.store.outbox.updateMany(
      { 'about.id': pending },
      { $set: { status: 'dead', endedAt: new Date(world.clock.at), 'about.id': world.organizationId } },
    );
    const dead = await world.store.outbox.countDocuments({ status: 'dead' });
    world.clock.at += (retention['dead-messages'].days - 1) * day;
    expect(await rowsOf()).toMatchObject({ 'dead-messages': 0 });
    world.clock.at += 2 * day;
    expect(await rowsOf()).toMatchObject({ 'dead-messages': dead });
  });

  it('cuts the chain of the audit at its old end, and what is left can still be checked', async () => {
    const { audit, auditHeads } = world.store;
    world.clock.at += 2 * retention.audit.days * day;
    await world.join('yves', 'member');
    await sealAudit(job());
    const young = await audit.countDocuments({ at: { $gt: new Date(world.clock.at - day) } });
    const all = await audit.countDocuments();
    expect(await rowsOf({ isDryRun: true })).toMatchObject({ audit: all - young });
    expect(await rowsOf()).toMatchObject({ audit: all - young });
    const head = await auditHeads.findOne({ tenantId: HOME }).lean();
    expect(head?.purged).toMatchObject({ n: all - young });
    expect(await audit.countDocuments()).toBe(young + 1);
    expect(await rowsOf()).toEqual(nothing);
    await sealAudit(job());
    expect(await violationsIn(world.store)).toEqual([]);
    const first = await audit.findOne({ 'seal.n': (head?.purged?.n ?? 0) + 1 }).lean();
    await audit.collection.updateOne({ _id: first?._id as never }, { $set: { 'detail.x': 1 } });
    expect(await violationsIn(world.store)).toEqual([
      expect.stringContaining(`I7 ${first?._id} does not match`),
    ]);
    await audit.collection.updateOne({ _id: first?._id as never }, { $unset: { 'detail.x': 1 } });
  });
});

/** Messages about invitations and requests that still run. */
async function openOnes(): Promise<number> {
  const { invitations, accessRequests, outbox } = world.store;
  const live = { liveKey: { $exists: true } };
  const ids = [...(await invitations.distinct('_id', live)), ...(await accessRequests.distinct('_id', live))];
  return outbox.countDocuments({ 'about.id': { $in: ids as string[] } });
}
