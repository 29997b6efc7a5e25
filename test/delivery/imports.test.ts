/** The message of an import that runs: one writer, at most every three seconds, through a restart and a limit of Slack's. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDispatcher, type Dispatcher } from '../../src/delivery/dispatcher.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import { type FakeSlack, startFakeSlack } from '../../src/sandbox/slack/index.ts';
import { actingAccount, findAccountOf } from '../../src/services/accounts.ts';
import { contextFor } from '../../src/services/context.ts';
import { askForReport } from '../../src/services/imports/ask-report.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import type { ImportRecord } from '../../src/store/models/import.ts';
import { type ImportRowRecord, importRowId } from '../../src/store/models/import-row.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import { ADA, day, IVAN, minute, OLGA, openWorld, second, TENANT, type World } from './world.ts';

const importId = 'imp_1';
const about = { type: 'import', id: importId } as const;

let world: World;
let slack: FakeSlack;
let shown: OutboxRecord;
let follow: OutboxRecord;
let report: OutboxRecord;
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'socket' }),
    workspace: { id: TENANT, name: 'Home' },
    people: [
      [ADA, 'ada'],
      [OLGA, 'olga'],
      [IVAN, 'ivan'],
    ].map(([id = '', name = '']) => ({
      id,
      name,
      realName: `${name} Test`,
      title: '',
      email: `${name}@home.example`,
      isWorkspaceAdmin: false,
      isHome: true,
    })),
    channels: [],
    transport: { kind: 'socket' },
  });
  await putImport();
  const direct = { via: 'slack', channel: ADA } as const;
  shown = await world.put({
    template: 'import-progress',
    about,
    to: direct,
    key: `import-progress:${importId}`,
  });
  follow = await world.put({ template: 'import-progress', about, to: { via: 'refresh', copyOf: shown._id } });
  report = await world.put({ template: 'import-report', about, to: { ...direct, file: true } });
});
afterEach(async () => {
  expect(slack.violations).toEqual([]);
  await slack.stop();
  await world.runtime.store.imports.deleteMany({});
  await world.runtime.store.importRows.deleteMany({});
  await world.clear();
});

async function putImport(): Promise<void> {
  const now = world.runtime.now();
  const whole: ImportRecord = {
    _id: importId,
    tenantId: TENANT,
    organizationId: 'org_acme',
    fileName: 'people.csv',
    size: 100,
    digest: 'x',
    columns: ['email'],
    status: 'running',
    startedBy: 'acc_ada',
    identity: { teamId: TENANT, userId: ADA },
    total: 1,
    done: 0,
    counts: {},
    problem: null,
    notices: [],
    seats: [],
    stoppedBecause: null,
    createdAt: now,
    startedAt: now,
    endedAt: null,
    leaseHolder: null,
    leaseUntil: now,
  };
  await world.runtime.store.imports.insertMany([whole], { lean: true });
  const row: ImportRowRecord = {
    _id: importRowId(importId, 2),
    tenantId: TENANT,
    importId,
    line: 2,
    cells: { email: 'ana@partner.example' },
    accesses: [],
    planned: 'invited',
    outcome: null,
    remark: null,
    made: [],
    tries: 0,
    notBefore: null,
    // MongoDB deletes by its own clock, which is not this test's.
    deleteAt: new Date(Date.now() + day),
  };
  await world.runtime.store.importRows.insertMany([row], { lean: true });
}

const change = (changed: Partial<ImportRecord>) =>
  world.runtime.store.imports.updateOne({ _id: importId }, { $set: changed });
const doRow = () => world.runtime.store.importRows.updateOne({ importId }, { $set: { outcome: 'invited' } });

/** A process of its own that delivers what is due now. */
async function deliver(): Promise<void> {
  const { runtime, tenantIds, log } = world;
  const { senders, close } = createSenders({
    runtime,
    smtpUrl: 'smtp://127.0.0.1:9',
    mailFrom: 'Gatehouse <gatehouse@home.example>',
    slackApiUrl: slack.url,
    tokenOf: async () => slack.botToken,
    log,
  });
  const dispatcher: Dispatcher = createDispatcher({ runtime, senders, tenantIds, log });
  await dispatcher.drain();
  await dispatcher.stop(1000);
  close();
}

const later = async (ms: number) => {
  world.advance(ms);
  await deliver();
};
/** The first look comes as soon as the message is there. */
const begin = async () => {
  await deliver();
  await later(2 * second);
};
const updates = () =>
  slack.log.filter(({ method, response }) => method === 'chat.update' && response.ok === true);
