import nodemailer from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFaultMenu, type FaultMenu } from '../../src/sandbox/fault-menu.ts';
import { type Mailbox, startMailbox } from '../../src/sandbox/mailbox.ts';
import { adam, approvalsChannel, channels, iris, olga, people } from '../../src/sandbox/people.ts';
import { manifest, startWorkspace, type TestWorkspace } from './slack/fixture.ts';

let mailbox: Mailbox;
let home: TestWorkspace;
let menu: FaultMenu;
const state: { deactivated: string | null } = { deactivated: null };
let changes = 0;

beforeAll(async () => {
  mailbox = await startMailbox();
  const source = manifest(({ settings }) => settings.event_subscriptions.bot_events.push('user_change'));
  home = await startWorkspace({ manifest: source, people, channels, rateLimits: false });
  const { slack } = home;
  const onChange = () => {
    changes += 1;
  };
  menu = createFaultMenu({ mailbox, slack, state, onChange });
});
afterAll(async () => {
  await home.stop();
  await mailbox.stop();
});
beforeEach(() => menu.healAll());

const turn = (id: string, isOn: boolean, value?: string) =>
  menu.change({ id, isOn, ...(value === undefined ? {} : { value }) });
const shown = (id: string) => menu.list().find((fault) => fault.id === id);
const on = () => menu.list().filter(({ isOn }) => isOn);
const post = (channel = approvalsChannel) => home.call('chat.postMessage', { channel, text: 'hello' });
const userOf = async (user: string) => (await home.call('users.info', { user })).user as { deleted: boolean };

/** The code that the mail server answers, or how the connection ended. */
async function mailTo(to: string): Promise<unknown> {
  const { hostname: host, port } = new URL(mailbox.url);
  const patience = { greetingTimeout: 300, socketTimeout: 1_000 };
  const transport = nodemailer.createTransport({ host, port: Number(port), ...patience });
  const sending = transport.sendMail({ from: 'gate@aster.example', to, text: 'hello' });
  return sending.then(
    () => 'sent',
    ({ responseCode, code }) => responseCode ?? code,
  );
}

describe('a fault of the mail server', () => {
  it.each([
    ['mail-down', /^(?:ECONNECTION|ECONNRESET|ESOCKET)$/],
    ['mail-hangs', /^ETIMEDOUT$/],
  ])('%s keeps every mail out until it is switched off', async (id, ending) => {
    expect(await turn(id, true)).toEqual({ ok: true });
    expect(await mailTo(iris.email)).toMatch(ending);
    await turn(id, false);
    expect(await mailTo(iris.email)).toBe('sent');
  });

  it('refuses the addresses that were typed, and only those', async () => {
    expect(await turn('mail-refuses', true, '  ')).toEqual({
      ok: false,
      error: 'Type an address that is to be refused.',
    });
    expect(on()).toEqual([]);
    await turn('mail-refuses', true, `${iris.email.toUpperCase()}, ${adam.email}`);
    expect(await mailTo(iris.email)).toBe(550);
    expect(await mailTo(adam.email)).toBe(550);
    expect(await mailTo(olga.email)).toBe('sent');
    expect(shown('mail-refuses')).toMatchObject({ isOn: true, value: `${iris.email} ${adam.email}` });
  });
});

describe('a fault of Slack', () => {
  it('limits new messages alone', async () => {
    await turn('slack-limits', true);
    expect(await post()).toMatchObject({ status: 429, retryAfter: '30' });
    expect(await userOf(iris.id)).toMatchObject({ deleted: false });
    await turn('slack-limits', false);
    expect(await post()).toMatchObject({ ok: true });
  });

  it('makes it unavailable, and leaves the limit when it is back', async () => {
    await turn('slack-limits', true);
    await turn('slack-down', true);
    expect((await home.call('users.info', { user: iris.id })).status).toBe(503);
    await turn('slack-down', false);
    expect((await post()).status).toBe(429);
    expect(on().map(({ id }) => id)).toEqual(['slack-limits']);
  });

  it('archives the approvals channel', async () => {
    await turn('channel-archived', true);
    expect(await post()).toMatchObject({ error: 'is_archived' });
    await turn('channel-archived', false);
    expect(await post()).toMatchObject({ ok: true });
  });

  it('deactivates one person at a time, and tells the app', async () => {
    expect(await turn('person-deactivated', true, 'U0NOBODY')).toMatchObject({ ok: false });
    const told = () =>
      home.received
        .map(({ event }) => event as { type: string; user: { id: string; deleted: boolean } } | undefined)
        .flatMap((event) => (event?.type === 'user_change' ? [[event.user.id, event.user.deleted]] : []));
    await turn('person-deactivated', true, adam.id);
    expect((await userOf(adam.id)).deleted).toBe(true);
    expect(state.deactivated).toBe(adam.id);
    await turn('person-deactivated', true, iris.id);
    expect((await userOf(adam.id)).deleted).toBe(false);
    await menu.healAll();
    expect(told()).toEqual([
      [adam.id, true],
      [adam.id, false],
      [iris.id, true],
      [iris.id, false],
    ]);
  });
});

describe('the menu', () => {
  it('heals everything at once, and says so to whoever listens', async () => {
    await turn('mail-down', true);
    await turn('slack-down', true);
    await turn('channel-archived', true);
    await turn('person-deactivated', true, adam.id);
    expect(on()).toHaveLength(4);
    const before = changes;
    await menu.healAll();
    expect(on()).toEqual([]);
    expect(changes).toBeGreaterThan(before);
    expect(await mailTo(iris.email)).toBe('sent');
    expect(await post()).toMatchObject({ ok: true });
  });

  it('knows only its own faults', async () => {
    expect(await turn('earthquake', true)).toEqual({ ok: false, error: 'The sandbox has no such fault.' });
  });

  it('remembers over a restart who is deactivated, and tells nobody twice', async () => {
    const before = home.received.length;
    createFaultMenu({
      mailbox,
      slack: home.slack,
      state: { deactivated: adam.id },
      onChange() {},
    });
    expect((await userOf(adam.id)).deleted).toBe(true);
    expect(home.received).toHaveLength(before);
    home.slack.faults.deactivate(adam.id, false);
  });
});
