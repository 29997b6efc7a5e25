import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { sealAfter } from '../../src/domain/seal.ts';
import { sealAudit } from '../../src/services/audit/seal.ts';
import { contextFor } from '../../src/services/context.ts';
import type { AuditRecord } from '../../src/store/models/audit.ts';
import type { AuditHeadRecord } from '../../src/store/models/audit-head.ts';
import { verifyData } from '../../src/verify/index.ts';
import { HOME } from '../support/verbs.ts';
import { openVerifyWorld, type VerifyWorld } from './world.ts';

let world: VerifyWorld;
let rows: AuditRecord[];
let heads: AuditHeadRecord[];
let headId: string;
beforeAll(async () => {
  world = await openVerifyWorld();
  await world.join('mia', 'member');
  await seal();
  rows = await world.store.audit.find().sort({ 'seal.n': 1 }).lean();
  heads = await world.store.auditHeads.find().lean();
  headId = heads[0]?._id ?? '';
});
afterEach(restore);

async function seal(): Promise<void> {
  await sealAudit(contextFor(world.runtime, { kind: 'system', tenantId: HOME, name: 'retention' }, 'seal'));
}

/** As it was when everything was sealed. */
async function restore(): Promise<void> {
  const { audit, auditHeads } = world.store;
  await audit.deleteMany({});
  await auditHeads.deleteMany({});
  await audit.insertMany(rows, { lean: true });
  await auditHeads.insertMany(heads, { lean: true });
}

/** What is found at the chain; what else a missing or changed row breaks is for other tests. */
async function found(): Promise<string[]> {
  const all: string[] = [];
  for await (const { invariant, id, problem } of verifyData(world.store, { now: new Date(0) })) {
    if (/seal|chain|missing|ends at/.test(problem)) all.push(`${invariant} ${id} ${problem}`);
  }
  return all;
}

const at = (n: number) => rows[n - 1] as AuditRecord;
const raw = () => world.store.audit.collection;
const change = (n: number, fields: object) => raw().updateOne({ _id: at(n)._id as never }, { $set: fields });
const mismatch = (n: number) =>
  `I7 ${at(n)._id} does not match its seal: it was changed, or stands in the place of another row`;

describe('the chain of the audit', () => {
  it('is whole after the verbs, and goes on after what comes later', async () => {
    expect(await found()).toEqual([]);
    await world.person('late');
    expect(await found()).toEqual([]);
    await seal();
    expect(await found()).toEqual([]);
    await world.store.audit.deleteMany({ subjects: /^acc_/, _id: { $gt: rows.at(-1)?._id ?? '' } });
    await world.store.accounts.deleteMany({ username: 'late' });
  });

  it.each<[what: string, change: object]>([
    ['who', { actorName: 'Somebody else' }],
    ['when', { at: new Date(1) }],
    ['a detail', { 'detail.role': 'owner' }],
    ['a field more', { remark: 'x' }],
  ])('shows a row in which %s was changed', async (_, fields) => {
    await change(4, fields);
    expect(await found()).toEqual([mismatch(4)]);
  });

  it('shows that rows were deleted: in the middle, at the beginning and at the end', async () => {
    await raw().deleteMany({ _id: { $in: [at(3)._id, at(4)._id] as never[] } });
    expect(await found()).toEqual([
      `I7 ${at(5)._id} is sealed as 5, and the rows 3 to 4 are missing before it`,
    ]);
    await restore();
    await raw().deleteOne({ _id: at(1)._id as never });
    expect(await found()).toEqual([`I7 ${at(2)._id} is sealed as 2, and the row 1 is missing before it`]);
    await restore();
    await raw().deleteOne({ _id: rows.at(-1)?._id as never });
    expect(await found()).toEqual([
      `I7 ${headId} ends at ${rows.length}, and the row ${rows.length} is missing`,
    ]);
  });

  it('shows rows that have changed places, and one that has the place of another', async () => {
    await change(3, { seal: at(6).seal });
    await change(6, { seal: at(3).seal });
    expect(await found()).toEqual([mismatch(6), mismatch(3)]);
    await restore();
    await raw().insertOne({ ...at(3), _id: `${at(3)._id}0` as never });
    expect(await found()).toEqual([`I7 ${at(3)._id}0 is sealed as 3, and so is another row`]);
  });

  it('shows a row that was changed and sealed anew, at the row after it or at the head', async () => {
    const forged = (n: number) => {
      const row = { ...at(n), actorName: 'Somebody else' };
      return change(n, {
        actorName: row.actorName,
        seal: sealAfter(at(n - 1).seal ?? { n: 0, hash: '' }, row),
      });
    };
    await forged(4);
    expect(await found()).toEqual([mismatch(5)]);
    await restore();
    await forged(rows.length);
    expect(await found()).toEqual([`I7 ${headId} ends at ${rows.length} with another hash than the row`]);
  });

  it('shows rows that say they are in it and are not, or are not and should be', async () => {
    await world.store.auditHeads.deleteMany({});
    expect(await found()).toHaveLength(rows.length);
    await restore();
    await world.store.auditHeads.updateOne({ _id: headId }, { $set: at(rows.length - 1).seal ?? {} });
    expect(await found()).toEqual([
      `I7 ${at(rows.length)._id} is sealed as ${rows.length}, after the end of the chain at ${rows.length - 1}`,
    ]);
    await restore();
    const { seal: _, ...old } = at(1);
    await raw().insertOne({ ...old, _id: `${old._id}0` as never, at: new Date(0) });
    expect(await found()).toEqual([`I7 ${old._id}0 is not sealed, and what is an hour younger is`]);
  });
});
