import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureIndexes, openStore, type Store } from '../../src/store/index.ts';
import { openTestDatabase } from '../support/database.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tenantId = 'T0ASTER';
let store: Store;
let uri: string;
let folder: string;

beforeAll(async () => {
  const database = await openTestDatabase();
  uri = database.uri;
  store = openStore(database.connection);
  await ensureIndexes(store);
  const at = new Date();
  await store.tenants.insertMany([{ _id: tenantId, tenantId, name: 'Aster Labs', installedAt: at }]);
  await store.organizations.insertMany([
    {
      _id: 'org_aster',
      tenantId,
      name: 'Aster',
      domain: 'aster',
      notificationEmail: 'access@aster.example',
      approvalsChannelId: null,
      configuredBy: 'acc_olga',
      createdAt: at,
    },
  ]);
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gatehouse-catalog-')));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs `npm run catalog` as npm does, without npm. */
async function catalog(args: string[], mongodbUri: string | null = uri) {
  const { MONGODB_URI, ...environment } = process.env;
  const env = { ...environment, ...(mongodbUri === null ? {} : { MONGODB_URI: mongodbUri }) };
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/catalog.ts', ...args], {
    cwd: root,
    env,
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...output };
}

async function fileOf(text: string): Promise<string> {
  const path = join(folder, `${randomBytes(4).toString('hex')}.yaml`);
  await writeFile(path, text);
  return path;
}

const atlas = `businesses:
  - domain: aster
    apps:
      - name: Atlas
        roles:
          - name: Viewer
        subscriptions:
          - name: Team
            plan: Team
            seats: 10
`;
const lines = `+ app Atlas (aster): Viewer
+ subscription Team of Atlas (aster): plan Team, seats 10
`;

it('shows, applies and exports a catalog, and then has nothing to change', async () => {
  const path = await fileOf(atlas);
  const dryRun = await catalog(['apply', path, '--dry-run']);
  expect(dryRun).toEqual({
    code: 0,
    stdout: `${lines}This is what would change; nothing was.\n`,
    stderr: '',
  });
  expect(await store.apps.countDocuments()).toBe(0);
  expect(await catalog(['apply', path])).toEqual({ code: 0, stdout: `${lines}Done.\n`, stderr: '' });
  expect(await store.apps.countDocuments()).toBe(1);
  expect(await catalog(['export'])).toEqual({ code: 0, stdout: atlas, stderr: '' });
  const { stdout } = await catalog(['export', '--format', 'json']);
  expect(JSON.parse(stdout)).toMatchObject({ businesses: [{ domain: 'aster' }] });
  expect(await catalog(['apply', await fileOf(stdout)])).toMatchObject({
    code: 0,
    stdout: 'Nothing to change.\n',
  });
});

it('lists the problems of the file and of the database together, and changes nothing', async () => {
  const path = await fileOf(atlas.replace('seats: 10', 'seats: many').replace('aster', 'astra'));
  expect(await catalog(['apply', path])).toEqual({
    code: 1,
    stdout: '',
    stderr: `${path}:2:13  businesses[0].domain: There is no business “astra”. Did you mean “aster”? New ones are set up in Slack.
${path}:10:20  businesses[0].apps[0].subscriptions[0].seats: “many” is not a number of seats. Write a number from 1 to 1,000,000, or unlimited.
2 problems; nothing was changed.
`,
  });
});

it.each<[string, string[], string | null, RegExp]>([
  ['without a database', ['export'], null, /^MONGODB_URI is missing: .*\.env\.example\.\n$/],
  [
    'when nobody answers at its address',
    ['export'],
    'mongodb://secret:word@127.0.0.1:9/gatehouse',
    /^MongoDB at 127\.0\.0\.1:9 cannot be used: .*\n$/,
  ],
  ['without a verb', [], null, /^Usage: npm run catalog/],
  [
    'with an option that it does not know',
    ['export', '--force'],
    null,
    /--force(.*\n)+Usage: npm run catalog/,
  ],
  ['without a file', ['apply', 'nowhere.yaml'], null, /^There is no file nowhere\.yaml\.\n$/],
  [
    'with a format that it does not write',
    ['export', '--format', 'xml'],
    null,
    /^"xml" is neither yaml nor json\.\n$/,
  ],
])('says what to do and exits with 1 %s', async (_, args, mongodbUri, message) => {
  const { code, stdout, stderr } = await catalog(args, mongodbUri);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/ {4}at |secret|word/);
});

it('asks which workspace is meant when there are several', async () => {
  const other = { _id: 'T0OTHER', tenantId: 'T0OTHER', name: 'Other', installedAt: new Date() };
  await store.tenants.insertMany([other]);
  const refused = await catalog(['export']);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toBe(
    'This database holds several workspaces. Say which one with --tenant:\n  T0ASTER  Aster Labs\n  T0OTHER  Other\n',
  );
  expect(await catalog(['export', '--tenant', 'T0OTHER'])).toMatchObject({
    code: 0,
    stdout: 'businesses: []\n',
  });
  expect(await catalog(['export', '--tenant', 'T0ASTER'])).toMatchObject({ code: 0, stdout: atlas });
  expect((await catalog(['export', '--tenant', 'T0NONE'])).stderr).toContain('There is no workspace T0NONE');
});
