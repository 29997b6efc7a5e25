/** Imports files with Gatehouse's own verbs. */
import { randomBytes } from 'node:crypto';
import { contextFor } from '../../src/services/context.ts';
import { importOverview } from '../../src/services/imports/overview.ts';
import { readImport } from '../../src/services/imports/read.ts';
import { runImports } from '../../src/services/imports/run.ts';
import { startImport } from '../../src/services/imports/start.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes } from '../../src/store/index.ts';
import { answerQuestions } from '../support/answer.ts';
import { fileOf, type ImportQuestion, isBad, startingRecords } from '../support/import-data.ts';
import { actorOf, organization, owner, tenantId } from '../support/records.ts';
import { openRuntime } from '../support/runtime.ts';

const runtime = openRuntime(await connect(process.env.MONGODB_URI ?? ''));
const { store } = runtime;
let begun = '';

answerQuestions<ImportQuestion>(async (question) => {
  switch (question.kind) {
    case 'prepare':
      return prepare();
    case 'import':
      return importNew(question.count);
    case 'begin':
      begun = await readAndStart(question.count);
      return null;
    case 'go-on':
      return goOn(question.forMs);
    case 'peak':
      return process.resourceUsage().maxRSS / 1024;
  }
});

async function prepare(): Promise<void> {
  await ensureIndexes(store);
  await store.accounts.insertMany(startingRecords.accounts);
  await store.organizations.insertMany(startingRecords.organizations);
  await store.grants.insertMany(startingRecords.grants);
}

async function importNew(count: number): Promise<number> {
  const id = await readAndStart(count);
  const from = performance.now();
  await runImports(runtime, tenantId);
  const tookMs = performance.now() - from;
  await requireDone(id, count);
  return tookMs;
}

async function goOn(forMs: number): Promise<number> {
  await runImports(runtime, tenantId, { signal: AbortSignal.timeout(forMs) });
  return (await importOverview(next(), begun)).done;
}

async function readAndStart(count: number): Promise<string> {
  const content = fileOf(randomBytes(4).toString('hex'), count);
  const file = { organizationId: organization._id, fileName: 'people.csv', size: 1, content };
  const { id } = await readImport(next(), file);
  await startImport(next(), id);
  return id;
}

async function requireDone(id: string, count: number): Promise<void> {
  const { status, counts } = await importOverview(next(), id);
  const bad = Array.from({ length: count }, (_, index) => isBad(index)).filter(Boolean).length;
  if (status === 'done' && counts['waiting-for-account'] === count - bad && (counts.invalid ?? 0) === bad)
    return;
  throw new Error(`the import is ${status}: ${JSON.stringify(counts)}`);
}

function next() {
  return contextFor(runtime, actorOf(owner), randomBytes(16).toString('hex'));
}
