import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { ensureIndexes, openStore, type Store } from '../../src/store/index.ts';
import { openTestDatabase } from '../support/database.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const tenantId = 'T0ASTER';
const day = 24 * 60 * 60 * 1000;

let store: Store;
let uri: string;
beforeAll(async () => {
  const database = await openTestDatabase({ isVerified: true });
  uri = database.uri;
  store = openStore(database.connection);
  await ensureIndexes(store);
  const at = new Date();
  await store.tenants.insertMany([{ _id: tenantId, tenantId, name: 'Aster Labs', installedAt: at }]);
  const endedAt = new Date(at.getTime() - 70 * day);
  await store.outbox.insertMany([
    {
      _id: 'msg_old',
      tenantId,
      key: 'old',
      template: 'code-attack',
      about: { type: 'tenant', id: tenantId },
      to: { via: 'slack', channel: 'U1' },
      status: 'sent',
      dueAt: endedAt,
      createdAt: endedAt,
      endedAt,
    },
  ]);
});

/** Runs `npm run retention` as npm does, without npm. */
async function retention(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/retention.ts', ...args], {
    cwd: root,
    env: { ...process.env, MONGODB_URI: uri },
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

it('shows what would go, removes it, and says how much', async () => {
  const dry = await retention('--dry-run', '--days', 'messages=60');
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toMatch(/^kind +ended before +would go\nmessages +\d{4}-\d\d-\d\dT\d\d:\d\dZ +1\n/);
  expect(await store.outbox.countDocuments()).toBe(1);
  const done = await retention('--days', 'messages=60');
  expect(done.stdout).toMatch(/removed\nmessages +\S+ +1\n[\s\S]*audit +\S+ +0\n$/);
  expect(await store.outbox.countDocuments()).toBe(0);
});

it('refuses what it does not understand', async () => {
  const refused = await retention('--days', 'people=3');
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--days takes a kind and a number, such as messages=30, not people=3.');
});

it('refuses fewer days than somebody needs', async () => {
  const few = await retention('--days', 'messages=3');
  expect(few).toMatchObject({ code: 2, stdout: '', stderr: 'messages is kept for 30 days at least.\n' });
});
