import { beforeAll, describe, expect, it } from 'vitest';
import { wholeAudit } from '../../src/domain/audit-rows.ts';
import { adam, iris, olga, workspace } from '../../src/sandbox/people.ts';
import { exportAudit } from '../../src/services/audit/export.ts';
import { listAudit } from '../../src/services/audit/find.ts';
import { sealAudit } from '../../src/services/audit/seal.ts';
import { addPartner } from '../../src/services/collaborations/add.ts';
import { lossOfPartner, removePartner } from '../../src/services/collaborations/end.ts';
import { partnersOf } from '../../src/services/collaborations/list.ts';
import { contextFor, newId } from '../../src/services/context.ts';
import { reviewDirect } from '../../src/services/direct/review.ts';
import { askForReport } from '../../src/services/imports/ask-report.ts';
import { cancelImport } from '../../src/services/imports/cancel.ts';
import { exportPeople } from '../../src/services/imports/export.ts';
import { listImports } from '../../src/services/imports/list.ts';
import { importOverview } from '../../src/services/imports/overview.ts';
import { readImport } from '../../src/services/imports/read.ts';
import { importReport } from '../../src/services/imports/report.ts';
import { startImport } from '../../src/services/imports/start.ts';
import { resendInvitation } from '../../src/services/invitations/resend.ts';
import { organizationsFor, setUpOrganization } from '../../src/services/organizations.ts';
import { purgeOld } from '../../src/services/retention.ts';
import { rememberTenant } from '../../src/services/tenants.ts';
import { archiveWorkgroup } from '../../src/services/workgroups/archive.ts';
import { createWorkgroup } from '../../src/services/workgroups/create.ts';
import { editWorkgroup } from '../../src/services/workgroups/edit.ts';
import { inviteToWorkgroup } from '../../src/services/workgroups/invite.ts';
import { listWorkgroups } from '../../src/services/workgroups/list.ts';
import { openWorkgroup } from '../../src/services/workgroups/open.ts';
import { ownWorkgroups } from '../../src/services/workgroups/own.ts';
import { changeWorkgroupRole, removeFromWorkgroup } from '../../src/services/workgroups/people.ts';
import { waitingIn } from '../../src/services/workgroups/waiting.ts';
import { models } from '../../src/store/index.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { makeAccount, nora, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting } from '../support/verbs.ts';

/** One operation as MongoDB's profiler notes it. */
interface Profiled {
  op: string;
  ns: string;
  planSummary?: string;
  docsExamined?: number;
  keysExamined?: number;
  command: Record<string, unknown>;
}

let world: World;
let operations: Profiled[];

beforeAll(async () => {
  world = await startWorld({ people: residents, isBroken: true });
  const { db } = world.store.connection;
  if (!db) throw new Error('no database');
  await makeCrowd();
  await db.createCollection('system.profile', { capped: true, size: 64 * 1024 * 1024 });
  await db.command({ profile: 2, slowms: 0 });
  await everythingThatPeopleDo();
  await db.command({ profile: 0 });
  operations = (await db
    .collection('system.profile')
    .find({ op: { $in: ['query', 'command', 'update', 'remove', 'getmore'] } })
    .toArray()) as unknown as Profiled[];
});

/** Records of the same tenant that have nothing to do with what people do here: a query that reads them is a slow one. */
const crowd = 1500;
const onePerTenant = ['tenants', 'auditHeads', 'purges'];
async function makeCrowd(): Promise<void> {
  const at = new Date(0);
  const shared = {
    organizationId: 'org_CROWD',
    status: 'revoked',
    createdAt: at,
    expiresAt: at,
    endedAt: at,
  };
  for (const model of models(world.store)) {
    const { name } = model.collection;
    if (onePerTenant.includes(name)) continue;
    const rows = Array.from({ length: crowd }, (_, index) => {
      const id = `crowd_${String(index).padStart(5, '0')}`;
      const own = {
        key: id,
        usernameKey: id,
        emailKey: id,
        domain: id,
        commandId: id,
        name: id,
        nearKey: id,
        nameKey: id,
        workgroupId: id,
        partnerId: id,
        number: index,
      };
      const status = name === 'outbox' ? 'sent' : shared.status;
      const ids = { identityKeys: [id], accountId: id, subjects: [id], about: { id }, liveKey: id };
      return { ...shared, ...own, ...ids, _id: id as never, tenantId: workspace.id, status };
    });
    await model.collection.insertMany(rows);
  }
}

