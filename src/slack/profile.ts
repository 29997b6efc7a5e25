import type { WebClient } from '@slack/web-api';
import type { SlackIdentity, SlackProfile } from '../domain/context.ts';
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
    isWorkspaceAdmin: vouched && (user?.is_admin === true || user?.is_owner === true),
  };
}

/** A few workspace admins, by id, for telling people whom to ask. Throws where Slack does not answer. */
export async function workspaceAdmins(client: WebClient): Promise<string[]> {
  const { members = [] } = await client.users.list({ limit: 200 });
  return members.flatMap(({ id, is_admin: isAdmin, deleted, is_bot: isBot }) =>
    id && isAdmin && !deleted && !isBot ? [id] : [],
  );
}
