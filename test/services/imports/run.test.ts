import { beforeAll, describe, expect, it } from 'vitest';
import { busy } from '../../../src/domain/errors.ts';
import { createAccount } from '../../../src/services/accounts.ts';
import type { Runtime } from '../../../src/services/context.ts';
import { cancelImport } from '../../../src/services/imports/cancel.ts';
import { doRow } from '../../../src/services/imports/row.ts';
import { runImports, runTurn } from '../../../src/services/imports/run.ts';
import { acceptOffer, declineOffer } from '../../../src/services/invitations/answer.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { removePerson } from '../../../src/services/people/remove.ts';
import { editSettings } from '../../../src/services/settings.ts';
import { createWorkgroup } from '../../../src/services/workgroups/create.ts';
import { HOME, newAccountOf, profileOf } from '../../support/verbs.ts';
import { type ImportWorld, manyPeople, openImportWorld } from './world.ts';

let world: ImportWorld;
let open: string;
let small: string;
beforeAll(async () => {
  world = await openImportWorld();
  open = await world.subscription('Open', '');
  small = await world.subscription('Small', '2');
  const { organizationId } = world;
  await createWorkgroup(await world.by('olga'), {
    organizationId,
    name: 'Lab',
    description: '',
    collaborative: 'no',
  });
});

/** A runtime whose store fails in some way at each row's own write, after everything else in its transaction. */
function failing(fail: (rowId: string) => void): Runtime {
  const { runtime } = world;
  const importRows = new Proxy(runtime.store.importRows, {
    get(model, name) {
      const own = Reflect.get(model, name, model);
      if (name !== 'updateOne') return typeof own === 'function' ? own.bind(model) : own;
      return (filter: { _id: string; outcome: null }, change: { $set?: { outcome?: string } }) => {
        if (change.$set?.outcome) fail(filter._id);
        return model.updateOne(filter, change);
      };
    },
  });
  return { ...runtime, store: { ...runtime.store, importRows } };
}

