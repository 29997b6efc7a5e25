import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { as } from '../../support/slack.ts';
import { IVAN, manifest, OLGA, PAT, startWorkspace, type TestWorkspace } from './fixture.ts';

let home: TestWorkspace;
beforeEach(async () => {
  home = await startWorkspace();
});
afterEach(() => home.stop());

const withoutScope = (scope: string) =>
  startWorkspace({
    manifest: manifest((source) => {
      const { scopes } = source.oauth_config;
      scopes.bot = scopes.bot.filter((one: string) => one !== scope);
      source.settings.event_subscriptions.bot_events = ['app_home_opened'];
    }),
  });

describe('a call', () => {
  it('needs a token, a known one, and one of the right type', async () => {
    const { slack, call } = home;
    expect(await call('auth.test', {}, '')).toMatchObject({ error: 'not_authed' });
    expect(await call('auth.test', {}, 'xoxb-other')).toMatchObject({ error: 'invalid_auth' });
    expect(await call('auth.test', {}, slack.appToken)).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await call('auth.test')).toMatchObject({ ok: true, team_id: 'T0HOME', user_id: slack.botUserId });
    expect(slack.violations).toHaveLength(3);
  });

  it('takes a form with JSON in it as well as JSON', async () => {
    const blocks = JSON.stringify([{ type: 'section', text: { type: 'mrkdwn', text: 'Hi' } }]);
    const body = new URLSearchParams({
      token: home.slack.botToken,
      channel: 'C0GENERAL',
      text: 'Hi',
      blocks,
    });
    const response = await fetch(`${home.slack.url}chat.postMessage`, { method: 'POST', body });
    expect(await response.json()).toMatchObject({ ok: true, message: { blocks: [{ type: 'section' }] } });
  });

  it.each([
    ['chat:write', 'chat.postMessage', { channel: 'C0GENERAL', text: 'x' }],
    ['users:read', 'users.info', { user: OLGA }],
    ['users:read.email', 'users.lookupByEmail', { email: 'olga@home.example' }],
    ['im:write', 'conversations.open', { users: OLGA }],
    ['channels:read', 'conversations.info', { channel: 'C0GENERAL' }],
  ])('needs %s for %s', async (scope, method, args) => {
    expect(await home.call(method, args)).toMatchObject({ ok: true });
    const poor = await withoutScope(scope);
    expect(await poor.call(method, args)).toMatchObject({
      error: 'missing_scope',
      needed: scope,
      provided: expect.stringContaining('commands'),
    });
    expect(poor.slack.violations[0]).toContain('missing_scope');
    await poor.stop();
  });

  it('must be of a method that is there', async () => {
    expect(await home.call('chat.shout')).toMatchObject({ ok: false, error: 'unknown_method' });
    expect(await home.call('api.test', { a: 1 }, '')).toMatchObject({ ok: true, args: { a: 1 } });
  });

  it('is kept in the log with its answer', async () => {
    await home.call('users.info', { user: OLGA });
    expect(home.slack.log.at(-1)).toMatchObject({
      method: 'users.info',
      args: { user: OLGA },
      response: { ok: true },
      at: expect.any(String),
    });
  });

  it('fails once the app is uninstalled', async () => {
    home.slack.faults.revokeTokens('account_inactive');
    expect(await home.call('auth.test')).toMatchObject({ error: 'account_inactive' });
  });
});

describe('rate limits', () => {
  it('hold messages to one a second in each channel, after a burst', async () => {
    const post = (channel: string) => home.call('chat.postMessage', { channel, text: 'x' });
    for (let n = 0; n < 5; n += 1) expect(await post('C0GENERAL')).toMatchObject({ ok: true });
    expect(await post('C0GENERAL')).toMatchObject({ status: 429, error: 'ratelimited', retryAfter: '1' });
    expect(await post('C0SHARED')).toMatchObject({ ok: true });
    expect(home.slack.violations).toEqual([]);
  });

  it('hold other methods to their tier', async () => {
    const info = () => home.call('conversations.info', { channel: 'C0GENERAL' });
    const answers = await Promise.all(Array.from({ length: 60 }, info));
    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    expect(answers.filter(({ ok }) => ok).length).toBeGreaterThanOrEqual(50);
  });

  it('can be switched off', async () => {
    const free = await startWorkspace({ rateLimits: false });
    const posts = Array.from({ length: 20 }, () =>
      free.call('chat.postMessage', { channel: 'C0GENERAL', text: 'x' }),
    );
    expect((await Promise.all(posts)).every(({ ok }) => ok)).toBe(true);
    await free.stop();
  });
});

