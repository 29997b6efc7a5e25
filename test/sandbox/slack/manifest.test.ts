import { expect, it } from 'vitest';
import { readManifest } from '../../../src/sandbox/slack/manifest.ts';
import { type ManifestSource, manifest, startWorkspace } from './fixture.ts';

const withCommand = (command: string) =>
  manifest((source) => {
    source.features.slash_commands = [{ command }];
  });

it.each([
  ['takes one of Slack’s own commands', withCommand('/invite')],
  ['has a command with a space', withCommand('/open door')],
  ['has a command without a slash', withCommand('door')],
  ['has a command over 32 characters', withCommand(`/${'x'.repeat(32)}`)],
  ['has a command twice', manifest((source) => source.features.slash_commands.push({ command: '/door' }))],
])('refuses a manifest that %s', async (_what, source: ManifestSource) => {
  expect(() => readManifest(source)).toThrow('slash command has an invalid name');
  await expect(startWorkspace({ manifest: source })).rejects.toThrow('slash command has an invalid name');
});

it.each([
  ['commands without their scope', (source: ManifestSource) => source.oauth_config.scopes.bot.shift()],
  [
    'an event without its scope',
    (source: ManifestSource) => source.settings.event_subscriptions.bot_events.push('message.groups'),
  ],
])('refuses a manifest with %s', (_what, change) => {
  expect(() => readManifest(manifest(change))).toThrow('scope');
});

it('refuses more than Slack takes', () => {
  const commands = Array.from({ length: 51 }, (_, n) => ({ command: `/c${n}` }));
  const shortcuts = Array.from({ length: 11 }, (_, n) => ({ name: `S${n}`, callback_id: `s${n}` }));
  const withCommands = manifest((source) => {
    source.features.slash_commands = commands;
  });
  const withShortcuts = manifest((source) => {
    source.features.shortcuts = shortcuts;
  });
  const longName = manifest((source) => {
    source.features.shortcuts[0].name = 'x'.repeat(25);
  });
  expect(() => readManifest(withCommands)).toThrow('50');
  expect(() => readManifest(withShortcuts)).toThrow('10');
  expect(() => readManifest(longName)).toThrow('too long');
});

it('reads what decides how Slack treats the app', () => {
  expect(readManifest(manifest())).toMatchObject({
    appName: 'Doorman',
    botName: 'doorman',
    homeTab: true,
    messagesTab: true,
    readOnly: false,
    interactive: true,
    suggestions: true,
  });
});
