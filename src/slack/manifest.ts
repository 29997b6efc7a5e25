/** The one source of the app's manifest. `npm run manifest` prints it. */

/** How Slack reaches the app: over a socket that the app opens, or at a public https address. */
export type ManifestMode = { kind: 'socket' } | { kind: 'http'; url: string };

/** Where the HTTP server takes everything that Slack sends. */
export const EVENTS_PATH = '/slack/events';

/** The slash commands. */
export const COMMANDS = [
  {
    command: '/invite-user',
    description: 'Invite people to an organization',
    usage_hint: '[e-mail addresses]',
  },
  { command: '/request-access', description: 'Redeem a code and ask for access', usage_hint: '[code]' },
  { command: '/access-requests', description: 'See and decide the requests that wait for you' },
  {
    command: '/invitations',
    description: 'See invitations, send them again or revoke them',
    usage_hint: '[status]',
  },
  {
    command: '/gatehouse',
    description: 'Set up an organization and run it: catalog, people, deliveries, audit, settings',
    usage_hint:
      '[help | organization | apps | subscriptions | workgroups | domains | people | deliveries | audit | settings]',
  },
] as const;

/** The global shortcuts. */
export const SHORTCUTS = [
  { name: 'Invite user', callback_id: 'invite-user', description: 'Invite people to an organization' },
  { name: 'Request access', callback_id: 'request-access', description: 'Redeem a code and ask for access' },
] as const;

/** The events the app subscribes to, and why. */
export const EVENTS = [
  { event: 'app_home_opened', reason: 'Shows the Home tab as it is now, each time somebody opens it.' },
  {
    event: 'message.im',
    reason: 'Recognizes a code pasted into the conversation with the app, and says where to enter it.',
  },
  { event: 'user_change', reason: 'Suspends the access of somebody whom Slack deactivates, and resumes it.' },
  { event: 'tokens_revoked', reason: 'Stops all work when Slack takes back the token.' },
  { event: 'app_uninstalled', reason: 'Stops all work when the app is removed.' },
  { event: 'message.channels', reason: 'Warns who pastes a code into a public channel.' },
  { event: 'message.groups', reason: 'Warns who pastes a code into a private channel.' },
] as const;

/** The bot's scopes, and why each is needed. */
export const SCOPES = [
  { scope: 'commands', reason: 'Adds the slash commands and the shortcuts.' },
  {
    scope: 'chat:write',
    reason: 'Sends requests to approvers, and answers to the people concerned.',
  },
  {
    scope: 'im:history',
    reason: 'Receives messages sent to the app, to recognize a code pasted there. Messages are not stored.',
  },
  {
    scope: 'channels:history',
    reason:
      'Receives messages in public channels the app is a member of, to warn about a pasted code. Messages are not stored.',
  },
  {
    scope: 'groups:history',
    reason:
      'Receives messages in private channels the app is a member of, to warn about a pasted code. Messages are not stored.',
  },
  {
    scope: 'files:read',
    reason: 'Reads the file with people that somebody gives to Gatehouse in the import form.',
  },
  {
    scope: 'files:write',
    reason: 'Sends the report of an import, the list of people and the audit to whoever asked for it.',
  },
  {
    scope: 'users:read',
    reason:
      'Reads names and time zones, whether somebody is a workspace admin, and whether they are deactivated.',
  },
  {
    scope: 'users:read.email',
    reason: 'Takes the e-mail address of a new account from the Slack profile.',
  },
] as const;

const LONG_DESCRIPTION = [
  'Gatehouse lets people into organizations. Admins invite people by e-mail. Who is invited redeems a unique code, and' +
    ' creates an account if there is none yet. Approvers decide requests in Slack, and everybody hears what was' +
    ' decided. The Home tab shows what you have, what you asked for and what waits for you.',
  'Type /gatehouse help to see what you can do. Codes are personal: enter them with /request-access or in the Home tab,' +
    ' and do not post them in a channel.',
].join('\n\n');

/** Builds the manifest of the app for one way of reaching it. */
export function buildManifest(mode: ManifestMode) {
  const url = mode.kind === 'http' ? mode.url.replace(/\/+$/, '') + EVENTS_PATH : undefined;

  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: 'Gatehouse',
      description: 'Invitations, access requests and approvals for organizations.',
      long_description: LONG_DESCRIPTION,
      background_color: '#1f4e5f',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      bot_user: { display_name: 'gatehouse', always_online: true },
      shortcuts: SHORTCUTS.map((shortcut) => ({ type: 'global', ...shortcut })),
      slash_commands: COMMANDS.map((command) => ({ ...command, ...(url && { url }), should_escape: true })),
    },
    oauth_config: { scopes: { bot: SCOPES.map(({ scope }) => scope) } },
    settings: {
      event_subscriptions: { ...(url && { request_url: url }), bot_events: EVENTS.map(({ event }) => event) },
      interactivity: { is_enabled: true, ...(url && { request_url: url, message_menu_options_url: url }) },
      org_deploy_enabled: true,
      socket_mode_enabled: mode.kind === 'socket',
      token_rotation_enabled: false,
    },
  };
}
