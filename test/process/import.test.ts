import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { importReport } from '../../src/services/imports/report.ts';
import { type ImportWorld, manyPeople, openImportWorld, textOf } from '../services/imports/world.ts';
import { eventually } from '../support/eventually.ts';
import { HOME } from '../support/verbs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const children = new Set<ChildProcess>();
let world: ImportWorld;
let uri: string;
let folder: string;

beforeAll(async () => {
  world = await openImportWorld();
  await world.join('mia', 'member');
  const { name } = world.store.connection;
  uri = inject('mongodbUri').replace(/^([^:]+:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gatehouse-import-')));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

function start(script: string, args: string[], more: Record<string, string> = {}): ChildProcess {
  const { MONGODB_URI: _, ...environment } = process.env;
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    cwd: root,
    env: { ...environment, ...more },
  });
  children.add(child);
  child.once('close', () => children.delete(child));
  return child;
}

/** Runs `npm run import` as npm does, without npm. */
async function run(args: string[], mongodbUri: string | null = uri) {
  const child = start('scripts/import.ts', args, mongodbUri === null ? {} : { MONGODB_URI: mongodbUri });
  const output = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...output };
}

async function fileOf(text: string): Promise<string> {
  const path = join(
    folder,
    `people-${Buffer.from(await crypto.subtle.digest('SHA-1', Buffer.from(text)))
      .toString('hex')
      .slice(0, 8)}.csv`,
  );
  await writeFile(path, text);
  return path;
}

// Each command is a process of its own, which takes seconds to begin on a busy machine.
vi.setConfig({ testTimeout: 90_000 });

const runner = () =>
  start('test/process/import-runner.ts', [], { MONGODB_URI: uri, TENANT: HOME, LEASE_MS: '1500' });

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill(signal);
  await ended;
}

const aster = ['--organization', 'aster', '--as', 'adam', '--no-dns'];

describe('an import whose process is killed', () => {
  it('goes on in the next one, and uploaded again it invites nobody twice (A68)', async () => {
    const count = 120;
    const good = count * 0.95;
    const file = manyPeople(count, 'killed');
    const { id } = await world.read(file);
    await world.start(id);
    const invited = () => world.store.invitations.countDocuments({ tenantId: HOME, emailKey: /^killed/ });
    // Two at once: whichever has the import is killed, and the other one takes over; then that one is killed too.
    const running = [runner(), runner()];
    for (const share of [0.3, 0.6]) {
      await eventually(async () => (await invited()) >= good * share, 180_000);
      const holder = running.pop();
      if (holder) await end(holder, 'SIGKILL');
    }
    const atKill = await invited();
    expect(atKill).toBeLessThan(good);
    const last = runner();
    await eventually(async () => (await world.overview(id)).status === 'done', 180_000);
    await end(last, 'SIGTERM');

    expect(await world.overview(id)).toMatchObject({
      total: count,
      done: count,
      counts: { 'waiting-for-account': good, invalid: count - good },
    });
    expect(await invited()).toBe(good);

    const path = await fileOf(file);
    const report = join(folder, 'report.csv');
    const again = await run([path, ...aster, '--report', report]);
    expect(again).toMatchObject({ code: 1 });
    expect(again.stdout).toContain('The same file was imported before. Nobody is invited twice.');
    expect(again.stdout).toContain(
      `Done:\n${count} lines\n  Invited already: ${good}\n  Invalid: ${count - good}\n`,
    );
    expect(await invited()).toBe(good);

    const lines = (text: string): Record<string, string>[] => parse(text, { columns: true, bom: true });
    const first = lines(await textOf(importReport(await world.by('adam'), id)));
    const second = lines(await readFile(report, 'utf8'));
    const outcomes = (all: Record<string, string>[]) =>
      [...new Set(all.map(({ outcome }) => outcome))].sort();
    expect([first.length, second.length]).toEqual([count, count]);
    expect(outcomes(first)).toEqual(['Invalid', 'Waiting for account']);
    expect(outcomes(second)).toEqual(['Invalid', 'Invited already']);
  }, 180_000);
});

