import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as } from '../../support/slack.ts';
import { button, IVAN, manifest, OLGA, PAT, section, startWorkspace, type TestWorkspace } from './fixture.ts';

let home: TestWorkspace;
beforeEach(async () => {
  home = await startWorkspace();
});
afterEach(() => home.stop());

const post = (args: object) => home.call('chat.postMessage', { text: 'Hello', ...args });

describe('chat.postMessage', () => {
  it('answers in the real shape and shows the message to every member', async () => {
    const posted = await post({ channel: 'C0GENERAL', blocks: [section('Hello')] });
    expect(posted).toMatchObject({
      ok: true,
      channel: 'C0GENERAL',
      ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      message: { type: 'message', user: home.slack.botUserId, text: 'Hello', bot_id: expect.any(String) },
    });
    expect(as(home.slack, IVAN).lastMessage('general')).toMatchObject({
      text: 'Hello',
      author: { kind: 'app' },
    });
    expect(as(home.slack, IVAN).unread('general')).toBe(1);
    expect(home.slack.violations).toEqual([]);
  });

  it('finds a channel by its name too', async () => {
    expect(await post({ channel: '#general' })).toMatchObject({ ok: true, channel: 'C0GENERAL' });
  });

  it('opens the direct conversation when posting to a person', async () => {
    const posted = await post({ channel: OLGA });
    expect(posted.channel).toMatch(/^D/);
    expect(as(home.slack, OLGA).lastMessage().text).toBe('Hello');
  });

  it.each([
    ['a public channel that the app is not in', 'C0RANDOM', 'not_in_channel'],
    ['a private channel that the app is not in', 'G0SECRET', 'channel_not_found'],
    ['a channel that is not there', 'C0NOWHERE', 'channel_not_found'],
    ['a person who is not there', 'U0NOBODY', 'channel_not_found'],
  ])('refuses %s', async (_what, channel, error) => {
    expect(await post({ channel })).toMatchObject({ ok: false, error });
  });

  it('posts anywhere public with chat:write.public', async () => {
    const open = await startWorkspace({
      manifest: manifest((source) => source.oauth_config.scopes.bot.push('chat:write.public')),
    });
    expect(await open.call('chat.postMessage', { channel: 'C0RANDOM', text: 'Hi' })).toMatchObject({
      ok: true,
    });
    await open.stop();
  });

  it('refuses an archived channel', async () => {
    home.slack.faults.archive('C0GENERAL');
    expect(await post({ channel: 'C0GENERAL' })).toMatchObject({ error: 'is_archived' });
  });

  it('refuses direct messages while the Messages tab is off', async () => {
    const closed = await startWorkspace({
      manifest: manifest((source) => {
        source.features.app_home.messages_tab_enabled = false;
      }),
    });
    expect(await closed.call('chat.postMessage', { channel: OLGA, text: 'Hi' })).toMatchObject({
      error: 'messages_tab_disabled',
    });
    await closed.stop();
  });

  it('refuses a message that says nothing', async () => {
    expect(await home.call('chat.postMessage', { channel: 'C0GENERAL' })).toMatchObject({ error: 'no_text' });
    expect(home.slack.violations).toHaveLength(1);
  });

  it('refuses bad blocks and names the place', async () => {
    const blocks = [section('x'.repeat(3001))];
    const refused = await post({ channel: 'C0GENERAL', blocks });
    expect(refused).toMatchObject({ ok: false, error: 'invalid_blocks' });
    expect(JSON.stringify(refused.response_metadata)).toMatch(/\[ERROR\].*\[json-pointer:\/blocks\/0/);
    expect(home.slack.violations[0]).toContain('invalid_blocks');
    expect(as(home.slack, IVAN).messages('general')).toEqual([]);
  });

  it('refuses blocks that are not a list', async () => {
    expect(await post({ channel: 'C0GENERAL', blocks: '{oops' })).toMatchObject({
      error: 'invalid_blocks_format',
    });
  });

  it('refuses blocks with more text in all than Slack takes', async () => {
    const blocks = Array.from({ length: 5 }, () => section('x'.repeat(2900)));
    expect(await post({ channel: 'C0GENERAL', blocks })).toMatchObject({ error: 'msg_blocks_too_long' });
  });

  it('cuts a text off at 40,000 characters, which counts as a broken rule', async () => {
    await post({ channel: 'C0GENERAL', text: 'x'.repeat(40_001) });
    expect(as(home.slack, IVAN).lastMessage('general').text).toHaveLength(40_000);
    expect(home.slack.violations).toHaveLength(1);
  });

  it('notes blocks without a text for notifications', async () => {
    expect(await post({ channel: 'C0GENERAL', text: '', blocks: [section('Hi')] })).toMatchObject({
      ok: true,
    });
    expect(home.slack.violations[0]).toContain('without text');
  });

  it('records whom a message would notify', async () => {
    const { slack } = home;
    await post({ channel: 'C0GENERAL', text: 'Hi', blocks: [section('<!channel> and <@U0IVAN|ivan>')] });
    expect(as(slack, IVAN).lastMessage('general').pings).toEqual(['channel', 'U0IVAN']);
    await post({ channel: 'C0GENERAL', text: '&lt;!channel&gt; <https://x.example|@here>' });
    expect(as(slack, IVAN).lastMessage('general').pings).toEqual([]);
    const plain = { type: 'section', text: { type: 'plain_text', text: '<!here>' } };
    await post({ channel: 'C0GENERAL', text: 'Hi', blocks: [plain] });
    expect(as(slack, IVAN).lastMessage('general').pings).toEqual([]);
  });
});

describe('chat.update and chat.delete', () => {
  it('rewrite the app’s own message', async () => {
    const { channel, ts } = await post({ channel: OLGA, blocks: [button('go')] });
    const updated = await home.call('chat.update', { channel, ts, text: 'Done' });
    expect(updated).toMatchObject({ ok: true, channel, ts, text: 'Done' });
    expect(as(home.slack, OLGA).lastMessage()).toMatchObject({ text: 'Done', blocks: [], edited: true });
    expect(await home.call('chat.delete', { channel, ts })).toMatchObject({ ok: true });
    expect(as(home.slack, OLGA).messages()).toEqual([]);
    expect(home.slack.violations).toEqual([]);
  });

  it('do not mark a message as edited that has blocks', async () => {
    const { channel, ts } = await post({ channel: OLGA });
    await home.call('chat.update', { channel, ts, text: 'Done', blocks: [section('Done')] });
    expect(as(home.slack, OLGA).lastMessage().edited).toBe(false);
  });

  it('need the id of the conversation, not of the person', async () => {
    const { ts } = await post({ channel: OLGA });
    expect(await home.call('chat.update', { channel: OLGA, ts, text: 'x' })).toMatchObject({
      error: 'channel_not_found',
    });
    expect(home.slack.violations).toHaveLength(1);
  });

  it('refuse a text over 4,000 characters', async () => {
    const { channel, ts } = await post({ channel: OLGA });
    const update = (length: number) => home.call('chat.update', { channel, ts, text: 'x'.repeat(length) });
    expect(await update(4001)).toMatchObject({ error: 'msg_too_long' });
    expect(await update(4000)).toMatchObject({ ok: true });
  });

  it('refuse what somebody else wrote, what is gone and what is ephemeral', async () => {
    await home.slack.perform(IVAN, { kind: 'say', conversation: 'C0GENERAL', text: 'Mine' });
    const { ts } = as(home.slack, IVAN).lastMessage('general');
    const of = (method: string, stamp: unknown) =>
      home.call(method, { channel: 'C0GENERAL', ts: stamp, text: 'x' });
    expect(await of('chat.update', ts)).toMatchObject({ error: 'cant_update_message' });
    expect(await of('chat.delete', ts)).toMatchObject({ error: 'cant_delete_message' });
    expect(await of('chat.update', '1.000001')).toMatchObject({ error: 'message_not_found' });
    const quiet = await home.call('chat.postEphemeral', { channel: 'C0GENERAL', user: OLGA, text: 'Psst' });
    expect(await of('chat.update', quiet.message_ts)).toMatchObject({ error: 'message_not_found' });
  });

  it('refuse an archived channel', async () => {
    const { channel, ts } = await post({ channel: 'C0GENERAL' });
    home.slack.faults.archive('C0GENERAL');
    expect(await home.call('chat.update', { channel, ts, text: 'x' })).toMatchObject({
      error: 'is_inactive',
    });
  });
});

describe('chat.postEphemeral', () => {
  const whisper = (args: object) => home.call('chat.postEphemeral', { text: 'Psst', ...args });

  it('shows a message to one member, who has nothing unread from it', async () => {
    expect(await whisper({ channel: 'C0GENERAL', user: OLGA })).toMatchObject({
      ok: true,
      message_ts: expect.any(String),
    });
    expect(as(home.slack, OLGA).lastMessage('general').ephemeral).toBe(true);
    expect(as(home.slack, OLGA).unread('general')).toBe(0);
    expect(as(home.slack, IVAN).messages('general')).toEqual([]);
  });

  it('refuses somebody who is not in the channel', async () => {
    expect(await whisper({ channel: 'C0GENERAL', user: PAT })).toMatchObject({
      error: 'user_not_in_channel',
    });
  });

  it('refuses a channel that the app is not in', async () => {
    expect(await whisper({ channel: 'C0RANDOM', user: OLGA })).toMatchObject({ error: 'not_in_channel' });
  });
});

describe('people in conversations', () => {
  const say = (userId: string, conversation: string, text = 'Hi') =>
    home.slack.perform(userId, { kind: 'say', conversation, text });

  it('write where they are members, and the app hears it', async () => {
    expect(await say(OLGA, 'C0GENERAL', 'a & b <@doorman>')).toEqual({ ok: true });
    expect(home.received[0]).toMatchObject({
      type: 'event_callback',
      team_id: 'T0HOME',
      event_id: expect.stringMatching(/^Ev/),
      authorizations: [{ user_id: home.slack.botUserId, is_bot: true }],
      event: { type: 'message', channel_type: 'channel', user: OLGA, channel: 'C0GENERAL' },
    });
    await say(OLGA, 'C0GENERAL', 'Hello @doorman');
    expect(home.received.at(-1)).toMatchObject({ event: { type: 'app_mention' } });
  });

  it('cannot write where they are not members, nor in an archived channel', async () => {
    expect(await say(PAT, 'C0GENERAL')).toMatchObject({ ok: false });
    home.slack.faults.archive('C0GENERAL');
    expect(await say(OLGA, 'C0GENERAL')).toMatchObject({ ok: false });
  });

  it('are not heard where the app is not a member or does not subscribe', async () => {
    await say(OLGA, 'C0RANDOM');
    await say(OLGA, 'G0ADMIN');
    expect(home.received).toEqual([]);
  });

  it('cannot write to the app when its Messages tab is read-only', async () => {
    const quiet = await startWorkspace({
      manifest: manifest((source) => {
        source.features.app_home.messages_tab_read_only_enabled = true;
      }),
    });
    const olga = as(quiet.slack, OLGA);
    const refused = { ok: false, error: 'Sending messages to this app has been turned off.' };
    expect(await olga.say('doorman', 'Hi')).toEqual(refused);
    expect(await olga.command('/door', '', 'doorman')).toEqual(refused);
    expect(olga.screen().conversations.find(({ kind }) => kind === 'app')?.readOnly).toBe(true);
    await quiet.stop();
  });
});