describe('faults', () => {
  const post = () => home.call('chat.postMessage', { channel: 'C0GENERAL', text: 'x' });
  const messages = () => as(home.slack, OLGA).messages('general');

  it('meet the next calls, one each', async () => {
    const { faults } = home.slack;
    faults.next('chat.postMessage', { kind: 'error', error: 'fatal_error' }, { kind: 'http', status: 500 });
    expect(await post()).toMatchObject({ ok: false, error: 'fatal_error' });
    expect(await post()).toMatchObject({ status: 500 });
    expect(messages()).toEqual([]);
    expect(await post()).toMatchObject({ ok: true });
  });

  it.each([
    [undefined, '1'],
    ['30', '30'],
    ['soon', 'soon'],
    [null, null],
  ])('answer 429 with the Retry-After %s', async (retryAfter, header) => {
    home.slack.faults.next('*', { kind: 'ratelimited', ...(retryAfter === undefined ? {} : { retryAfter }) });
    expect(await post()).toMatchObject({ status: 429, retryAfter: header });
  });

  it('can do what was asked and break the connection', async () => {
    home.slack.faults.next('chat.postMessage', { kind: 'apply-then-reset' });
    await expect(post()).rejects.toThrow();
    expect(messages()).toHaveLength(1);
  });

  it('can do what was asked and never answer', async () => {
    home.slack.faults.next('chat.postMessage', { kind: 'apply-then-timeout' });
    const signal = AbortSignal.timeout(100);
    const body = new URLSearchParams({ token: home.slack.botToken, channel: 'C0GENERAL', text: 'x' });
    await expect(
      fetch(`${home.slack.url}chat.postMessage`, { method: 'POST', body, signal }),
    ).rejects.toThrow();
    expect(messages()).toHaveLength(1);
  });

  it('can be slow, and last until cleared', async () => {
    home.slack.faults.always('chat.postMessage', { kind: 'latency', ms: 60 });
    const before = performance.now();
    expect(await post()).toMatchObject({ ok: true });
    expect(performance.now() - before).toBeGreaterThan(50);
    home.slack.faults.always('*', { kind: 'error', error: 'internal_error' });
    expect(await home.call('auth.test')).toMatchObject({ error: 'internal_error' });
    home.slack.faults.clear();
    expect(await home.call('auth.test')).toMatchObject({ ok: true });
  });

  it('can take the app out of a channel and put it back', async () => {
    home.slack.faults.removeApp('C0GENERAL');
    expect(await post()).toMatchObject({ error: 'not_in_channel' });
    home.slack.faults.addApp('C0GENERAL');
    expect(await post()).toMatchObject({ ok: true });
  });
});

describe('people and conversations', () => {
  it('are described in the real shape', async () => {
    expect(await home.call('users.info', { user: OLGA })).toMatchObject({
      user: {
        id: OLGA,
        team_id: 'T0HOME',
        name: 'olga',
        is_bot: false,
        profile: { email: 'olga@home.example' },
      },
    });
    expect(await home.call('users.info', { user: home.slack.botUserId })).toMatchObject({
      user: { is_bot: true },
    });
    expect(await home.call('conversations.info', { channel: 'C0SHARED' })).toMatchObject({
      channel: { id: 'C0SHARED', is_member: true, is_ext_shared: true, is_private: false },
    });
    expect(await home.call('conversations.open', { users: IVAN })).toMatchObject({
      channel: { id: expect.stringMatching(/^D/) },
    });
    expect(await home.call('users.lookupByEmail', { email: 'IVAN@home.example' })).toMatchObject({
      user: { id: IVAN },
    });
    expect(home.slack.violations).toEqual([]);
  });

  it('show no address without its scope', async () => {
    const poor = await withoutScope('users:read.email');
    const { user } = await poor.call('users.info', { user: OLGA });
    expect((user as { profile: object }).profile).not.toHaveProperty('email');
    await poor.stop();
  });

  it('include outsiders only while a channel is shared with them', async () => {
    expect(await home.call('users.info', { user: PAT })).toMatchObject({
      user: { team_id: 'T0PARTNER', is_stranger: false },
    });
    expect(await home.call('users.lookupByEmail', { email: 'pat@home.example' })).toMatchObject({
      error: 'users_not_found',
    });
    home.slack.faults.removeApp('C0SHARED');
    expect(await home.call('users.info', { user: PAT })).toMatchObject({ error: 'user_not_found' });
    expect(await home.call('chat.postMessage', { channel: PAT, text: 'x' })).toMatchObject({
      error: 'channel_not_found',
    });
  });

  it('are refused when they are not there or not visible', async () => {
    expect(await home.call('users.info', { user: 'U0NOBODY' })).toMatchObject({ error: 'user_not_found' });
    expect(await home.call('users.lookupByEmail', { email: 'no@home.example' })).toMatchObject({
      error: 'users_not_found',
    });
    expect(await home.call('conversations.open', { users: 'U0NOBODY' })).toMatchObject({
      error: 'user_not_found',
    });
    expect(await home.call('conversations.info', { channel: 'G0SECRET' })).toMatchObject({
      error: 'channel_not_found',
    });
    await expect(home.slack.perform('U0NOBODY', { kind: 'open-home' })).rejects.toThrow('U0NOBODY');
  });

  it('has blocks.validate without a token', async () => {
    const blocks = [{ type: 'section' }];
    expect(await home.call('blocks.validate', { blocks }, '')).toMatchObject({ error: 'invalid_blocks' });
    expect(await home.call('blocks.validate', { blocks: [{ type: 'divider' }] }, '')).toMatchObject({
      ok: true,
    });
  });
});