describe('an import', () => {
  it('does its lines in order, and says what became of each', async () => {
    const mia = await world.join('mia', 'member');
    await createAccount(await world.by('nora'), newAccountOf('nora'), profileOf('nora'));
    const overview =
      await world.bringIn(`email,first name,last name,role,app,subscription,app role,access ends,note
new@aster.example,Nia,New,admin,,,,,Welcome
mia@aster.example,,,member,,,,,
mia@aster.example,,,,Atlas,Small,Viewer,2031-01-31,
nora@aster.example,,,,,,,,
one@aster.example,,,member,Atlas,Small,Viewer,,
two@aster.example,,,member,Atlas,Small,Viewer,,
op@aster.example,,,,Atlas,Open,Operator,,
bad,,,,,,,,
`);
    expect(overview).toMatchObject({ status: 'done', total: 8, done: 8, stoppedBecause: null });
    expect(overview.counts).toEqual({
      'waiting-for-account': 2,
      proposed: 1,
      'has-access': 1,
      invited: 2,
      'no-seat': 1,
      invalid: 1,
    });
    const rows = await world.rows(overview.id);
    expect(rows.map(({ line, outcome, made, remark }) => [line, outcome, made.length, remark])).toEqual([
      [2, 'waiting-for-account', 1, null],
      [3, 'has-access', 0, null],
      [4, 'invited', 1, null],
      [5, 'invited', 1, null],
      [6, 'waiting-for-account', 2, null],
      [7, 'no-seat', 0, 'No seat was free. Import the line again when there is one.'],
      [8, 'proposed', 1, 'A second approver has to agree first.'],
      [9, 'invalid', 0, '“bad” is not an e-mail address.'],
    ]);
    const first = await world.store.invitations.findOne({ _id: rows[0]?.made[0] ?? '' }).lean();
    expect(first).toMatchObject({
      email: 'new@aster.example',
      access: { kind: 'organization', role: 'admin' },
      firstName: 'Nia',
      note: 'Welcome',
      inviterName: 'Nova Newcomer',
    });
    const seat = await world.store.invitations.findOne({ accountId: mia, status: 'pending' }).lean();
    expect(seat?.accessEndsAt).toEqual(new Date('2031-01-31T23:59:59.999Z'));
    // All or nothing: no seat, so no invitation to the organization either.
    expect(await world.invitations('two@aster.example')).toBe(0);
    expect(await world.store.subscriptions.findOne({ _id: small }).lean()).toMatchObject({ held: 2 });
    const actions = await world.store.audit.find({ subjects: overview.id }).sort({ _id: 1 }).lean();
    expect(actions.map(({ action }) => action)).toEqual(['import.started', 'import.finished']);
  });

  it('lets people into a workgroup, at once where they belong, and otherwise when their account comes', async () => {
    await world.join('wim', 'member');
    const { counts, id } = await world.bringIn(`email,role,workgroup,workgroup role
wim@aster.example,,Lab,Workgroup admin
will@aster.example,member,lab,
wim@aster.example,,Labb,
`);
    expect(counts).toEqual({ granted: 1, 'waiting-for-account': 1, invalid: 1 });
    const grant = await world.store.grants.findOne({ 'access.kind': 'workgroup' }).lean();
    expect(grant).toMatchObject({ status: 'active', access: { role: 'admin', partnerId: null } });
    expect((await world.rows(id))[1]?.made).toHaveLength(2);
    expect((await world.rows(id))[2]?.remark).toBe('There is no workgroup “Labb”. Did you mean “Lab”?');
  });

  it('of the same file again invites nobody twice (A68)', async () => {
    const file = manyPeople(40, 'twice');
    const first = await world.bringIn(file);
    expect(first.counts).toEqual({ 'waiting-for-account': 38, invalid: 2 });
    const before = await world.store.invitations.countDocuments();
    const second = await world.bringIn(file);
    expect(second.counts).toEqual({ 'already-invited': 38, invalid: 2 });
    expect(second.ranBefore).toEqual(first.startedAt);
    expect(await world.store.invitations.countDocuments()).toBe(before);
  });

  it('gives at once what its organization wants no acceptance for, and sends the importer no message for each', async () => {
    const settings = { allowedDomains: '', expiryDays: '7', whoMayInvite: 'admin' };
    const set = async (acceptance: string[]) =>
      editSettings(await world.by('olga'), world.organizationId, { ...settings, acceptance });
    await createAccount(await world.by('greta'), newAccountOf('greta'), profileOf('greta'));
    await set(['app']);
    const { counts, id } = await world.bringIn('email\ngreta@aster.example\ngerd@aster.example\n');
    await set(['organization', 'app']);
    expect(counts).toEqual({ granted: 1, 'waiting-for-account': 1 });
    const [made] = (await world.rows(id)).map((row) => row.made[0]);
    const told = await world.store.outbox.find({ 'about.id': made ?? '' }).lean();
    expect(told.map(({ template, to }) => `${template} ${to.via}`).sort()).toEqual([
      'access-granted mail',
      'access-granted slack',
    ]);
  });
});

