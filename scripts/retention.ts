/**
 * Removes what is older than it is kept, as Gatehouse does once a day by itself.
 *
 *   npm run retention -- --dry-run                 shows how much would go
 *   npm run retention -- --days messages=30        does it, with fewer days than usual
 *
 * The database is MONGODB_URI.
 */
import { parseArgs } from 'node:util';
import { type RetentionKind, retention, retentionKinds } from '../src/domain/retention.ts';
import { contextFor, newId } from '../src/services/context.ts';
import { type Purged, purgeOld } from '../src/services/retention.ts';
import { ensureIndexes } from '../src/store/index.ts';
import { Refusal, withRuntime } from './runtime.ts';

const USAGE = `Usage: npm run retention -- [--dry-run] [--days KIND=N]… [--tenant ID]

Removes what is older than it is kept from the database of MONGODB_URI. The running Gatehouse does the same once a day, with
the usual days.

${retentionKinds.map(usualDays).join('\n')}

  --dry-run       shows how much would go, and removes nothing
  --days KIND=N   keeps this kind for N days; may be given for each kind
  --tenant ID     which workspace, where the database holds several

Exit code: 0 when it is done, 2 when nothing was done.
`;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}

function usualDays(kind: RetentionKind): string {
  const { name, days, atLeastDays } = retention[kind];
  return `  ${kind.padEnd(14)}  ${name}: ${days} days, ${atLeastDays} at least`;
}

async function run(args: string[]): Promise<number> {
  const { values } = readArguments(args);
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const days = readDays(values.days);
  const isDryRun = values['dry-run'];
  return withRuntime({ tenant: values.tenant, asksDns: false }, async (runtime, tenantId) => {
    await ensureIndexes(runtime.store);
    const actor = { kind: 'system', tenantId, name: 'retention' } as const;
    const context = contextFor(runtime, actor, newId(runtime, 'cmd'));
    const purged = await purgeOld(context, { days, isDryRun });
    process.stdout.write(table(purged, isDryRun));
    return 0;
  });
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        'dry-run': { type: 'boolean', default: false },
        days: { type: 'string', multiple: true, default: [] },
        tenant: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}

function readDays(wishes: readonly string[]): Partial<Record<RetentionKind, number>> {
  return Object.fromEntries(
    wishes.map((wish) => {
      const [name = '', days = ''] = wish.split('=');
      const kind = retentionKinds.find((each) => each === name);
      if (!kind || !/^\d{1,5}$/.test(days)) {
        throw new Refusal(`--days takes a kind and a number, such as messages=30, not ${wish}.\n\n${USAGE}`);
      }
      return [kind, Number(days)];
    }),
  );
}

function table(purged: readonly Purged[], isDryRun: boolean): string {
  const lines = [
    ['kind', 'ended before', isDryRun ? 'would go' : 'removed'],
    ...purged.map(({ kind, before, rows }) => [kind, `${before.toISOString().slice(0, 16)}Z`, String(rows)]),
  ];
  return lines
    .map(([kind = '', before = '', rows = '']) => `${kind.padEnd(16)}${before.padEnd(20)}${rows}\n`)
    .join('');
}
