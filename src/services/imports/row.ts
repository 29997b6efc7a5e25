import { DomainError } from '../../domain/errors.ts';
import { type FileRow, readRow } from '../../domain/import-row.ts';
import { problemOutcomes } from '../../domain/imports.ts';
import { inLine } from '../../store/line.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import type { ImportRowRecord } from '../../store/models/import-row.ts';
import { command, type Effects } from '../command.ts';
import { type Context, newId } from '../context.ts';
import { whatIsThere } from '../invitations/place-free.ts';
import { spentBefore } from './earlier.ts';
import { type Given, giveAccess, RowRefused } from './give.ts';
import { judgeRow, type RowFacts, type Verdict } from './judge.ts';
import { keptForMs } from './read.ts';
import { authorizeImport, type ImportPlace } from './rights.ts';

/** An import as its rows are done. */
export interface ImportRun {
  found: ImportRecord;
  /** Earlier runs of the same file. */
  earlier: readonly string[];
}

/**
 * Does one row: a transaction that holds all that it gives and its outcome, so that whoever else has the same row, before or
 * after a crash, finds it done. What the person may not have is an outcome too.
 * @param context the person who started the import, with the row's own command
 * @returns whether it was done here, and not by another process
 * @throws DomainError `deny` when that person may no longer import, `busy` and `unsure` when the row is to be tried again
 * @throws ImportOver when the import has ended meanwhile
 */
export async function doRow(context: Context, run: ImportRun, row: ImportRowRecord): Promise<boolean> {
  const access = row.accesses.find(({ kind }) => kind === 'app');
  const attempt = () => giveRow(context, run, row);
  try {
    // People in this process may want the same seats at the same moment.
    return await (access?.kind === 'app' ? inLine(access.subscriptionId, attempt) : attempt());
  } catch (error) {
    const verdict = verdictOf(error);
    if (!verdict) throw error;
    return endRow(context, row, verdict);
  }
}

/** Ends a row that gives nothing. */
export async function endRow(context: Context, row: ImportRowRecord, verdict: Verdict): Promise<boolean> {
  return once(context, row, () => storeOutcome(context, row, verdict, []));
}

async function giveRow(context: Context, run: ImportRun, row: ImportRowRecord): Promise<boolean> {
  return once(context, row, async (effects) => {
    const place = await authorizeImport(context, run.found.organizationId);
    const facts = await factsOf(context, place, run, row);
    const judged = judgeRow(context, place, facts);
    if ('outcome' in judged) {
      return storeOutcome(context, row, judged, []);
    }
    const made: string[] = [];
    const noted = noting(effects, made);
    const given: Given[] = [];
    for (const access of judged.missing) given.push(await giveAccess(context, noted, place, facts, access));
    await storeOutcome(context, row, verdictOfAll(given), made);
  });
}

/** @returns false when the row's command was carried out before, by another process */
async function once(
  context: Context,
  { importId, tenantId }: ImportRowRecord,
  work: (effects: Effects) => Promise<void>,
): Promise<boolean> {
  const mine = newId(context, 'cmd');
  const first = await command(context, 'import.row', async (effects) => {
    const isRunning = await context.store.imports.exists({ _id: importId, tenantId, status: 'running' });
    if (!isRunning) throw new ImportOver(`${importId} has ended`);
    await work(effects);
    return mine;
  });
  return first === mine;
}

/** Notes which invitations are made. Who imports reads in the report what was given at once, and not in a message for each. */
function noting(effects: Effects, made: string[]): Effects {
  return {
    record(entry) {
      const [id] = entry.subjects;
      if (entry.action === 'invitation.created' && id) made.push(id);
      effects.record(entry);
    },
    send(message) {
      if (message.template !== 'offer-answered') effects.send(message);
    },
  };
}

async function factsOf(
  context: Context,
  { organization }: ImportPlace,
  { earlier }: ImportRun,
  row: ImportRowRecord,
): Promise<RowFacts> {
  const read = readAgain(row);
  const { tenantId } = context.actor;
  const emailKey = read.email.key;
  const account = await context.store.accounts.findOne({ tenantId, emailKey }).lean();
  const invitee = { emailKey, accountId: account?._id ?? null };
  const spent = await spentBefore(context, organization._id, earlier, [row.line]);
  const wanted: RowFacts['wanted'] = [];
  for (const access of row.accesses) {
    const taken = await whatIsThere(context, organization._id, access, invitee);
    wanted.push({ access, taken, spent: spent(row.line, access) });
  }
  return { row: read, account, wanted };
}

/** Only rows that could be read are left to do. */
function readAgain({ _id, cells }: ImportRowRecord): FileRow {
  const read = readRow(cells);
  if ('problem' in read) throw new Error(`${_id} cannot be read any more`);
  return read;
}

function verdictOfAll(given: readonly Given[]): Verdict {
  const outcomes = given.map(({ outcome }) => outcome);
  const remark = given.find((each) => each.remark !== null)?.remark ?? null;
  if (outcomes.includes('proposed')) return { outcome: 'proposed', remark };
  if (outcomes.includes('waiting-for-account')) return { outcome: 'waiting-for-account', remark };
  return { outcome: outcomes.includes('invited') ? 'invited' : 'granted', remark };
}

/** An error that says something about the row, and not about the moment or the person who acts. */
function verdictOf(error: unknown): Verdict | null {
  if (error instanceof RowRefused) return error.verdict;
  if (!(error instanceof DomainError)) return null;
  const { code, message, fields } = error;
  if (code === 'form' && 'subscriptionId' in fields && /^No free seats/.test(message)) {
    return { outcome: 'no-seat', remark: 'No seat was free. Import the line again when there is one.' };
  }
  return code === 'form' || code === 'stale' ? { outcome: 'refused', remark: message } : null;
}

/** @throws AlreadyDone when somebody else has done the row meanwhile: then nothing of this transaction stays */
async function storeOutcome(
  context: Context,
  { _id, tenantId }: ImportRowRecord,
  { outcome, remark }: Verdict,
  made: string[],
): Promise<void> {
  const isProblem = problemOutcomes.includes(outcome);
  const deleteAt = new Date(context.now().getTime() + keptForMs);
  const { modifiedCount } = await context.store.importRows.updateOne(
    { _id, tenantId, outcome: null },
    {
      $set: { outcome, remark, made, deleteAt, ...(isProblem ? { isProblem } : {}) },
      $unset: { begun: 1, ...(isProblem ? {} : { isProblem: 1 }) },
    },
  );
  if (modifiedCount === 0) throw new AlreadyDone(`${_id} is done already`);
}

/** Somebody has cancelled the import: no row begins any more. */
export class ImportOver extends Error {
  override readonly name = 'ImportOver';
}

/** Another process has done the row. */
export class AlreadyDone extends Error {
  override readonly name = 'AlreadyDone';
}