describe('the end of an import', () => {
  it('comes at once when it is cancelled: what was done stays', async () => {
    const { id } = await world.read(manyPeople(200, 'cancel'));
    await world.start(id);
    const running = world.run();
    let done = 0;
    while (done < 60) done = (await world.overview(id)).done;
    await cancelImport(await world.by('anna'), id);
    await running;
    const overview = await world.overview(id);
    expect(overview).toMatchObject({ status: 'cancelled', stoppedBecause: null });
    expect(overview.done).toBeLessThan(200);
    const stored = await world.store.imports.findOne({ _id: id }).lean();
    expect(stored).toMatchObject({ done: overview.done, counts: overview.counts });
    const invited = await world.store.invitations.countDocuments({ emailKey: /^cancel/ });
    expect(invited).toBe(overview.counts['waiting-for-account']);
    expect(await world.run()).toEqual({ rows: 0, again: null });
  });

  it('lets no line begin that comes after it', async () => {
    const { id } = await world.read('email\nover@aster.example\n');
    await world.start(id);
    const [row] = await world.rows(id);
    const found = await world.store.imports.findOne({ _id: id }).lean();
    await cancelImport(await world.by('anna'), id);
    if (!row || !found) throw new Error('there is no row');
    const adam = await world.by('adam');
    await expect(doRow(adam, { found, earlier: [] }, row)).rejects.toMatchObject({ name: 'ImportOver' });
    expect(await world.invitations('over@aster.example')).toBe(0);
  });

  it('comes with a reason when whoever started it loses the right (A2)', async () => {
    const admin = await world.join('ruth', 'admin');
    const { id } = await world.read(manyPeople(60, 'rights'), 'ruth');
    await world.start(id, 'ruth');
    let rows = 0;
    const stopping = failing((rowId) => {
      rows += 1;
      if (rows === 20) throw new Stop(rowId);
    });
    await expect(runImports(stopping, HOME, { onError: throwAgain })).rejects.toThrow(Stop);
    await removePerson(await world.by('olga'), { accountId: admin, organizationId: world.organizationId });
    world.clock.at += 60_000;
    await world.run();
    const overview = await world.overview(id);
    expect(overview).toMatchObject({
      status: 'cancelled',
      stoppedBecause: 'Nova Newcomer may no longer import people. Line 22 and those after it were not done.',
    });
    expect(await world.store.invitations.countDocuments({ emailKey: /^rights/, status: 'pending' })).toBe(19);
    const told = await world.store.outbox.find({ 'about.id': id }).sort({ _id: 1 }).lean();
    expect(told.map(({ template, to }) => ({ template, to }))).toEqual([
      { template: 'import-stopped', to: { via: 'slack', channel: 'U0OLGA', teamId: 'T0ASTER' } },
      { template: 'import-report', to: { via: 'slack', channel: 'U0OLGA', teamId: 'T0ASTER', file: true } },
    ]);
  });
});

class Stop extends Error {}
function throwAgain(_: string, error: unknown): void {
  throw error;
}

describe('several processes', () => {
  it('do each line once, though they run at the same moment and one is slow', async () => {
    const { id } = await world.read(manyPeople(40, 'both'));
    await world.start(id);
    // The clock stands: a lease of no time is over at once, so that each takes the import from the other.
    const results = await Promise.all([0, 0].map((leaseMs) => runImports(world.runtime, HOME, { leaseMs })));
    await world.run();
    const overview = await world.overview(id);
    expect(overview).toMatchObject({
      status: 'done',
      counts: { 'waiting-for-account': 38, invalid: 2 },
    });
    expect(results.reduce((sum, { rows }) => sum + rows, 0)).toBe(38);
    const keys = await world.store.invitations.find({ emailKey: /^both/ }).distinct('emailKey');
    expect(keys).toHaveLength(38);
    expect(await world.store.invitations.countDocuments({ emailKey: /^both/ })).toBe(38);
  });

  it('leave an import to the one that has its lease, and take it over when that is over', async () => {
    const { id } = await world.read('email\nlease@aster.example\n');
    await world.start(id);
    const until = new Date(world.clock.at + 10_000);
    await world.store.imports.updateOne({ _id: id }, { $set: { leaseHolder: 'other', leaseUntil: until } });
    expect(await world.run()).toEqual({ rows: 0, again: until });
    world.clock.at += 10_000;
    expect(await world.run()).toEqual({ rows: 1, again: null });
    expect((await world.overview(id)).status).toBe('done');
  });
});

