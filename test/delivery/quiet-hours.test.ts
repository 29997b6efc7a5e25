/** What nobody waits on and comes late, sent to the fake Slack. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import { type FakeSlack, startFakeSlack } from '../../src/sandbox/slack/index.ts';
import { contextFor } from '../../src/services/context.ts';
import { snoozeRequest } from '../../src/services/reminders/snooze.ts';
import { remindDue } from '../../src/services/reminders/sweep.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import { acting } from '../support/verbs.ts';
import { ADA, CHANNEL, day, minute, openWorld, TENANT, type World } from './world.ts';

let world: World;
let slack: FakeSlack;
beforeAll(async () => {
  world = await openWorld();
  slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'socket' }),
    workspace: { id: TENANT, name: 'Home' },
    people: [
      {
        id: ADA,
        name: 'ada',
        realName: 'Ada Test',
        title: '',
        email: 'ada@home.example',
        isWorkspaceAdmin: false,
        isHome: true,
      },
    ],
    channels: [{ id: CHANNEL, name: 'approvals', members: ['APP'] }],
    transport: { kind: 'socket' },
  });
});
afterAll(() => slack.stop());

/** Delivers what is due as a process does that has just been started. */
async function deliver() {
  const { runtime, tenantIds, log } = world;
  const { senders, close } = createSenders({
    runtime,
    smtpUrl: 'smtp://127.0.0.1:9',
    mailFrom: 'gate@acme.example',
    slackApiUrl: slack.url,
    tokenOf: async () => slack.botToken,
    log,
  });
  const dispatcher = createDispatcher({ runtime, senders, tenantIds, log, concurrency: 1 });
  await dispatcher.drain();
  await dispatcher.stop(1000);
  close();
}

const heard = () => Object.values(slack.screen(ADA).messages).flat();
const rows = async () => (await world.rows('reminder')).map(({ status, attempts }) => ({ status, attempts }));

it('waits for working hours however late it is, and what was held up is one message then', async () => {
  await world.ask({ nextReminderAt: new Date(world.runtime.now().getTime() + day) });
  const other = await world.ask({ accountId: 'acc_olga', liveKey: 'other' });
  world.advance(day);
  const sweeping = { kind: 'system', tenantId: TENANT, name: 'reminders' } as const;
  await remindDue(contextFor(world.runtime, sweeping, 'reminders'));
  world.advance(5 * minute);
  await snoozeRequest(await acting(world.runtime, ADA, TENANT), other._id);
  expect(await rows()).toHaveLength(2);

  // Saturday at noon.
  world.advance(Date.UTC(2026, 0, 10, 12) - world.runtime.now().getTime());
  await deliver();
  expect(heard()).toEqual([]);
  const waiting = { status: 'pending', attempts: 0 };
  expect(await rows()).toEqual([waiting, waiting]);

  world.advance(Date.UTC(2026, 0, 12, 9) - world.runtime.now().getTime());
  await deliver();
  expect(heard()).toHaveLength(1);
  expect((await rows()).map(({ status }) => status).sort()).toEqual(['cancelled', 'sent']);
});
