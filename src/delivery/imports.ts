import { importHiddenMessage } from '../../views/imports/import-hidden.ts';
import { importReportAskedMessage } from '../../views/imports/import-report-asked.ts';
import { importMessage, importReportComment } from '../../views/imports/import-state.ts';
import { peopleExportMessage } from '../../views/imports/people-export.ts';
import { DomainError, slackDate } from '../domain/errors.ts';
import { authorize, type Holder, holdersOf } from '../services/authority.ts';
import type { Context, Runtime } from '../services/context.ts';
import { askedKey, reportMark } from '../services/imports/ask-report.ts';
import { exportPeople } from '../services/imports/export.ts';
import { importOverview } from '../services/imports/overview.ts';
import { importReport } from '../services/imports/report.ts';
import { progressKey } from '../services/imports/tell.ts';
import { stoppedKey } from '../services/imports/tell-stopped.ts';
import { directMessageTo } from '../services/recipients.ts';
import type { ImportRecord } from '../store/models/import.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { Composed, FileToSend } from './compose.ts';
import { actingAs, asReader } from './reader.ts';

/** Whoever reads of an import, and what of it there is. */
interface Reader {
  context: Context;
  record: ImportRecord;
}

/** How often the message of an import that runs is written anew, at most. */
const lookMs = 3_000;
/** How long after Start was pressed an import has to be under way. */
const startMs = 60_000;
/** Whoever runs an import that is cancelled ends a moment later. */
const settleMs = 5_000;

/** What an import's message shows to whoever started it: in the end only whom to ask, if that person may not see it any more. @param since when it was asked for */
export async function importProgress(
  runtime: Runtime,
  row: OutboxRecord,
  since: Date,
): Promise<Composed | null> {
  const found = await starterOf(runtime, row);
  if (!found) return null;
  const overview = await unlessRefused(importOverview(found.context, row.about.id));
  if (!overview) return hidden(runtime, found.record);
  const now = runtime.now();
  const isChanging = isUnderWay(overview, since, now);
  return { message: importMessage(overview, now), ...(isChanging ? { againMs: lookMs } : {}) };
}

/** That an import had to stop, what was done and what is left, for an owner. */
export async function importStopped(runtime: Runtime, row: OutboxRecord): Promise<Composed | null> {
  const found = await ownerOf(runtime, row);
  const overview = found && (await unlessRefused(importOverview(found.context, row.about.id)));
  return overview && { message: importMessage(overview, runtime.now()) };
}

/** That the report comes, for who asked for it, if they may still have it. */
export async function importReportAsked(runtime: Runtime, row: OutboxRecord): Promise<Composed | null> {
  const found = await askerOf(runtime, row);
  const overview = found && (await unlessRefused(importOverview(found.context, row.about.id)));
  return overview && { message: importReportAskedMessage(overview) };
}

async function hidden(
  runtime: Runtime,
  { tenantId, organizationId, fileName }: ImportRecord,
): Promise<Composed | null> {
  const organization = await runtime.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  return organization && { message: importHiddenMessage({ fileName, organizationName: organization.name }) };
}

/** The report of an import, once it has ended. */
export async function importReportFile(
  runtime: Runtime,
  row: OutboxRecord,
): Promise<FileToSend | { laterMs: number } | null> {
  const { about, createdAt } = row;
  const { readerOf, after } = wayOf(row);
  const found = await readerOf(runtime, row);
  if (!found) return null;
  if (isUnderWay(found.record, createdAt, runtime.now())) return { laterMs: lookMs };
  const overview = found.record.startedAt && (await unlessRefused(importOverview(found.context, about.id)));
  if (!overview) return null;
  return {
    name: `${overview.fileName.replace(/\.[^.]*$/, '')}-report.csv`,
    comment: importReportComment(overview),
    after,
    content: importReport(found.context, about.id),
  };
}