describe('several imports', () => {
  it('have their turns: a short one does not wait for the end of a long one', async () => {
    const long = await world.read(manyPeople(30, 'long'));
    const short = await world.read('email\nshort@aster.example\n');
    await world.start(long.id);
    await world.start(short.id);
    // Each look at the clock takes a while, so that a turn is over after a few rows.
    const now = () => {
      world.clock.at += 300;
      return new Date(world.clock.at);
    };
    await runImports({ ...world.runtime, now }, HOME, { leaseMs: 60_000 });
    const [first, last] = [await world.overview(short.id), await world.overview(long.id)];
    expect([first.status, last.status]).toEqual(['done', 'done']);
    expect(first.endedAt?.getTime()).toBeLessThan(last.endedAt?.getTime() ?? 0);
  });

  it('have turns of 200 rows at most', async () => {
    const { id } = await world.read(manyPeople(220, 'turn'));
    await world.start(id);
    const first = await runTurn(world.runtime, HOME);
    expect(first).toEqual({ rows: 200, again: new Date(world.clock.at), hadTurn: true });
    expect(await runTurn(world.runtime, HOME)).toEqual({ rows: 9, again: null, hadTurn: true });
    expect(await runTurn(world.runtime, HOME)).toEqual({ rows: 0, again: null, hadTurn: false });
  });
});

describe('a line that cannot be done now', () => {
  it('waits, later each time, while the others go on', async () => {
    const { id } = await world.read('email\nw1@aster.example\nw2@aster.example\nw3@aster.example\n');
    await world.start(id);
    const stubborn = failing((rowId) => {
      if (rowId.endsWith('3')) throw busy();
    });
    const first = await runImports(stubborn, HOME);
    expect(first).toEqual({ rows: 2, again: new Date(world.clock.at + 1000) });
    expect(await world.outcomes(id)).toMatchObject({
      2: 'waiting-for-account',
      3: null,
      4: 'waiting-for-account',
    });
    expect(await world.invitations('w2@aster.example')).toBe(0);
    world.clock.at += 1000;
    expect(await runImports(stubborn, HOME)).toEqual({ rows: 0, again: new Date(world.clock.at + 2000) });
    world.clock.at += 2000;
    expect(await world.run()).toEqual({ rows: 1, again: null });
    expect((await world.overview(id)).status).toBe('done');
  });

  it('stops the rest after a few of them, so that nobody waits for a database in trouble', async () => {
    const { id } = await world.read(manyPeople(30, 'trouble'));
    await world.start(id);
    let tries = 0;
    const broken = failing(() => {
      tries += 1;
      throw busy();
    });
    expect((await runImports(broken, HOME)).again).toEqual(new Date(world.clock.at + 1000));
    expect(tries).toBe(5);
    world.clock.at += 5000;
    await world.run();
    expect((await world.overview(id)).counts).toEqual({ 'waiting-for-account': 29, invalid: 1 });
  });

  it('is given up when it fails by itself again and again', async () => {
    const { id } = await world.read('email\nfine@aster.example\npoison@aster.example\n');
    await world.start(id);
    const seen: string[] = [];
    let isFirst = true;
    const poisoned = failing((rowId) => {
      if (rowId.endsWith('3') && isFirst) throw new Error('unexpected');
    });
    for (let round = 0; round < 5; round += 1) {
      await runImports(poisoned, HOME, { onError: (row) => seen.push(row) });
      world.clock.at += 60_000;
    }
    expect((await world.overview(id)).status).toBe('running');
    // The last of its tries; what it leaves behind can be written.
    let isGivenUp = false;
    const last = failing((rowId) => {
      if (!rowId.endsWith('3') || isGivenUp) return;
      isGivenUp = true;
      throw new Error('unexpected');
    });
    await runImports(last, HOME, { onError: (row) => seen.push(row) });
    isFirst = false;
    const rows = await world.rows(id);
    expect(rows.map(({ outcome, remark }) => [outcome, remark])).toEqual([
      ['waiting-for-account', null],
      ['refused', 'Gatehouse could not do this line. Invite the person with /invite-user.'],
    ]);
    expect(seen).toEqual(Array.from({ length: 6 }, () => `${id}:0000003`));
    await world.run();
    expect((await world.overview(id)).status).toBe('done');
  });
});

