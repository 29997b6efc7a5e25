import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/sandbox/rules/limits.ts';
import { checkManifest } from '../../src/sandbox/rules/manifest.ts';
import { buildManifest, COMMANDS, EVENTS, SCOPES, SHORTCUTS } from '../../src/slack/manifest.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const committed: unknown = JSON.parse(readFileSync(`${root}manifest.json`, 'utf8'));
const socket = { kind: 'socket' } as const;
const http = { kind: 'http', url: 'https://gatehouse.example.org' } as const;
const chars = (length: number) => 'x'.repeat(length);

/** The manifest with one value set, or taken away, at a JSON pointer. */
function changed(path: string, value: unknown, mode: typeof socket | typeof http = socket): unknown {
  const copy = structuredClone(buildManifest(mode)) as Record<string, unknown>;
  const keys = path.split('/').slice(1);
  const last = keys.pop() ?? '';
  const parent = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  parent[last] = value;
  return copy;
}

const many = (count: number, make: (i: number) => object) => Array.from({ length: count }, (_, i) => make(i));
const commands = (count: number) => many(count, (i) => ({ command: `/c${i}`, description: 'A command' }));
const shortcuts = (count: number) =>
  many(count, (i) => ({ type: 'global', name: `S ${i}`, callback_id: `s${i}`, description: 'A shortcut' }));