/** To whom a report goes, and the key of the message that it follows there. */
function wayOf({ about, key, to }: OutboxRecord) {
  if (key.startsWith(`${askedKey(about.id)}:`)) {
    return { readerOf: askerOf, after: key.slice(0, -reportMark.length) };
  }
  if (key.startsWith(`${stoppedKey(about.id)}:`)) {
    const channel = to.via === 'slack' ? to.channel : '';
    return { readerOf: ownerOf, after: `${stoppedKey(about.id)}:${channel}` };
  }
  return { readerOf: starterOf, after: progressKey(about.id) };
}

export async function peopleExport(
  runtime: Runtime,
  { about, tenantId }: OutboxRecord,
): Promise<Composed | null> {
  const organization = await runtime.store.organizations.findOne({ _id: about.id, tenantId }).lean();
  return organization && { message: peopleExportMessage({ organizationName: organization.name }) };
}

/** The people of an organization, for who asked for them, if they still may. */
export async function peopleList(runtime: Runtime, row: OutboxRecord): Promise<FileToSend | null> {
  const { tenantId, about } = row;
  const context = await asReader(runtime, row);
  const organization = await runtime.store.organizations.findOne({ _id: about.id, tenantId }).lean();
  if (!context || !organization) return null;
  // A row that is tried again gets the stored answer of its command, whatever has become of the person meanwhile.
  if (!(await unlessRefused(authorize(context, 'people:manage', organization._id)))) return null;
  return {
    name: `people-of-${organization.domain}.csv`,
    comment: `The people of this list are those of ${slackDate(row.createdAt)}.`,
    after: row.key.replace(/:list$/, ''),
    content: exportPeople(context, organization._id),
  };
}

/** An outcome that a person is refused: then there is nothing to say. A database that is busy refuses nobody. */
export async function unlessRefused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'busy' || error.code === 'unsure') throw error;
    return null;
  }
}

/** Acts as whoever started the import, and for nobody else. */
async function starterOf(runtime: Runtime, row: OutboxRecord): Promise<Reader | null> {
  const { tenantId, to } = row;
  const record = await importOf(runtime, row);
  if (to.via !== 'slack' || record?.identity.userId !== to.channel) return null;
  const account = await runtime.store.accounts.findOne({ _id: record.startedBy, tenantId }).lean();
  return account && { context: actingAs(runtime, row, record.identity, account), record };
}

/** Acts as the owner whose conversation it is, as long as they are one. */
async function ownerOf(runtime: Runtime, row: OutboxRecord): Promise<Reader | null> {
  const { tenantId, to } = row;
  const record = await importOf(runtime, row);
  if (to.via !== 'slack' || !record) return null;
  const holders = await holdersOf(runtime, tenantId, record.organizationId, 'people:manage');
  const isTheirs = (holder: Holder) => directMessageTo(holder).some(({ channel }) => channel === to.channel);
  const accountId = holders.find(isTheirs)?.accountId;
  const account = accountId && (await runtime.store.accounts.findOne({ _id: accountId, tenantId }).lean());
  if (!account) return null;
  const [teamId = '', userId = ''] = account.identityKeys[0]?.split(':') ?? [];
  return { context: actingAs(runtime, row, { teamId, userId }, account), record };
}

/** Acts as the person who asked for it. */
async function askerOf(runtime: Runtime, row: OutboxRecord): Promise<Reader | null> {
  const record = await importOf(runtime, row);
  const context = record && (await asReader(runtime, row));
  return context && { context, record };
}

function importOf({ store }: Runtime, { about, tenantId }: OutboxRecord): Promise<ImportRecord | null> {
  return store.imports.findOne({ _id: about.id, tenantId }).lean();
}

/** Whether there is more to come: it runs, or Start was pressed at `since`, or rows that were under way at its end still come in. */
function isUnderWay(
  { status, startedAt, endedAt }: Pick<ImportRecord, 'status' | 'startedAt' | 'endedAt'>,
  since: Date,
  now: Date,
): boolean {
  const isYounger = (time: Date | null, ms: number) => time !== null && now.getTime() - time.getTime() < ms;
  if (status === 'checked') return isYounger(since, startMs);
  if (status === 'cancelled') return startedAt !== null && isYounger(endedAt, settleMs);
  return status === 'running';
}