const shownTo = (userId: string) => Object.values(slack.screen(userId).messages).flat();
const text = () => Object.values(slack.screen(ADA).messages).flat()[0]?.text.replaceAll('\u2060', '');

describe('an import that runs', () => {
  it('is shown anew after three seconds, not before, by whichever process is there', async () => {
    await begin();
    const first = updates().length;
    expect(text()).toContain('0 of 1 lines are done');
    await doRow();
    await later(2.9 * second);
    expect(updates()).toHaveLength(first);
    await later(0.2 * second);
    expect(updates()).toHaveLength(first + 1);
    expect(text()).toContain('1 of 1 lines are done');
    expect(await world.row(follow._id)).toMatchObject({ status: 'pending', attempts: 0 });
    expect(await world.row(report._id)).toMatchObject({ status: 'pending', attempts: 0 });
  });

  it('is shown on for as long as it takes', async () => {
    await begin();
    for (let look = 0; look < 12; look += 1) await later(4 * second);
    expect(updates().length).toBeGreaterThanOrEqual(12);
    expect(await world.row(follow._id)).toMatchObject({ status: 'pending', attempts: 0 });
  });

  it('is shown by another process when one dies in the middle, and ends with the report', async () => {
    await begin();
    // A process took both rows, and nothing was heard of it again.
    const dueAt = new Date(world.runtime.now().getTime() + 30 * second);
    await world.runtime.store.outbox.updateMany(
      { _id: { $in: [follow._id, report._id] } },
      { $set: { lease: 'gone:1', dueAt, attempts: 1 } },
    );
    await doRow();
    await change({ status: 'done', endedAt: world.runtime.now() });
    await later(minute);
    expect(text()).toBe('The file people.csv is imported into Acme: 1 of 1 lines worked.');
    expect(await world.row(follow._id)).toMatchObject({ status: 'sent' });
    expect(await world.row(report._id)).toMatchObject({ status: 'sent' });
    const messages = Object.values(slack.screen(ADA).messages).flat();
    expect(messages.map(({ files }) => files.map(({ name }) => name))).toEqual([[], ['people-report.csv']]);
  });

  it('A51: leaves Slack alone for as long as it asks', async () => {
    await begin();
    const before = updates().length;
    slack.faults.next('chat.update', { kind: 'ratelimited', retryAfter: '20' });
    await later(4 * second);
    await later(15 * second);
    expect(updates()).toHaveLength(before);
    await later(6 * second);
    expect(updates()).toHaveLength(before + 1);
    expect(await world.row(follow._id)).toMatchObject({ status: 'pending', attempts: 0 });
  });

  it('ends without a word of what was done for who may not see it any more, and the owners have the report', async () => {
    await begin();
    const { grants } = world.runtime.store;
    const { liveKey = '' } = (await grants.findById('grt_admin').lean()) ?? {};
    await grants.updateOne({ _id: 'grt_admin' }, { $set: { status: 'revoked' }, $unset: { liveKey: 1 } });
    await later(4 * second);
    const stoppedBecause = 'Ada Test may no longer import people. Line 2 and those after it were not done.';
    await change({ status: 'cancelled', endedAt: world.runtime.now(), stoppedBecause });
    const direct = { via: 'slack', channel: OLGA } as const;
    const key = `import-stopped:${importId}`;
    await world.put({ template: 'import-stopped', about, to: direct, key: `${key}:${OLGA}` });
    const file = { ...direct, file: true } as const;
    await world.put({ template: 'import-report', about, to: file, key: `${key}:report:${OLGA}` });
    await later(4 * second);
    await later(4 * second);
    await grants.updateOne({ _id: 'grt_admin' }, { $set: { status: 'active', liveKey } });
    expect(await world.row(follow._id)).toMatchObject({ status: 'sent' });
    expect(text()).toBe(
      "You can't import people into Acme any more, so the import of people.csv is not shown here. Ask an owner what was done.",
    );
    expect(JSON.stringify(shownTo(ADA))).not.toContain('import-cancel');
    expect(await world.row(report._id)).toMatchObject({ status: 'cancelled' });
    const [told, sent] = shownTo(OLGA);
    expect(told?.text.replaceAll('\u2060', '')).toBe(
      `The import of people.csv into Acme was cancelled after 0 of 1 lines. What was done stays. ${stoppedBecause}`,
    );
    expect(sent?.files.map(({ name }) => name)).toEqual(['people-report.csv']);
  });

  it('is told to no owner who is none any more', async () => {
    const to = { via: 'slack', channel: IVAN } as const;
    const key = `import-stopped:${importId}:${IVAN}`;
    const row = await world.put({ template: 'import-stopped', about, to, key });
    await deliver();
    expect(await world.row(row._id)).toMatchObject({ status: 'cancelled' });
  });
});

