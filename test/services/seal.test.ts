import { beforeAll, describe, expect, it } from 'vitest';
import { chainBegin, hashAfter } from '../../src/domain/seal.ts';
import { sealAudit } from '../../src/services/audit/seal.ts';
import { command } from '../../src/services/command.ts';
import { contextFor, newId } from '../../src/services/context.ts';
import { otherTenant } from '../support/verbs.ts';
import { openVerifyWorld, type VerifyWorld } from '../verify/world.ts';

let world: VerifyWorld;
beforeAll(async () => {
  world = await openVerifyWorld();
});

const job = (tenantId = 'T0ASTER') =>
  contextFor(world.runtime, { kind: 'system', tenantId, name: 'retention' }, newId(world.runtime, 'cmd'));
const chain = (tenantId = 'T0ASTER') =>
  world.store.audit
    .find({ tenantId, 'seal.n': { $exists: true } })
    .sort({ 'seal.n': 1 })
    .lean();
const head = (tenantId = 'T0ASTER') => world.store.auditHeads.findOne({ tenantId }).lean();

/** Writes audit rows as a command does. */
async function happen(times: number): Promise<void> {
  const subjects = [world.organizationId];
  await command(await world.by('olga'), 'test', async ({ record }) => {
    for (let each = 0; each < times; each += 1)
      record({ action: 'people.exported', organizationId: world.organizationId, subjects });
  });
}

describe('sealing the audit', () => {
  it('chains every row by its hash, and does nothing when nothing is new', async () => {
    const rows = await world.store.audit.countDocuments();
    expect(await sealAudit(job())).toBe(rows);
    const sealed = await chain();
    let last = chainBegin;
    for (const row of sealed) {
      expect(row.seal).toEqual({ n: last.n + 1, hash: hashAfter(last.hash, row) });
      last = row.seal ?? last;
    }
    expect(await head()).toMatchObject({ ...last, through: sealed.at(-1)?.at });
    expect(await sealAudit(job())).toBe(0);
  });

  it('goes on in batches, also when several processes seal at once, and each row has one place', async () => {
    await happen(450);
    const before = (await head())?.n ?? 0;
    // Whoever comes too late in every try is told so, and seals at the next minute.
    await Promise.allSettled([sealAudit(job()), sealAudit(job()), sealAudit(job())]);
    await sealAudit(job());
    const places = (await chain()).map(({ seal }) => seal?.n);
    expect(places).toEqual(Array.from({ length: before + 450 }, (_, index) => index + 1));
    expect(await head()).toMatchObject({ n: before + 450 });
  });

  it('puts a row that is written late at the end, though its id comes first', async () => {
    await happen(1);
    const [late] = await world.store.audit.find({ seal: { $exists: false } }).lean();
    const first = (await chain())[0]?._id ?? '';
    await world.store.audit.deleteOne({ _id: late?._id ?? '' });
    const _id = `${first.slice(0, -1)}${first.endsWith('0') ? '1' : '0'}`;
    await world.store.audit.insertMany([{ ...late, _id }], { lean: true });
    expect(await sealAudit(job())).toBe(1);
    expect((await chain()).at(-1)?._id).toBe(_id);
  });

  it('keeps one chain for each workspace', async () => {
    await otherTenant(world.runtime, 'T0OTHER');
    const own = await head();
    await sealAudit(job('T0OTHER'));
    expect((await chain('T0OTHER'))[0]?.seal).toMatchObject({ n: 1 });
    expect(await head()).toEqual(own);
  });

  it('examines no record when nothing is to be sealed', async () => {
    const plan = await world.store.audit.collection
      .find({ tenantId: 'T0ASTER', 'seal.n': { $exists: false } })
      .sort({ _id: 1 })
      .explain('executionStats');
    expect(plan.executionStats).toMatchObject({ totalDocsExamined: 0, nReturned: 0 });
    expect(JSON.stringify(plan.queryPlanner.winningPlan)).not.toContain('"SORT"');
  });
});
