import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { ensureIndexes, openStore, type Store } from '../../src/store/index.ts';
import { openTestDatabase } from '../support/database.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

let store: Store;
let uri: string;
beforeAll(async () => {
  const database = await openTestDatabase();
  ({ uri } = database);
  store = openStore(database.connection);
  await ensureIndexes(store);
  const at = new Date();
  await store.tenants.insertMany([{ _id: 'T0ASTER', tenantId: 'T0ASTER', name: 'Aster', installedAt: at }]);
});

/** Runs `npm run verify-data` as npm does, without npm. */
async function verifyData(args: string[] = [], mongodbUri: string = uri) {
  const env = { ...process.env, MONGODB_URI: mongodbUri };
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/verify-data.ts', ...args], {
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

describe('npm run verify-data', () => {
  it('ends with 0 when all is well', async () => {
    expect(await verifyData()).toEqual({ code: 0, stdout: '', stderr: 'All invariants hold.\n' });
  });

  it('prints each violation on a line, as text or as JSON, and ends with 1', async () => {
    await store.directory.insertMany([
      { _id: 'dir_1', tenantId: 'T0ASTER', organizationId: 'org_gone', accountId: 'acc_gone', terms: ['x'] },
    ]);
    const text = await verifyData();
    expect(text).toEqual({
      code: 1,
      stdout:
        'I10 dir_1 names org_gone, which does not exist\nI10 dir_1 names acc_gone, which does not exist\n',
      stderr: '2 violations.\n',
    });
    const json = await verifyData(['--json', '--tenant', 'T0ASTER']);
    expect(json.code).toBe(1);
    expect(
      json.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([
      { invariant: 'I10', id: 'dir_1', problem: 'names org_gone, which does not exist' },
      { invariant: 'I10', id: 'dir_1', problem: 'names acc_gone, which does not exist' },
    ]);
    await store.directory.deleteMany({});
  });

  it('ends with 2 when it could not read what it was asked for', async () => {
    const unknown = await verifyData(['--tenant', 'T0NOBODY']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain(
      'There is no workspace T0NOBODY in this database. There is:\n  T0ASTER  Aster',
    );
    expect((await verifyData(['--quietly'])).code).toBe(2);
    expect((await verifyData([], '')).stderr).toContain('MONGODB_URI is missing');
    const away = await verifyData([], 'mongodb://user:secret@127.0.0.1:9/gatehouse');
    expect(away.code).toBe(2);
    expect(away.stderr).not.toContain('secret');
  });
});
