import type { SlackIdentity } from '../domain/context.ts';

/** Where the app is installed, as `auth.test` says: one workspace, or a Grid organization. */
export interface Install {
  /** The tenant: the Grid organization where there is one, else the workspace. */
  tenantId: string;
  teamId: string;
  enterpriseId: string | null;
  name: string;
  botUserId: string;
}

interface Sender {
  user: { id: string; team_id?: string };
  team?: { id?: string; enterprise_id?: string } | null;
}

/**
 * The identity of whoever sent a payload. Their home decides, not the channel's: equal user ids of two workspaces never
 * meet (A6). People of the installation's own workspace, and of its sister workspaces in a Grid, are at home.
 */
export function identityOf(install: Install, { user, team }: Sender): SlackIdentity {
  const from = user.team_id ?? install.teamId;
  const isSister =
    install.enterpriseId !== null && team?.id === from && team.enterprise_id === install.enterpriseId;
  const isHome = from === install.teamId || from === install.enterpriseId || isSister;
  return { teamId: isHome ? install.tenantId : from, userId: user.id };
}

/** Whether Slack lets this installation vouch for a person: their home is here. */
export function isAtHome(install: Install, identity: SlackIdentity): boolean {
  return identity.teamId === install.tenantId;
}
