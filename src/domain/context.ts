import type { OrganizationRole } from './permissions.ts';

/** A person's Slack identity. `teamId` is their home workspace (or Grid organization), never the channel's. */
export interface SlackIdentity {
  teamId: string;
  userId: string;
}

/** One string per Slack identity: equal user ids of two workspaces never collide. */
export function identityKey(identity: SlackIdentity): string {
  return `${identity.teamId}:${identity.userId}`;
}

/** What Slack says of a person. `email` is null unless their home workspace vouches for it. */
export interface SlackProfile {
  email: string | null;
  firstName: string;
  lastName: string;
  isWorkspaceAdmin: boolean;
  /** The IANA zone that the person has chosen in Slack; absent where Slack does not say, or nobody knows the zone. */
  timeZone?: string;
}

/** The account of the person who acts. */
export interface ActingAccount {
  id: string;
  username: string;
  email: string;
  emailKey: string;
  name: string;
}

export interface PersonActor {
  kind: 'person';
  tenantId: string;
  identity: SlackIdentity;
  account: ActingAccount | null;
}

/** Gatehouse itself: a sweep, the dispatcher, or a catalog file that an operator applies. */
export interface SystemActor {
  kind: 'system';
  tenantId: string;
  name: 'delivery' | 'expiry' | 'reminders' | 'digest' | 'retention' | 'slack' | 'catalog';
}

export type Actor = PersonActor | SystemActor;

/** The roles that an account holds now, by organization. */
export type Authority = ReadonlyMap<string, OrganizationRole>;
