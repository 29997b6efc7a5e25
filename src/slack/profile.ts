import type { UsersInfoResponse, WebClient } from '@slack/web-api';
import type { SlackIdentity, SlackProfile } from '../domain/context.ts';
import { isTimeZone } from '../domain/working-time.ts';
import { type Install, isAtHome } from './install.ts';

/** What Slack says of a person. Their address counts only where their home workspace vouches for it. */
export async function fetchProfile(
  client: WebClient,
  install: Install,
  identity: SlackIdentity,
): Promise<SlackProfile> {
  const { user } = await client.users.info({ user: identity.userId });
  const vouched =
    isAtHome(install, identity) &&
    user?.is_stranger !== true &&
    user?.is_bot !== true &&
    user?.deleted !== true &&
    user?.is_email_confirmed !== false;
  const [first = '', ...rest] = (user?.real_name ?? '').trim().split(/\s+/);
  return {
    email: (vouched && user?.profile?.email) || null,
    firstName: user?.profile?.first_name || first,
    lastName: user?.profile?.last_name || rest.join(' '),
    isWorkspaceAdmin: vouched && isAdmin(install, user),
    ...(user?.tz && isTimeZone(user.tz) ? { timeZone: user.tz } : {}),
  };
}

/**
 * Whether somebody runs the place where the app is installed. In a Grid that takes an admin of the whole: to be one of a sister
 * workspace says nothing of the others.
 */
function isAdmin({ enterpriseId }: Install, user: SlackUser): boolean {
  const standing = enterpriseId === null ? user : user?.enterprise_user;
  return standing?.is_admin === true || standing?.is_owner === true;
}

type SlackUser =
  | Pick<NonNullable<UsersInfoResponse['user']>, 'is_admin' | 'is_owner' | 'enterprise_user'>
  | undefined;

/** A few workspace admins, by id, for telling people whom to ask. Throws where Slack does not answer. */
export async function workspaceAdmins(client: WebClient, install: Install): Promise<string[]> {
  const { members = [] } = await client.users.list({ limit: 200 });
  return members.flatMap((member) => {
    const { id, deleted, is_bot: isBot } = member;
    return id && isAdmin(install, member) && !deleted && !isBot ? [id] : [];
  });
}