describe('the manifest', () => {
  it('is committed as it is built', () => {
    expect(committed).toEqual(buildManifest(socket));
  });

  it('keeps to the rules in both modes', () => {
    expect(checkManifest(buildManifest(socket))).toEqual([]);
    expect(checkManifest(buildManifest(http))).toEqual([]);
  });

  it('names no address in Socket Mode and the same one everywhere over HTTP', () => {
    const urls = (value: unknown) => [...new Set(JSON.stringify(value).match(/https:[^"]*/g) ?? [])];
    expect(urls(buildManifest(socket))).toEqual([]);
    expect(urls(buildManifest(http))).toEqual(['https://gatehouse.example.org/slack/events']);
    expect(buildManifest({ ...http, url: `${http.url}/` })).toEqual(buildManifest(http));
  });

  it('gives a reason for every scope and every event, and no scope twice', () => {
    for (const { reason } of [...SCOPES, ...EVENTS]) expect(reason).toMatch(/^[A-Z].+\.$/);
    expect(new Set(SCOPES.map(({ scope }) => scope)).size).toBe(SCOPES.length);
  });

  it('escapes what people type, so that a mention cannot be forged', () => {
    const { slash_commands } = buildManifest(socket).features;
    expect(slash_commands.map((command) => command.should_escape)).toEqual(COMMANDS.map(() => true));
    expect(SHORTCUTS.map((shortcut) => shortcut.callback_id)).toEqual(['invite-user', 'request-access']);
  });
});

describe('a limit of the manifest accepts its last value and refuses the next', () => {
  it.each<[path: string, limit: number, make: (n: number) => unknown]>([
    ['/display_information/name', LIMITS.appName, chars],
    ['/display_information/description', LIMITS.appDescription, chars],
    ['/display_information/long_description', LIMITS.appLongDescription, chars],
    ['/features/bot_user/display_name', LIMITS.botName, chars],
    ['/features/slash_commands', LIMITS.commands, commands],
    ['/features/slash_commands/0/command', LIMITS.command, (n) => `/${chars(n - 1)}`],
    ['/features/slash_commands/0/description', LIMITS.commandDescription, chars],
    ['/features/slash_commands/0/usage_hint', LIMITS.commandUsageHint, chars],
    ['/features/shortcuts', LIMITS.shortcuts, shortcuts],
    ['/features/shortcuts/0/name', LIMITS.shortcutName, chars],
    ['/features/shortcuts/0/callback_id', LIMITS.callbackId, chars],
    ['/features/shortcuts/0/description', LIMITS.shortcutDescription, chars],
  ])('%s: %i', (path, limit, make) => {
    expect(checkManifest(changed(path, make(limit)))).toEqual([]);
    expect(checkManifest(changed(path, make(limit + 1)))).toEqual([
      { path, message: expect.stringContaining(`has more than ${limit}`) },
    ]);
  });

  it('asks for a long description of at least 175 characters', () => {
    const path = '/display_information/long_description';
    expect(checkManifest(changed(path, chars(LIMITS.appLongDescriptionMin)))).toEqual([]);
    expect(checkManifest(changed(path, chars(LIMITS.appLongDescriptionMin - 1)))).toHaveLength(1);
  });
});

describe('refuses', () => {
  it.each(
    [
      '',
      '/_metadata',
      '/display_information',
      '/features',
      '/features/app_home',
      '/features/bot_user',
      '/features/shortcuts/0',
      '/features/slash_commands/0',
      '/oauth_config',
      '/oauth_config/scopes',
      '/settings',
      '/settings/event_subscriptions',
      '/settings/interactivity',
    ].map((level) => `${level}/surprise`),
  )('the unknown key %s', (path) => {
    expect(checkManifest(changed(path, true))).toEqual([
      { path, message: expect.stringContaining('not a key') },
    ]);
  });

  it.each<[name: string, manifest: unknown, path: string, message: RegExp]>([
    ['nothing at all', undefined, '', /missing/],
    ['no name', changed('/display_information/name', undefined), '/display_information/name', /missing/],
    [
      'a color that is none',
      changed('/display_information/background_color', 'teal'),
      '/display_information/background_color',
      /hex/,
    ],
    [
      'a light color',
      changed('/display_information/background_color', '#9bd'),
      '/display_information/background_color',
      /too light/,
    ],
    [
      'a bot name with capitals',
      changed('/features/bot_user/display_name', 'Gatehouse'),
      '/features/bot_user/display_name',
      /a-z/,
    ],
    [
      'a built-in command',
      changed('/features/slash_commands/0/command', '/invite'),
      '/features/slash_commands/0/command',
      /of Slack itself/,
    ],
    [
      'a command without slash',
      changed('/features/slash_commands/0/command', 'invite-user'),
      '/features/slash_commands/0/command',
      /slash/,
    ],
    [
      'a command with capitals',
      changed('/features/slash_commands/0/command', '/Invite-User'),
      '/features/slash_commands/0/command',
      /lowercase/,
    ],
    [
      'a command with a space',
      changed('/features/slash_commands/0/command', '/invite user'),
      '/features/slash_commands/0/command',
      /lowercase/,
    ],
    [
      'a command twice',
      changed('/features/slash_commands/1/command', '/invite-user'),
      '/features/slash_commands',
      /twice/,
    ],
    [
      'a shortcut twice',
      changed('/features/shortcuts/1/callback_id', 'invite-user'),
      '/features/shortcuts',
      /twice/,
    ],
    [
      'a shortcut of no type',
      changed('/features/shortcuts/0/type', 'home'),
      '/features/shortcuts/0/type',
      /global/,
    ],
    [
      'a scope Slack does not know',
      changed('/oauth_config/scopes/bot/0', 'command'),
      '/oauth_config/scopes/bot/0',
      /not a scope/,
    ],
    [
      'a scope twice',
      changed('/oauth_config/scopes/bot/0', 'chat:write'),
      '/oauth_config/scopes/bot',
      /twice/,
    ],
    [
      'an event Slack does not know',
      changed('/settings/event_subscriptions/bot_events/0', 'home_opened'),
      '/settings/event_subscriptions/bot_events/0',
      /not an event/,
    ],
    [
      'commands without their scope',
      changed('/oauth_config/scopes/bot', []),
      '/oauth_config/scopes/bot',
      /lacks "commands"/,
    ],
    [
      'an event without its scope',
      changed('/oauth_config/scopes/bot', ['commands']),
      '/oauth_config/scopes/bot',
      /lacks "im:history"/,
    ],
    [
      'addresses without names',
      changed('/oauth_config/scopes/bot/7', 'users:write'),
      '/oauth_config/scopes/bot',
      /lacks "users:read"/,
    ],
    [
      'a command without url over HTTP',
      changed('/features/slash_commands/2/url', undefined, http),
      '/features/slash_commands/2/url',
      /missing/,
    ],
    [
      'events without url over HTTP',
      changed('/settings/event_subscriptions/request_url', undefined, http),
      '/settings/event_subscriptions/request_url',
      /missing/,
    ],
    [
      'clicks without url over HTTP',
      changed('/settings/interactivity/request_url', undefined, http),
      '/settings/interactivity/request_url',
      /missing/,
    ],
    [
      'a manifest for sockets with the sockets off',
      changed('/settings/socket_mode_enabled', false),
      '/features/slash_commands/0/url',
      /missing/,
    ],
    [
      'a url that is not https',
      changed('/settings/interactivity/request_url', 'http://example.org/', http),
      '/settings/interactivity/request_url',
      /https/,
    ],
    [
      'a redirect that is not https',
      changed('/oauth_config/redirect_urls', ['http://example.org/'], http),
      '/oauth_config/redirect_urls/0',
      /https/,
    ],
  ])('%s', (_name, manifest, path, message) => {
    expect(checkManifest(manifest)).toContainEqual({ path, message: expect.stringMatching(message) });
  });
});

describe('npm run manifest', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'scripts/manifest.ts', ...args], {
      cwd: root,
      encoding: 'utf8',
    });

  it('prints the manifest for each mode', () => {
    expect(JSON.parse(run().stdout)).toEqual(buildManifest(socket));
    expect(JSON.parse(run('--http', `${http.url}/`).stdout)).toEqual(buildManifest(http));
  });

  it.each([
    ['--http', 'gatehouse'],
    ['--http', 'http://example.org'],
    ['--http', 'https://example.org/gatehouse'],
    ['--http', 'https://example.org?a=b'],
    ['--http', 'https://me:secret@example.org'],
    ['--http', 'https://example.org', '--write'],
    ['--https', 'https://example.org'],
  ])('refuses %s %s with a plain message', (...args) => {
    const { status, stdout, stderr } = run(...args);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^.+\nUsage: npm run manifest/);
    expect(stderr).not.toMatch(/ at |secret/);
  });
});
