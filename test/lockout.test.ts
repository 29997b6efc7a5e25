/** Two processes with two tokens, of which Slack knows one (A55): the other stops, and nothing else does. */
import { WebClient } from '@slack/web-api';
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLockout, type Lockout } from '../src/lockout.ts';
import { people, workspace } from '../src/sandbox/people.ts';
import { type FakeSlack, startFakeSlack } from '../src/sandbox/slack/index.ts';
import { isFrozen, rememberTenant, resumeTenant } from '../src/services/tenants.ts';
import { buildManifest } from '../src/slack/manifest.ts';
import { minute, openWorld, TENANT, type World } from './delivery/world.ts';
import { eventually } from './support/eventually.ts';

let world: World;
let slack: FakeSlack;
beforeAll(async () => {
  world = await openWorld();
  slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'socket' }),
    workspace,
    people,
    channels: [],
    transport: { kind: 'socket' },
  });
});
afterAll(() => slack.stop());

const logged: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });

/** A process that starts with this token. */
async function start(token: string, tokenPrint: string): Promise<Lockout> {
  await rememberTenant(world.runtime, { tenantId: TENANT, name: 'Home', tokenPrint });
  await resumeTenant(world.runtime, TENANT);
  const client = new WebClient(token, { slackApiUrl: slack.url, retryConfig: { retries: 0 } });
  return createLockout({ runtime: world.runtime, client, tenantId: TENANT, tokenPrint, log });
}

it('ends with the newer token, whatever a process with the old one finds out', async () => {
  const old = await start(slack.botToken, 'old');
  await old.suspect();
  expect(await old.tenantIds()).toEqual([TENANT]);
  const token = slack.faults.reinstall();
  await old.suspect();
  expect(await old.tenantIds()).toEqual([]);
  expect(await isFrozen(world.runtime, TENANT)).toBe(true);

  world.advance(minute);
  const newer = await start(token, 'new');
  const waiting = await world.put();
  // The old one looks at the database now and then, and goes on until Slack refuses it again.
  await eventually(async () => (await old.tenantIds()).length > 0);
  await old.suspect();
  expect(await old.tenantIds()).toEqual([]);
  expect(await isFrozen(world.runtime, TENANT)).toBe(false);
  expect(await world.row(waiting._id)).toMatchObject({ status: 'pending' });
  await newer.suspect();
  expect(await newer.tenantIds()).toEqual([TENANT]);
  await old.suspect();
  expect(logged.filter((line) => line.includes('Others work with a newer one'))).toHaveLength(1);
  expect(logged.join()).not.toContain(token);
});
