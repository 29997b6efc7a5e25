/**
 * Brings the people of a CSV file into an organization, as /gatehouse people does.
 *
 *   npm run import -- people.csv --organization aster --dry-run    shows what would happen
 *   npm run import -- people.csv --organization aster              does it, and prints what happened
 *
 * The database is MONGODB_URI. An invitation needs somebody who invites: --as is the username of an owner or admin; without it,
 * whoever set the organization up or moved its approvals channel last.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DomainError } from '../src/domain/errors.ts';
import { type ImportOverview, importLimits } from '../src/domain/imports.ts';
import { type Context, contextFor, newId, type Runtime } from '../src/services/context.ts';
import { cancelImport } from '../src/services/imports/cancel.ts';
import { importOverview } from '../src/services/imports/overview.ts';
import { readImport } from '../src/services/imports/read.ts';
import { importReport } from '../src/services/imports/report.ts';
import { runImports } from '../src/services/imports/run.ts';
import { startImport } from '../src/services/imports/start.ts';
import { ensureIndexes } from '../src/store/index.ts';
import { inviterOf, organizationOf } from './import/who.ts';
import { problemsIn, say, tellEnd, tellPlan, tellProblems, tellProgress } from './import/words.ts';
import { Refusal, withRuntime } from './runtime.ts';

const USAGE = `Usage: npm run import -- FILE --organization LOGIN-DOMAIN [--as USERNAME] [--dry-run]
                            [--report FILE] [--no-dns] [--tenant ID]

Invites the people of a CSV file into an organization of the database of MONGODB_URI. The first line names the columns, in
any order: email, first name, last name, role, app, subscription, app role, workgroup, workgroup role, access ends, note.
Only email is needed. The same file again invites nobody twice. Mails and messages leave with the running Gatehouse.

  --organization DOMAIN   its login domain
  --as USERNAME           who invites: an owner or admin of it. Without it, who configured the organization last
  --dry-run               shows what would happen, and does nothing
  --report FILE           writes a CSV file with what became of each line
  --no-dns                does not look up whether the domains of the addresses take mail
  --tenant ID             which workspace, where the database holds several

Ctrl-C stops after the line that is being done; the running Gatehouse goes on with the rest.

Exit code: 0 when every line was done or needs nothing, 1 when some lines were left out, 2 when nothing was done.
`;

/** How often the progress is printed, in milliseconds. */
const tellEveryMs = 1_000;

interface Wishes {
  path: string;
  organization: string;
  username: string | undefined;
  isDryRun: boolean;
  report: string | undefined;
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [path, ...rest] = positionals;
  const { organization, as: username, report } = values;
  if (path === undefined || rest.length > 0) throw new Refusal(USAGE);
  if (organization === undefined)
    throw new Refusal(`Say which organization: --organization aster\n\n${USAGE}`);
  const wishes = { path, organization, username, isDryRun: values['dry-run'], report };
  const size = await sizeOf(path);
  const options = { tenant: values.tenant, asksDns: !values['no-dns'] };
  return withRuntime(options, (runtime, tenantId) => bringIn(runtime, tenantId, wishes, size));
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        organization: { type: 'string' },
        as: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        report: { type: 'string' },
        tenant: { type: 'string' },
        'no-dns': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new Refusal(`There is no file ${path}.`);
  if (found.size > importLimits.bytes) throw new Refusal(`${path} is larger than 10 MB. Split it up.`);
  return found.size;
}

async function bringIn(runtime: Runtime, tenantId: string, wishes: Wishes, size: number): Promise<number> {
  await ensureIndexes(runtime.store);
  const organization = await organizationOf(runtime, tenantId, wishes.organization);
  const actor = await inviterOf(runtime, organization, wishes.username);
  const username = actor.account?.username ?? '';
  if (wishes.username === undefined) say(`${username} invites, who configured ${organization.name} last.`);
  const { _id: organizationId } = organization;
  const next = () => contextFor(runtime, actor, newId(runtime, 'cmd'));
  const fileName = basename(wishes.path);
  const file = { organizationId, fileName, size, content: createReadStream(wishes.path) };
  const checked = await inWords(readImport(next(), file), { ...wishes, username });
  tellProblems(wishes.path, checked);
  if (checked.status === 'failed') {
    say('Nothing was done.');
    return 2;
  }
  tellPlan(checked);
  if (wishes.isDryRun) {
    await writeReport(next(), checked, wishes.report);
    await cancelImport(next(), checked.id);
    say('This is what would happen; nothing was done.');
    return problemsIn(checked) > 0 ? 1 : 0;
  }
  await startImport(next(), checked.id);
  const ended = await runToTheEnd(runtime, next, checked);
  await writeReport(next(), ended, wishes.report);
  return tellEnd(ended);
}

/** What a person may not do, in the operator's words. */
async function inWords<T>(
  work: Promise<T>,
  { username, organization }: { username: string; organization: string },
): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'deny') {
      throw new Refusal(
        `${username} may not invite people to ${organization}. Name an owner or admin of it: --as olga`,
      );
    }
    throw error;
  }
}

/** Runs this import, and whichever runs beside it, until it has ended. */
async function runToTheEnd(
  runtime: Runtime,
  next: () => Context,
  { id }: ImportOverview,
): Promise<ImportOverview> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const telling = setInterval(() => void tellProgress(next(), id), tellEveryMs);
  const { tenantId } = next().actor;
  try {
    for (;;) {
      await runImports(runtime, tenantId, { signal: stopping.signal });
      const overview = await importOverview(next(), id);
      if (overview.status !== 'running' || stopping.signal.aborted) return overview;
      // Another process has it, or its rows wait.
      await sleep(500, undefined, { signal: stopping.signal }).catch(() => {});
    }
  } finally {
    clearInterval(telling);
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function writeReport(
  context: Context,
  { id }: ImportOverview,
  path: string | undefined,
): Promise<void> {
  if (path === undefined) return;
  await pipeline(Readable.from(importReport(context, id)), createWriteStream(path));
  say(`The report is in ${path}.`);
}
