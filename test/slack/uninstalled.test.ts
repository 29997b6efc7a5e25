/** The token is taken back while Gatehouse runs (A55). */
import { randomBytes } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { Config } from '../../src/config.ts';
import { createGatehouse } from '../../src/gatehouse.ts';
import { createLog } from '../../src/log.ts';
import { adam } from '../../src/sandbox/people.ts';
import { isFrozen } from '../../src/services/tenants.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { acting, HOME, invited } from '../support/verbs.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});

const invite = async (email: string) => invited(await acting(world.gatehouse.runtime, adam.id), email);
const tell = async (type: string) => {
  await world.slack.sendEvent({ type, tokens: { bot: ['U0BOT'] } });
  await world.gatehouse.answered();
};

it('goes on when the event is about another token', async () => {
  await tell('tokens_revoked');
  expect(await isFrozen(world.gatehouse.runtime, HOME)).toBe(false);
  await invite('one@guest.example');
  await world.settled();
  expect(world.mailsTo('one@guest.example')).toHaveLength(1);
});

it('sends and sweeps nothing any more, and says so in the log once', async () => {
  world.slack.faults.revokeTokens();
  await tell('app_uninstalled');
  await tell('tokens_revoked');
  await eventually(() => isFrozen(world.gatehouse.runtime, HOME));
  const invitation = await invite('two@guest.example');
  await world.gatehouse.drain();
  world.clock.advance(30 * 86_400_000);
  await world.gatehouse.catchUp();
  await world.gatehouse.drain();
  expect(world.mailsTo('two@guest.example')).toEqual([]);
  expect(await world.store.invitations.findById(invitation._id).lean()).toMatchObject({ status: 'pending' });
  const lines = world.logged.filter((line) => line.includes('does not let Gatehouse in any more'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toContain(world.slack.botToken);
});

it('goes on when it is started with a new token: the owners hear of it, and what was to be said meanwhile is not', async () => {
  const { connection } = world.store;
  const botToken = world.slack.faults.reinstall();
  const config: Config = {
    slack: {
      botToken,
      apiUrl: world.slack.url,
      transport: { kind: 'socket', appToken: world.slack.appToken, healthPort: null },
    },
    mail: { url: world.mailbox.url, from: 'Gatehouse <gatehouse@aster.example>' },
    key: randomBytes(32),
    logLevel: 'debug',
  };
  const lines: string[] = [];
  const log = createLog('debug', { write: (line: string) => void lines.push(line) });
  const mailDomain = async () => 'ok' as const;
  const again = await createGatehouse(config, { connection, log, now: world.clock.now, mailDomain });
  await again.start();
  try {
    await again.ready();
    expect(await isFrozen(again.runtime, HOME)).toBe(false);
    await invited(await acting(again.runtime, adam.id), 'three@guest.example');
    await eventually(async () => {
      await again.drain();
      expect(world.mailsTo('three@guest.example')).toHaveLength(1);
      const [resumed] = await world.store.outbox.find({ template: 'tenant-resumed' }).lean();
      expect(resumed).toMatchObject({ status: 'sent' });
    });
    expect(world.mailsTo('two@guest.example')).toEqual([]);
    expect(lines.filter((line) => line.includes('lets Gatehouse in again'))).toHaveLength(1);
  } finally {
    await again.stop();
  }
});
