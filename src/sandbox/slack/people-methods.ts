import { asText, type Obj } from './json.ts';
import { hasApp, isReachable, sharesChannel, visibleConversation } from './lookup.ts';
import type { Method } from './method.ts';
import type { Person } from './screen.ts';
import { mistake, SlackError } from './slack-error.ts';
import type { ConversationRecord } from './types.ts';
import { appConversation, teamOf, type World } from './world.ts';

export const peopleMethods: Record<string, Method> = {
  'users.info': {
    token: 'bot',
    scope: 'users:read',
    limit: 100,
    run({ world }, args) {
      const id = asText(args.user);
      if (id === world.identity.botUserId) return { user: botUser(world) };
      const person = world.people.get(id);
      if (person === undefined || !isReachable(world, person)) throw new SlackError('user_not_found');
      return { user: apiUser(world, person) };
    },
  },
  'users.list': {
    token: 'bot',
    scope: 'users:read',
    limit: 50,
    run({ world }) {
      const members = [...world.people.values()].filter((person) => isReachable(world, person));
      return { members: [...members.map((person) => apiUser(world, person)), botUser(world)] };
    },
  },
  'users.lookupByEmail': {
    token: 'bot',
    scope: 'users:read.email',
    limit: 50,
    run({ world }, args) {
      const email = asText(args.email).trim().toLowerCase();
      if (email === '') throw mistake('invalid_arguments', '[ERROR] missing required field: email');
      const people = [...world.people.values()];
      const person = people.find((one) => one.isHome && one.email.toLowerCase() === email);
      if (person === undefined) throw new SlackError('users_not_found');
      return { user: apiUser(world, person) };
    },
  },
  'conversations.open': {
    token: 'bot',
    limit: 50,
    run({ world }, args) {
      const users = asText(args.users).split(',').filter(Boolean);
      const [user] = users;
      if (user === undefined) throw mistake('users_list_not_supplied');
      if (users.length > 1) throw mistake('not_supported_by_the_sandbox');
      needScope(world, 'im:write');
      const person = world.people.get(user);
      if (person === undefined || !isReachable(world, person)) throw new SlackError('user_not_found');
      const conversation = appConversation(world, user);
      world.changed();
      return { channel: { id: conversation.id } };
    },
  },
  'conversations.info': {
    token: 'bot',
    limit: 50,
    run({ world }, args) {
      const conversation = visibleConversation(world, args.channel);
      const scopes = { app: 'im:read', channel: 'channels:read', 'private-channel': 'groups:read' } as const;
      needScope(world, scopes[conversation.kind]);
      return { channel: apiConversation(world, conversation) };
    },
  },
};

function needScope(world: World, scope: string): void {
  if (world.manifest.scopes.has(scope)) return;
  throw new SlackError('missing_scope', {
    extra: { needed: scope, provided: [...world.manifest.scopes].join(',') },
    violation: true,
  });
}

/** Somebody as the Web API and the events show them. */
export function apiUser(world: World, person: Person): Obj {
  const teamId = teamOf(world, person);
  const isStranger = !person.isHome && !sharesChannel(world, person);
  const showsEmail = world.manifest.scopes.has('users:read.email') && !isStranger;
  return {
    id: person.id,
    team_id: teamId,
    name: person.name,
    deleted: person.isDeactivated === true,
    real_name: person.realName,
    ...timeZoneOf(world, person),
    profile: {
      title: person.title,
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      first_name: person.realName.split(' ')[0],
      last_name: person.realName.split(' ').slice(1).join(' '),
      team: teamId,
      ...(showsEmail ? { email: person.email } : {}),
    },
    is_bot: false,
    is_app_user: false,
    // Slack tells nothing of somebody's standing in another workspace.
    ...(person.isHome
      ? {
          is_admin: person.isWorkspaceAdmin,
          is_owner: false,
          is_primary_owner: false,
          is_restricted: false,
          is_ultra_restricted: false,
        }
      : { is_stranger: isStranger }),
    ...(person.grid ? { enterprise_user: person.grid } : {}),
    updated: 0,
  };
}

/** The zone, its name and how many seconds it is ahead of UTC now. */
function timeZoneOf(world: World, { timeZone = 'Europe/London' }: Person): Obj {
  const now = world.now();
  const part = (timeZoneName: 'long' | 'longOffset') =>
    new Intl.DateTimeFormat('en', { timeZone, timeZoneName })
      .formatToParts(now)
      .find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /([+-])(\d+):?(\d+)?/.exec(part('longOffset')) ?? [];
  const offset = Number(hours) * 3600 + Number(minutes) * 60;
  return { tz: timeZone, tz_label: part('long'), tz_offset: sign === '-' ? -offset : offset };
}

function botUser(world: World): Obj {
  const { identity, workspace, appName } = world;
  return {
    id: identity.botUserId,
    team_id: workspace.id,
    name: appName.toLowerCase(),
    real_name: appName,
    deleted: false,
    is_bot: true,
    profile: {
      real_name: appName,
      display_name: appName,
      bot_id: identity.botId,
      api_app_id: identity.appId,
    },
  };
}

function apiConversation(world: World, conversation: ConversationRecord): Obj {
  const { id, name, kind, archived, members } = conversation;
  if (kind === 'app') {
    const user = members.find((member) => member !== world.identity.botUserId);
    return { id, is_im: true, is_archived: archived, user, context_team_id: world.workspace.id };
  }
  const outsiders = members.some((member) => world.people.get(member)?.isHome === false);
  return {
    id,
    name,
    name_normalized: name,
    is_channel: kind === 'channel',
    is_group: kind === 'private-channel',
    is_im: false,
    is_private: kind === 'private-channel',
    is_archived: archived,
    is_member: hasApp(world, conversation),
    is_general: false,
    is_shared: outsiders,
    is_ext_shared: outsiders,
    context_team_id: world.workspace.id,
  };
}