/** The knock flow with its side paths, all lists, all Homes, and the sweeps. */
async function everythingThatPeopleDo(): Promise<void> {
  const reviewer = await acting(world.gatehouse.runtime, olga.id);
  await expect(reviewDirect(reviewer, 'drf_unknown')).rejects.toThrow('out of date');
  const { runtime, install } = world.gatehouse;
  await rememberTenant(runtime, { ...install, tokenPrint: 'one' });
  await makeAccount(world, nora);
  const [owner, admin, newcomer, asker] = [olga, adam, iris, nora].map(({ id }) => world.person(id)) as [
    Driver,
    Driver,
    Driver,
    Driver,
  ];
  await owner.command('/invite-user', `${iris.email}, ada@guest.example, bo@guest.example`);
  await owner.submit();
  await owner.close({ all: true });
  await owner.command('/invite-user', 'a.da@guest.example');
  await owner.submit();
  await owner.close({ all: true });
  await world.settled();

  await newcomer.command('/request-access', '0000-0000-0000-0000-0000');
  await asker.command('/request-access', world.codeFor('ada@guest.example'));
  await newcomer.command('/request-access', world.codeFor(iris.email));
  await newcomer.enter('username', 'iris');
  await newcomer.fill({ provider: 'github', providerUsername: 'iris-newman' });
  await newcomer.submit();
  await newcomer.close({ all: true });
  await world.settled();
  for (const person of [owner, admin, newcomer, asker]) await person.openHome();

  await admin.command('/access-requests');
  await admin.press('request-approve', { in: 'modal' });
  await admin.fill({ role: 'member' });
  await admin.submit();
  await admin.close({ all: true });
  await admin.command('/access-requests');
  await admin.press('request-deny', { in: 'modal' });
  await admin.submit();
  await admin.close({ all: true });
  await world.settled();
  await newcomer.press('offer-accept', { in: 'message' });
  await world.settled();

  for (const filter of ['', 'pending', 'redeemed', 'accepted', 'expired', 'undeliverable']) {
    await owner.command('/invitations', filter);
    await owner.close({ all: true });
  }
  await owner.command('/invitations', 'pending');
  await owner.press('invitation-open', { in: 'modal' });
  await owner.press('invitation-resend', { in: 'modal' });
  await owner.press('invitation-revoke', { in: 'modal' });
  await owner.close({ all: true });
  await owner.command('/invite-user');
  await owner.press('invite-account', { in: 'modal' });
  await owner.fill({ email: nora.email, username: 'nobody', role: 'member' });
  await owner.submit();
  await owner.fill({ username: 'nora' });
  await owner.submit();
  await owner.close({ all: true });
  await world.settled();
  await asker.press('offer-decline', { in: 'message' });
  await owner.command('/gatehouse', 'organization');
  await owner.fill({ domain: 'aster-labs' });
  await owner.submit();
  await owner.close({ all: true });
  await partnersAndWorkgroups();
  await importPeople();
  for (const person of [owner, admin, newcomer, asker]) await person.openHome();
  world.clock.advance(31 * 86_400_000);
  await world.gatehouse.catchUp();
  await world.settled();
  await keepTheAudit();
}

/** Looked up, taken along, sealed, and in the end too old to be kept. */
async function keepTheAudit(): Promise<void> {
  const { runtime } = world.gatehouse;
  const owner = () => acting(runtime, olga.id);
  const [aster] = await organizationsFor(await owner(), 'audit:view');
  const organizationId = aster?.organization._id ?? '';
  const { actor } = await owner();
  const filter = {
    ...wholeAudit,
    group: 'access',
    accountId: actor.account?.id ?? null,
    from: '2025-01-01',
  } as const;
  const { older } = await listAudit(await owner(), { organizationId, filter: wholeAudit, cursor: null });
  for (const each of [wholeAudit, filter])
    await listAudit(await owner(), { organizationId, filter: each, cursor: { before: older ?? '' } });
  for await (const _ of exportAudit(await owner(), organizationId, filter));
  const job = () =>
    contextFor(runtime, { kind: 'system', tenantId: workspace.id, name: 'retention' }, newId(runtime, 'cmd'));
  await sealAudit(job());
  world.clock.advance(4 * 365 * 86_400_000);
  await purgeOld(job());
}

/** All that people do with partners and workgroups. */
async function partnersAndWorkgroups(): Promise<void> {
  const { runtime } = world.gatehouse;
  const by = () => acting(runtime, olga.id);
  const [aster] = await organizationsFor(await by(), 'domains:edit');
  const organizationId = aster?.organization._id ?? '';
  const form = {
    name: 'Cedar',
    domain: 'cedar',
    notificationEmail: 'gate@cedar.example',
    approvalsChannelId: null,
  };
  const cedar = await setUpOrganization(await by(), form, { isWorkspaceAdmin: true });
  const partnerId = cedar.organizationId;
  const { collaborationId } = await addPartner(await by(), { organizationId, domain: 'cedar' });
  const input = { organizationId, name: 'Pilots', collaborative: 'yes' };
  const { workgroupId } = await createWorkgroup(await by(), input);
  await editWorkgroup(await by(), workgroupId, { name: 'Pilots', description: 'New' });
  const invite = async (more: object) =>
    inviteToWorkgroup(await by(), { workgroupId, role: 'admin', ...more });
  await invite({ emails: `${adam.email}, own@aster.example` });
  await invite({ emails: 'through@cedar.example', partnerId });
  await listWorkgroups(await by());
  await ownWorkgroups(await by());
  await listWorkgroups(await acting(runtime, nora.id));
  const { people } = await openWorkgroup(await by(), workgroupId, null);
  await changeWorkgroupRole(await by(), { grantId: people[0]?.grantId, role: 'member' });
  const { items } = await waitingIn(await by(), workgroupId, null);
  for (const { id } of items) await resendInvitation(await by(), id);
  await partnersOf(await by());
  await lossOfPartner(await by(), collaborationId);
  await removePartner(await by(), collaborationId);
  await removeFromWorkgroup(await by(), people[0]?.grantId ?? '');
  await archiveWorkgroup(await by(), workgroupId);
}