describe('an import that is not started after all', () => {
  it('is waited for a minute', async () => {
    await change({ status: 'checked', startedAt: null });
    await begin();
    expect(await world.row(report._id)).toMatchObject({ status: 'pending' });
    await later(minute);
    expect(await world.row(follow._id)).toMatchObject({ status: 'sent' });
    expect(await world.row(report._id)).toMatchObject({ status: 'cancelled' });
  });
});

describe('the report', () => {
  it('is tried again when its upload fails, and comes once', async () => {
    await change({ status: 'done', endedAt: world.runtime.now() });
    slack.faults.next('file_upload', { kind: 'http', status: 503 });
    await begin();
    await later(minute);
    expect(await world.row(report._id)).toMatchObject({ status: 'sent', attempts: 2 });
    const files = Object.values(slack.screen(ADA).messages).flatMap((list) =>
      list.flatMap(({ files }) => files),
    );
    expect(files).toHaveLength(1);
  });

  it('goes to who asked for it, after one message of its own, whatever becomes of the starter’s', async () => {
    const { runtime } = world;
    await change({ status: 'done', endedAt: runtime.now() });
    const stuck = new Date(runtime.now().getTime() + day);
    await runtime.store.outbox.updateOne({ _id: shown._id }, { $set: { dueAt: stuck } });
    const identity = { teamId: TENANT, userId: OLGA };
    const olga = await findAccountOf(runtime, { tenantId: TENANT, identity });
    const account = olga && actingAccount(olga);
    const actor = { kind: 'person', tenantId: TENANT, identity, account } as const;
    await askForReport(contextFor(runtime, actor, 'frm_1'), importId);
    expect(await runtime.store.audit.find({ action: 'import.report-asked' }).lean()).toMatchObject([
      { organizationId: 'org_acme', subjects: [importId], actor: 'acc_olga', actorName: 'Olga Test' },
    ]);
    slack.faults.next('file_upload', { kind: 'http', status: 503 });
    await begin();
    await later(minute);
    expect(shownTo(OLGA).map(({ text, files }) => files[0]?.name ?? text.replaceAll('\u2060', ''))).toEqual([
      'You asked for the report of the import of people.csv. It follows as a CSV file.',
      'people-report.csv',
    ]);
    expect(await world.row(report._id)).toMatchObject({ status: 'pending' });
  });

  it('does not come to who may not have it any more, nor what announces it', async () => {
    await change({ status: 'done', endedAt: world.runtime.now() });
    const key = `import-report-asked:${importId}:${IVAN}:frm_1`;
    const to = { via: 'slack', channel: IVAN, teamId: TENANT } as const;
    await world.put({ template: 'import-report-asked', about, to, key });
    const file = await world.put({
      template: 'import-report',
      about,
      to: { ...to, file: true },
      key: `${key}:report`,
    });
    await begin();
    expect(await world.row(file._id)).toMatchObject({ status: 'cancelled' });
    expect(shownTo(IVAN)).toEqual([]);
  });

  it('without a message to follow opens the conversation once, however often its upload fails', async () => {
    await change({ status: 'done', endedAt: world.runtime.now() });
    await world.runtime.store.outbox.deleteOne({ _id: shown._id });
    slack.faults.next('file_upload', { kind: 'http', status: 503 }, { kind: 'http', status: 503 });
    await deliver();
    await later(minute);
    await later(10 * minute);
    expect(shownTo(ADA).map(({ text, files }) => files[0]?.name ?? text)).toEqual([
      'A file for you follows.',
      'people-report.csv',
    ]);
  });

  it('waits a moment after a cancel, so that rows under way are in it', async () => {
    await change({ status: 'cancelled', endedAt: world.runtime.now() });
    await begin();
    expect(await world.row(report._id)).toMatchObject({ status: 'pending' });
    await later(4 * second);
    expect(await world.row(report._id)).toMatchObject({ status: 'sent' });
  });
});
