/**
 * Checks that what is stored agrees with itself. It only reads, on a secondary where there is one, and may run while
 * Gatehouse works.
 *
 *   npm run --silent verify-data                  one line for each violation, and a summary
 *   npm run --silent verify-data -- --json        the same as one JSON object a line
 *   npm run --silent verify-data -- --tenant ID   one workspace alone
 *   npm run --silent verify-data -- --settled     also messages that still wait: for when nothing is on its way
 *
 * The database is MONGODB_URI. Exit code: 0 when all is well, 1 with violations, 2 when it could not be read to the end.
 */
import { parseArgs } from 'node:util';
import { connect, databaseTime } from '../src/store/connection.ts';
import { openStore, type Store } from '../src/store/index.ts';
import { type VerifyOptions, verifyData } from '../src/verify/index.ts';
import type { Violation } from '../src/verify/violation.ts';

const USAGE = `Usage: npm run verify-data -- [--tenant ID] [--json] [--settled]

Reads the database of MONGODB_URI and prints every violation of the invariants, with the id of the record that it was
found at. It writes nothing, reads a secondary where there is one, holds at most 500 records and what belongs to them in
memory, and sees each batch as of one moment: it may run while Gatehouse works. Messages that wait are violations when
they have been due for an hour.

  --tenant ID   one workspace alone
  --json        one JSON object a line: {"invariant","id","problem"}
  --settled     messages that wait are violations, however young: for when nothing is on its way

Exit code: 0 when all is well, 1 with violations, 2 when the database could not be read to the end.
`;

/** After this many, more of them say nothing new. */
const printedAtMost = 1000;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      tenant: { type: 'string' },
      json: { type: 'boolean', default: false },
      settled: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const uri = process.env.MONGODB_URI?.trim();
  if (!uri)
    throw new Error(`MONGODB_URI is missing: the MongoDB replica set that Gatehouse uses.\n\n${USAGE}`);
  const connection = await connect(uri, { serverSelectionTimeoutMs: 5_000, maxPoolSize: 2 });
  try {
    const store = openStore(connection);
    await requireTenant(store, values.tenant);
    const options = {
      now: await databaseTime(connection),
      isSettled: values.settled,
      ...(values.tenant === undefined ? {} : { tenantId: values.tenant }),
    };
    return await print(store, options, values.json ? asJson : asLine);
  } finally {
    await connection.close();
  }
}

/** A mistyped id must not look like a workspace in which all is well. */
async function requireTenant(store: Store, tenantId: string | undefined): Promise<void> {
  const tenants = await store.tenants.find().read('secondaryPreferred').sort({ _id: 1 }).lean();
  if (tenantId === undefined || tenants.some(({ _id }) => _id === tenantId)) return;
  const list = tenants.map(({ _id, name }) => `  ${_id}  ${name}`).join('\n');
  throw new Error(`There is no workspace ${tenantId} in this database. There is:\n${list}`);
}

async function print(
  store: Store,
  options: VerifyOptions,
  format: (violation: Violation) => string,
): Promise<number> {
  let violations = 0;
  for await (const violation of verifyData(store, options)) {
    violations += 1;
    if (violations > printedAtMost) break;
    process.stdout.write(`${format(violation)}\n`);
  }
  process.stderr.write(`${summary(violations)}\n`);
  return violations === 0 ? 0 : 1;
}

function summary(violations: number): string {
  if (violations === 0) return 'All invariants hold.';
  if (violations > printedAtMost) return `More than ${printedAtMost} violations; the rest was not read.`;
  return violations === 1 ? 'One violation.' : `${violations} violations.`;
}

function asLine({ invariant, id, problem }: Violation): string {
  return `${invariant} ${id} ${problem}`;
}

function asJson(violation: Violation): string {
  return JSON.stringify(violation);
}