describe('a line in which the process dies (A65)', () => {
  it('is given up when that happens again and again, and the others are done', async () => {
    const { id } = await world.read('email\nkiller@aster.example\nafter@aster.example\n');
    await world.start(id);
    // Nothing is written any more from there on, as if the process were gone.
    const dying = failing((rowId) => {
      if (rowId.endsWith('2')) throw new Stop(rowId);
    });
    for (let round = 0; round < 6; round += 1) {
      await expect(runImports(dying, HOME, { onError: throwAgain })).rejects.toThrow(Stop);
      world.clock.at += 10_000;
    }
    expect((await world.rows(id))[0]).toMatchObject({ outcome: null, tries: 0, begun: 6 });
    await world.run();
    const [first, second] = await world.rows(id);
    expect(first).toMatchObject({ outcome: 'refused', isProblem: true, made: [] });
    expect(second).toMatchObject({ outcome: 'waiting-for-account' });
    expect(second?.begun).toBeUndefined();
    expect((await world.overview(id)).status).toBe('done');
  });
});

describe('the same file again', () => {
  it('does not invite those again who declined, were revoked or removed since', async () => {
    const names = ['rdone', 'rdecl', 'rrevo', 'rremo'];
    for (const name of names) {
      await createAccount(await world.by(name), newAccountOf(name), profileOf(name));
    }
    const file = `email\n${names.map((name) => `${name}@aster.example\n`).join('')}rnew@aster.example\n`;
    const first = await world.bringIn(file);
    expect(first.counts).toEqual({ invited: 4, 'waiting-for-account': 1 });
    const [done, declined, revoked, removed, expired] = (await world.rows(first.id)).map(
      ({ made }) => made[0] ?? '',
    );
    await acceptOffer(await world.by('rdone'), done ?? '');
    await declineOffer(await world.by('rdecl'), declined ?? '');
    await revokeInvitation(await world.by('adam'), revoked ?? '');
    await acceptOffer(await world.by('rremo'), removed ?? '');
    const { organizationId, store } = world;
    const account = await store.accounts.findOne({ username: 'rremo' }).lean();
    await removePerson(await world.by('olga'), { accountId: account?._id ?? '', organizationId });
    const before = await store.invitations.countDocuments();

    const plan = await world.read(file);
    expect(plan.counts).toEqual({ 'has-access': 1, 'already-invited': 4 });
    await world.start(plan.id);
    await world.run();
    const rows = await world.rows(plan.id);
    const remark = (ending: string) =>
      `The invitation of an earlier import of this file ${ending}. To invite the person again, use /invite-user.`;
    expect(rows.map((row) => [row.outcome, row.remark])).toEqual([
      ['has-access', null],
      ['already-invited', remark('was declined')],
      ['already-invited', remark('was revoked')],
      ['already-invited', remark('was accepted, and the access has ended')],
      ['already-invited', null],
    ]);
    expect(await store.invitations.countDocuments()).toBe(before);

    // What ran out by itself is invited again, also by a third run.
    world.clock.at += 8 * 24 * 60 * 60 * 1000;
    const third = await world.bringIn(file);
    expect(third.counts).toEqual({ 'has-access': 1, 'already-invited': 3, 'waiting-for-account': 1 });
    expect(expired).not.toBe((await world.rows(third.id))[4]?.made[0]);
    // Another file is another matter.
    const other = await world.bringIn(`${file}rmore@aster.example\n`);
    expect(other.counts).toMatchObject({ invited: 3 });
  });
});

describe('what changes between the check and the line', () => {
  it('counts as it is when the line is done', async () => {
    const before = await world.bringIn('email\ngone@aster.example\n');
    const [row] = await world.rows(before.id);
    const { id } = await world.read(`email,app,subscription,app role
gone@aster.example,,,
taken@aster.example,Atlas,Open,Viewer
`);
    expect((await world.overview(id)).counts).toEqual({ 'already-invited': 1, 'waiting-for-account': 1 });
    await revokeInvitation(await world.by('adam'), row?.made[0] ?? '');
    await world.direct('anna', { email: 'taken@aster.example' }, { subscriptionId: open });
    await world.start(id);
    await world.run();
    expect((await world.overview(id)).counts).toEqual({ 'waiting-for-account': 1, 'already-invited': 1 });
    expect(await world.outcomes(id)).toEqual({ 2: 'waiting-for-account', 3: 'already-invited' });
  });
});
