import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { features } from '../../src/slack/app.ts';
import { buildManifest } from '../../src/slack/manifest.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = buildManifest({ kind: 'http', url: 'https://gatehouse.example.org' });

/** The app's own code; the sandbox plays Slack and is not the app. */
const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.startsWith('sandbox'))
  .map((path) => readFileSync(`${root}src/${path}`, 'utf8'));

const matches = (pattern: RegExp) => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''))),
];

/** @see https://docs.slack.dev/reference/methods */
const scopesOfMethods: Record<string, string[]> = {
  'auth.test': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.info': ['files:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** @see https://docs.slack.dev/reference/events */
const scopesOfEvents: Record<string, string[]> = {
  app_home_opened: [],
  app_uninstalled: [],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  tokens_revoked: [],
  user_change: ['users:read'],
};

const keysOf = (kind: 'commands' | 'shortcuts') =>
  features.flatMap((feature) => Object.keys(feature[kind] ?? {}));

const families =
  'admin|api|apps|auth|bookmarks|bots|calls|canvases|chat|conversations|dnd|emoji|files|functions|oauth|pins|reactions|search|team|usergroups|users|views';
/** Slack's methods; collections of the store have names like theirs. */
const usedMethods = matches(new RegExp(`(?<!\\bstore)\\.((?:${families})\\.\\w+)\\b`, 'g'));

describe('the manifest says what the code uses', () => {
  it('has the commands that the features listen to', () => {
    const commands = manifest.features.slash_commands.map(({ command }) => command as string);
    expect([...commands].sort()).toEqual(keysOf('commands').sort());
  });

  it('has the shortcuts that the features listen to', () => {
    const shortcuts = manifest.features.shortcuts.map((shortcut) => shortcut.callback_id as string);
    expect([...shortcuts].sort()).toEqual(keysOf('shortcuts').sort());
  });

  it('has the events that somebody listens to', () => {
    const listened = matches(/\bapp\.event\(\s*'([\w.]+)'/g).sort();
    const subscribed = manifest.settings.event_subscriptions.bot_events.map((event) => event.split('.')[0]);
    expect([...new Set(subscribed)].sort()).toEqual(listened);
    expect(listened).toEqual([
      'app_home_opened',
      'app_uninstalled',
      'message',
      'tokens_revoked',
      'user_change',
    ]);
  });

  it('has the scopes of the methods and events in use, and no other', () => {
    expect(usedMethods.sort()).toEqual(Object.keys(scopesOfMethods).sort());
    const events = manifest.settings.event_subscriptions.bot_events;
    expect([...events].sort()).toEqual(Object.keys(scopesOfEvents).sort());
    // `commands` for commands and shortcuts; addresses are hidden in profiles without `users:read.email`.
    const readsAddresses = sources.some((source) => source.includes('profile?.email'));
    const needed = [
      'commands',
      ...usedMethods.flatMap((method) => scopesOfMethods[method] ?? []),
      ...events.flatMap((event) => scopesOfEvents[event] ?? []),
      ...(readsAddresses ? ['users:read.email'] : []),
    ];
    expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...new Set(needed)].sort());
  });

  it('names no redirect: there is no OAuth flow', () => {
    expect(manifest.oauth_config).toEqual({ scopes: expect.anything() });
    expect(usedMethods.filter((method) => method.startsWith('oauth.'))).toEqual([]);
  });
});
