/**
 * The catalog as a file: apps with their roles and subscriptions, of all businesses of a workspace.
 *
 *   npm run --silent catalog -- export > catalog.yaml     prints it; --format json for JSON
 *   npm run catalog -- apply catalog.yaml --dry-run       shows what the file would change
 *   npm run catalog -- apply catalog.yaml                 changes it, all of it or nothing
 *
 * The database is MONGODB_URI. Where it holds several workspaces, --tenant says which.
 */
import { readFile, stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { applyCatalog, exportCatalog, previewCatalog } from '../src/services/catalog/file.ts';
import {
  type CatalogFile,
  catalogFileLimit,
  inOrder,
  type PlacedProblem,
  readCatalogFile,
} from '../src/services/catalog/read-file.ts';
import { contextFor, newId, type Runtime } from '../src/services/context.ts';
import { ensureIndexes } from '../src/store/index.ts';
import { Refusal, withRuntime } from './runtime.ts';

const USAGE = `Usage: npm run catalog -- export [--format yaml|json] [--tenant ID]
       npm run catalog -- apply FILE [--dry-run] [--tenant ID]`;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function run(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args);
  const [verb, path, ...rest] = positionals;
  if (verb === 'export' && path === undefined) {
    const { format } = values;
    if (format !== 'yaml' && format !== 'json') throw new Refusal(`"${format}" is neither yaml nor json.`);
    return withRuntime({ tenant: values.tenant, asksDns: false }, async (runtime, tenantId) => {
      print(await exportCatalog(runtime, tenantId), format);
      return 0;
    });
  }
  if (verb !== 'apply' || path === undefined || rest.length > 0) throw new Refusal(USAGE);
  const file = readCatalogFile(await contentOf(path));
  return withRuntime({ tenant: values.tenant, asksDns: false }, (runtime, tenantId) =>
    apply(runtime, tenantId, { path, file, isDryRun: values['dry-run'] }),
  );
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        format: { type: 'string', default: 'yaml' },
        'dry-run': { type: 'boolean', default: false },
        tenant: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Refusal(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function print(catalog: unknown, format: 'yaml' | 'json'): void {
  process.stdout.write(format === 'yaml' ? stringify(catalog) : `${JSON.stringify(catalog, null, 2)}\n`);
}

async function contentOf(path: string): Promise<string> {
  const { size } = await stat(path).catch(() => {
    throw new Refusal(`There is no file ${path}.`);
  });
  if (size > catalogFileLimit) throw new Refusal(`${path} is larger than 1 MB. Split it up.`);
  return readFile(path, 'utf8');
}

async function apply(
  runtime: Runtime,
  tenantId: string,
  { path, file, isDryRun }: { path: string; file: CatalogFile; isDryRun: boolean },
): Promise<number> {
  const plan = await previewCatalog(runtime, tenantId, file.businesses);
  const problems = inOrder([...file.problems, ...plan.problems.map(file.place)]);
  if (problems.length > 0) {
    process.stderr.write(`${problems.map((problem) => problemLine(path, problem)).join('\n')}\n`);
    const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
    process.stderr.write(`${count}; nothing was changed.\n`);
    return 1;
  }
  const planned = plan.changes.flatMap(({ lines }) => lines);
  if (isDryRun || planned.length === 0) return tell(planned, 'This is what would change; nothing was.');
  await ensureIndexes(runtime.store);
  const actor = { kind: 'system', tenantId, name: 'catalog' } as const;
  const { lines } = await applyCatalog(contextFor(runtime, actor, newId(runtime, 'cmd')), file.businesses);
  return tell(lines, 'Done.');
}

function problemLine(file: string, { line, column, path, text }: PlacedProblem): string {
  return `${file}:${line}:${column}  ${path === '' ? '' : `${path}: `}${text}`;
}

function tell(lines: readonly string[], end: string): number {
  process.stdout.write(lines.length === 0 ? 'Nothing to change.\n' : `${lines.join('\n')}\n${end}\n`);
  return 0;
}
