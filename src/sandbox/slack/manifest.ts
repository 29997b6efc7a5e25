import { asList, asObj, asText, type Obj, objects } from './json.ts';

/** What of a manifest decides how Slack treats the app. */
export interface Manifest {
  appName: string;
  botName: string;
  commands: { command: string; description: string; usageHint: string; escape: boolean }[];
  shortcuts: { callbackId: string; name: string; type: 'global' | 'message' }[];
  scopes: Set<string>;
  events: Set<string>;
  homeTab: boolean;
  messagesTab: boolean;
  /** People cannot write in the app's Messages tab. */
  readOnly: boolean;
  interactive: boolean;
  /** Selects with external data work: always over a socket, over HTTP only with their own URL. */
  suggestions: boolean;
}

/** Slack's own commands; a manifest that takes one of them is refused as a whole. */
const BUILT_IN = new Set(
  (
    'active away archive call collapse create dm dnd expand feed feedback giphy help invite invite_people ' +
    'join kick leave me msg mute open part pref prefs remind remove rename search shortcuts shrug star ' +
    'status topic unarchive who workflows'
  )
    .split(' ')
    .map((name) => `/${name}`),
);

const SCOPE_OF_EVENT: Record<string, string> = {
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.mpim': 'mpim:history',
  app_mention: 'app_mentions:read',
  member_joined_channel: 'channels:read',
  team_join: 'users:read',
  user_change: 'users:read',
};

export function isBuiltInCommand(command: string): boolean {
  return BUILT_IN.has(command.toLowerCase());
}

/** Reads a manifest as Slack does when an app is created; throws with Slack's words when it refuses it. */
export function readManifest(source: unknown): Manifest {
  const root = asObj(source);
  const features = asObj(root.features);
  const settings = asObj(root.settings);
  const appHome = asObj(features.app_home);
  const display = asObj(root.display_information);
  const scopes = new Set(asList(asObj(asObj(root.oauth_config).scopes).bot).map(String));
  const events = new Set(asList(asObj(settings.event_subscriptions).bot_events).map(String));
  const interactivity = asObj(settings.interactivity);
  const overSocket = settings.socket_mode_enabled === true;

  const manifest: Manifest = {
    appName: asText(display.name) || 'App',
    botName: asText(asObj(features.bot_user).display_name) || asText(display.name) || 'App',
    commands: objects(features.slash_commands).map(readCommand),
    shortcuts: objects(features.shortcuts).map(readShortcut),
    scopes,
    events,
    homeTab: appHome.home_tab_enabled === true,
    messagesTab: appHome.messages_tab_enabled === true,
    readOnly: appHome.messages_tab_read_only_enabled !== false,
    interactive: interactivity.is_enabled === true,
    suggestions: overSocket || asText(interactivity.message_menu_options_url) !== '',
  };
  refuseBadNames(manifest);
  refuseMissingScopes(manifest);
  return manifest;
}

function readCommand(command: Obj): Manifest['commands'][number] {
  return {
    command: asText(command.command),
    description: asText(command.description),
    usageHint: asText(command.usage_hint),
    escape: command.should_escape === true,
  };
}

function readShortcut(shortcut: Obj): Manifest['shortcuts'][number] {
  return {
    callbackId: asText(shortcut.callback_id),
    name: asText(shortcut.name),
    type: shortcut.type === 'message' ? 'message' : 'global',
  };
}

function refuseBadNames({ commands, shortcuts }: Manifest): void {
  const seen = new Set<string>();
  for (const { command } of commands) {
    if (!/^\/[^\s/]{1,31}$/.test(command) || isBuiltInCommand(command) || seen.has(command)) {
      throw new Error(`invalid_manifest: slash command has an invalid name (${command})`);
    }
    seen.add(command);
  }
  if (commands.length > 50) throw new Error('invalid_manifest: more than 50 slash commands');
  if (shortcuts.length > 10) throw new Error('invalid_manifest: more than 10 shortcuts');
  for (const { name } of shortcuts) {
    if (name.length > 24) throw new Error(`invalid_manifest: shortcut name is too long (${name})`);
  }
}

function refuseMissingScopes({ commands, shortcuts, events, scopes }: Manifest): void {
  if ((commands.length > 0 || shortcuts.length > 0) && !scopes.has('commands')) {
    throw new Error('invalid_manifest: slash commands and shortcuts need the scope commands');
  }
  for (const event of events) {
    const scope = SCOPE_OF_EVENT[event];
    if (scope !== undefined && !scopes.has(scope)) {
      throw new Error(`invalid_manifest: the event ${event} needs the scope ${scope}`);
    }
  }
}
