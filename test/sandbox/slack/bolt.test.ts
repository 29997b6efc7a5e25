/** A real Bolt app against the fake, over both of Slack's transports. */
import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeSlack, startFakeSlack } from '../../../src/sandbox/slack/index.ts';
import { eventually } from '../../support/eventually.ts';
import { as } from '../../support/slack.ts';
import {
  button,
  channels,
  IVAN,
  input,
  manifest,
  modal,
  OLGA,
  option,
  PAT,
  people,
  section,
} from './fixture.ts';

describe.each(['socket', 'http'] as const)('a Bolt app over %s', (kind) => {
  let slack: FakeSlack;
  let app: App;

  beforeEach(async () => {
    slack = await startFakeSlack({
      manifest: manifest(),
      workspace: { id: 'T0HOME', name: 'Home' },
      people,
      channels,
      transport: kind === 'socket' ? { kind } : { kind, requestUrl: '' },
    });
    const clientOptions = { slackApiUrl: slack.url };
    const receiver =
      kind === 'socket'
        ? new SocketModeReceiver({
            appToken: slack.appToken,
            installerOptions: { clientOptions },
            logLevel: LogLevel.ERROR,
          })
        : new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR });
    app = new App({
      token: slack.botToken,
      receiver,
      clientOptions,
      logLevel: LogLevel.ERROR,
      convoStore: false,
    });
    listen();
    const server = await app.start(0);
    if (kind === 'http') {
      const address = (server as import('node:http').Server).address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      slack.updateTransport({ kind, requestUrl: `http://127.0.0.1:${port}/slack/events` });
    }
  });

  afterEach(async () => {
    await app.stop();
    await slack.stop();
  });

  function listen(): void {
    const form = modal([
      input('email', { type: 'email_text_input' }),
      input('door', { type: 'external_select', min_query_length: 0 }),
    ]);
    app.command('/door', async ({ ack, command, client }) => {
      await ack(command.text === 'help' ? 'Doors open inwards.' : undefined);
      if (command.text === '') await client.views.open({ trigger_id: command.trigger_id, view: form });
    });
    app.shortcut('open-door', async ({ ack, shortcut, client }) => {
      await ack();
      await client.views.open({ trigger_id: shortcut.trigger_id, view: form });
    });
    app.options('door', async ({ ack, options }) => {
      const all = [option('front', 'Front door'), option('back', 'Back door')];
      const found = all.filter(({ value }) => String(value).includes(options.value));
      await ack({ options: found as never });
    });
    app.view('form', async ({ ack, view, client, body }) => {
      const email = view.state.values.email?.email?.value ?? '';
      if (email.endsWith('@bad.example')) {
        await ack({ response_action: 'errors', errors: { email: 'That domain is not welcome.' } });
        return;
      }
      await ack({ response_action: 'update', view: modal([button('more')], { callback_id: 'sent' }) });
      await client.chat.postMessage({
        channel: body.user.id,
        text: `Opened for ${email}`,
        blocks: [section(`Opened for ${email}`), button('undo', 'door-1', 'Undo')],
      });
    });
    app.view('sent', async ({ ack }) => {
      await ack({ response_action: 'push', view: modal([section('On top')], { callback_id: 'top' }) });
    });
    app.action('undo', async ({ ack, respond }) => {
      await ack();
      await respond({ replace_original: true, text: 'Undone.' });
      await respond('Only you see this.');
    });
    app.event('app_home_opened', async ({ event, client }) => {
      if (event.tab !== 'home') return;
      await client.views.publish({
        user_id: event.user,
        view: { type: 'home', blocks: [section('Your doors'), button('home-button')] },
      });
    });
    app.action('home-button', async ({ ack, body, client }) => {
      await ack();
      await client.views.publish({
        user_id: body.user.id,
        view: { type: 'home', blocks: [section('Pressed')] },
      });
    });
    app.message('knock', async ({ say }) => {
      await say('Who is there?');
    });
  }

  it('goes from a command through field errors, an update and a push', async () => {
    const olga = as(slack, OLGA);
    expect(await olga.command('/door')).toEqual({ ok: true });
    await eventually(() => olga.hasModal());

    await olga.fill({ email: 'x@bad.example', door: 'Front door' });
    expect(await olga.submit()).toMatchObject({ ok: false });
    expect(olga.errors()).toEqual({ email: 'That domain is not welcome.' });

    await olga.fill({ email: 'x@good.example' });
    expect(await olga.submit()).toEqual({ ok: true });
    expect(olga.modal().view.callback_id).toBe('sent');
    expect(await olga.submit()).toEqual({ ok: true });
    expect(olga.text()).toContain('On top');
    expect(olga.screen().modals).toHaveLength(2);

    await olga.close({ all: true });
    expect(olga.hasModal()).toBe(false);
    await eventually(() => expect(olga.lastMessage().text).toBe('Opened for x@good.example'));
    expect(slack.violations).toEqual([]);
  });

  it('answers a command in the acknowledgement, to its author alone', async () => {
    await as(slack, OLGA).command('/door', 'help');
    expect(as(slack, OLGA).lastMessage('general')).toMatchObject({
      text: 'Doors open inwards.',
      ephemeral: true,
    });
    expect(as(slack, IVAN).messages('general')).toEqual([]);
  });

  it('replaces a message and answers beside it when a button is pressed', async () => {
    const olga = as(slack, OLGA);
    await olga.shortcut('open-door');
    await eventually(() => olga.hasModal());
    await olga.fill({ email: 'x@good.example', door: 'back' });
    await olga.submit();
    await olga.close({ all: true });
    await eventually(() => olga.messages().length === 1);
    expect(olga.unread()).toBe(1);

    expect(await olga.press('undo', { text: 'Undo' })).toEqual({ ok: true });
    await eventually(() => olga.messages().length === 2);
    expect(olga.messages().map(({ text, ephemeral }) => [text, ephemeral])).toEqual([
      ['Undone.', false],
      ['Only you see this.', true],
    ]);
    expect(slack.violations).toEqual([]);
  });

  it('publishes Home when it is opened and hears its buttons', async () => {
    const olga = as(slack, OLGA);
    await olga.openHome();
    await eventually(() => olga.text('home').includes('Your doors'));
    await olga.press('home-button', { in: 'home' });
    await eventually(() => olga.text('home').includes('Pressed'));
    expect(slack.violations).toEqual([]);
  });

  it('answers a message in its conversation', async () => {
    const olga = as(slack, OLGA);
    await olga.say('doorman', 'knock knock');
    await eventually(() => expect(olga.lastMessage().text).toBe('Who is there?'));
  });

  it('lets somebody from another workspace press a button, but not type commands', async () => {
    await app.client.chat.postMessage({ channel: 'C0SHARED', text: 'Press', blocks: [button('undo')] });
    const pat = as(slack, PAT);
    expect(await pat.command('/door', '', 'shared')).toEqual({
      ok: false,
      error: '/door is not a valid command.',
    });
    expect(await pat.press('undo')).toEqual({ ok: true });
    await eventually(() => expect(pat.messages('shared')[0]?.text).toBe('Undone.'));
  });
});