describe('the command', () => {
  it('shows what would happen, does it, and says what happened', async () => {
    const path = await fileOf('email,role\nada@aster.example,admin\nmia@aster.example,member\n');
    const dryRun = await run([path, ...aster, '--dry-run']);
    const plan = '2 lines\n  Waiting for account: 1\n  Has access already: 1\n';
    expect(dryRun).toEqual({
      code: 0,
      stdout: `${plan}This is what would happen; nothing was done.\n`,
      stderr: '',
    });
    expect(await world.invitations('ada@aster.example')).toBe(0);
    expect(await run([path, ...aster])).toEqual({ code: 0, stdout: `${plan}Done:\n${plan}`, stderr: '' });
    expect(await world.invitations('ada@aster.example')).toBe(1);
  });

  it('names the lines with problems, and does the others', async () => {
    const path = await fileOf('email,colour\nbad,red\nben@aster.example,blue\n');
    const { code, stderr, stdout } = await run([path, ...aster]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /:1 {2}This column is not known and was not read: “colour”.*\n.*:2 {2}“bad” is not an e-mail address\.\n$/,
    );
    expect(stdout).toMatch(/Done:\n2 lines\n {2}Waiting for account: 1\n {2}Invalid: 1\n$/);
  });

  it('does nothing with a file that cannot be read', async () => {
    const path = await fileOf('email,note\ncarl@aster.example,"x\n');
    const { code, stderr, stdout } = await run([path, ...aster]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: 'Nothing was done.\n' });
    expect(stderr).toBe(
      `${path}:2  A cell that begins in this line with a quotation mark never ends. Add the closing mark, or remove the first one.\n`,
    );
    expect(await world.invitations('carl@aster.example')).toBe(0);
  });

  it.each<[string, string[], string | null, RegExp]>([
    ['without a file', [], null, /^Usage: npm run import/],
    ['without an organization', ['package.json', '--as', 'adam'], null, /^Say which organization/],
    ['with an option that it does not know', ['--force'], null, /--force(.*\n)+Usage: npm run import/],
    ['with a file that is not there', ['nowhere.csv', ...aster], null, /^There is no file nowhere\.csv\.\n$/],
    [
      'without a database',
      ['package.json', ...aster],
      null,
      /^MONGODB_URI is missing: .*\.env\.example\.\n$/,
    ],
  ])('says what to do and exits with 2 %s', async (_, args, mongodbUri, message) => {
    const { code, stdout, stderr } = await run(args, mongodbUri);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  it('invites as whoever configured the organization last, if they still may', async () => {
    const path = await fileOf('email\ndora@aster.example\n');
    const args = [path, '--organization', 'aster', '--no-dns'];
    const { code, stdout } = await run(args);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^olga invites, who configured Aster last\.\n1 lines\n/);
    const made = await world.store.invitations.findOne({ emailKey: 'dora@aster.example' }).lean();
    const olga = await world.store.accounts.findOne({ username: 'olga' }).lean();
    expect(made?.invitedBy).toBe(olga?._id);

    const configuredBy = (await world.store.accounts.findOne({ username: 'mia' }).lean())?._id ?? '';
    await world.store.organizations.updateOne({ domain: 'aster' }, { $set: { configuredBy } });
    const refused = await run(args);
    await world.store.organizations.updateOne(
      { domain: 'aster' },
      { $set: { configuredBy: olga?._id ?? '' } },
    );
    expect(refused).toMatchObject({
      code: 2,
      stderr: 'mia may not invite people to aster. Name an owner or admin of it: --as olga\n',
    });
  });

  it('names what was probably meant, and who may not', async () => {
    const refusals: [string, string, RegExp][] = [
      ['astre', 'adam', /^No organization has the login domain “astre”\. Did you mean “aster”\?\n$/],
      ['nowhere', 'adam', /^No organization has the login domain “nowhere”\. Check the spelling\.\n$/],
      ['aster', 'adamm', /^There is no account with the username adamm\./],
      ['aster', 'mia', /^mia may not invite people to aster\. Name an owner or admin of it: --as olga\n$/],
    ];
    for (const [organization, username, message] of refusals) {
      const { code, stderr } = await run(['package.json', '--organization', organization, '--as', username]);
      expect(code).toBe(2);
      expect(stderr).toMatch(message);
    }
  });

  it('explains itself', async () => {
    const { code, stdout } = await run(['--help'], null);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Usage: npm run import -- FILE --organization LOGIN-DOMAIN \[--as USERNAME\]/);
  });
});