/** One file to its end, and another one that is cancelled; then the lists of both. */
async function importPeople(): Promise<void> {
  const { runtime } = world.gatehouse;
  const by = () => acting(runtime, olga.id);
  const [aster] = await organizationsFor(await by(), 'people:manage');
  const organizationId = aster?.organization._id ?? '';
  const read = async (text: string) => {
    const content = (async function* () {
      yield Buffer.from(text);
    })();
    return readImport(await by(), { organizationId, fileName: 'people.csv', size: text.length, content });
  };
  const { id } = await read(`email,role,workgroup\nbad,,\nimported@guest.example,member,\n${nora.email},,\n`);
  await startImport(await by(), id);
  await world.settled();
  await world.gatehouse.catchUp();
  expect(await importOverview(await by(), id)).toMatchObject({ status: 'done', total: 3 });
  await listImports(await by(), organizationId);
  await askForReport(await by(), id);
  for await (const _ of importReport(await by(), id));
  for await (const _ of exportPeople(await by(), organizationId));
  const broken = await read('email\n"x');
  expect(broken.status).toBe('failed');
  const other = await read('email\nother@guest.example\n');
  await cancelImport(await by(), other.id);
}

/** What tells two kinds of query apart: the collection, the operation and the names in its filter. */
function shapeOf({ ns, op, command }: Profiled): string {
  const pipeline = command.pipeline as [{ $match?: object }] | undefined;
  const filter = command.filter ?? command.q ?? command.query ?? pipeline?.[0]?.$match ?? {};
  const names = Object.keys(filter as object).sort();
  return `${ns.split('.')[1]} ${op} {${names.join(', ')}}`;
}

const isOurs = ({ ns }: Profiled) =>
  models(world.store).some((model) => ns.endsWith(`.${model.collection.name}`));

describe('queries', () => {
  it('were watched in every collection', () => {
    const seen = new Set(
      operations.filter(({ planSummary }) => planSummary).map(({ ns }) => ns.split('.')[1]),
    );
    const all = models(world.store).map((model) => model.collection.name);
    expect(all.filter((name) => !seen.has(name))).toEqual([]);
    expect(new Set(operations.filter(isOurs).map(shapeOf)).size).toBeGreaterThan(40);
  });

  it('use an index, each of them', () => {
    const scans = operations.filter(({ planSummary }) => planSummary?.includes('COLLSCAN'));
    expect([...new Set(scans.map(shapeOf))]).toEqual([]);
  });

  it('read little more than they need, however many records the tenant has', () => {
    const slow = operations
      .filter(isOurs)
      .filter(({ docsExamined = 0, keysExamined = 0 }) => Math.max(docsExamined, keysExamined) > crowd / 3);
    expect([...new Set(slow.map(shapeOf))]).toEqual([]);
  });

  it('stay in their tenant: by id, or by an index that begins with the tenant', () => {
    const others = operations
      .filter(isOurs)
      .filter(({ planSummary = 'EOF' }) => !/^(?:EOF|IDHACK|EXPRESS_|COUNT_SCAN|DISTINCT)/.test(planSummary))
      .filter(({ planSummary = '' }) =>
        planSummary
          .split(/,(?=\s*(?:IXSCAN|COUNT_SCAN))/)
          .some((plan) => !/\{ (?:tenantId|_id): 1/.test(plan)),
      );
    expect([...new Set(others.map((each) => `${shapeOf(each)} ${each.planSummary}`))]).toEqual([]);
  });

  it('always name the tenant, whatever else they ask for', () => {
    const without = operations
      .filter(isOurs)
      .filter(({ planSummary, command }) => planSummary && command.createIndexes === undefined)
      .filter((each) => !shapeOf(each).includes('tenantId'));
    expect([...new Set(without.map(shapeOf))]).toEqual([]);
  });
});

describe('indexes', () => {
  it('that are unique begin with the tenant, in every collection', async () => {
    for (const model of models(world.store)) {
      const indexes = await model.collection.indexes();
      const unique = indexes.filter(({ unique: isUnique }) => isUnique === true);
      expect(indexes.length, model.modelName).toBeGreaterThan(1);
      for (const { key, name } of unique) expect(Object.keys(key)[0], name).toBe('tenantId');
    }
  });

  it('are all made before the app serves, and stay as they are when they are made again', async () => {
    for (const model of models(world.store)) {
      const before = await model.collection.indexes();
      await model.createIndexes();
      expect(await model.collection.indexes()).toEqual(before);
      const declared = model.schema.indexes().length + 1;
      expect(before).toHaveLength(declared);
    }
  });
});
