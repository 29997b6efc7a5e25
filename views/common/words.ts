/** The words for statuses, roles and amounts, so that every view uses the same ones. */
import type { InvitationFilter } from '../../src/domain/invitations.ts';
import { type IdentityProvider, identityProviderNames } from '../../src/domain/people.ts';
import type { OrganizationRole } from '../../src/domain/permissions.ts';
import type { InvitationStatus, RequestStatus } from '../../src/domain/states.ts';

export { organizationRoleNames as roleNames } from '../../src/domain/permissions.ts';

export const roleDescriptions: Readonly<Record<OrganizationRole, string>> = {
  owner: 'Manages the organization and can give every role.',
  admin: 'Invites people, decides requests, gives the roles admin and member.',
  member: 'Has access and manages nothing.',
};

export const invitationStatusNames: Readonly<Record<InvitationStatus, string>> = {
  waitlisted: 'Waitlisted',
  proposed: 'Waits for a second approver',
  pending: 'Pending',
  accepted: 'Accepted',
  redeemed: 'Redeemed',
  declined: 'Declined',
  revoked: 'Revoked',
  expired: 'Expired',
  undeliverable: 'Undeliverable',
};

export const invitationFilterNames: Readonly<Record<InvitationFilter, string>> = {
  ...invitationStatusNames,
  all: 'All invitations',
};

export const requestStatusNames: Readonly<Record<RequestStatus, string>> = {
  pending: 'Waiting for a decision',
  approved: 'Approved',
  denied: 'Denied',
  withdrawn: 'Withdrawn',
  expired: 'Expired without a decision',
  fulfilled: 'Approved and accepted',
  lapsed: 'Approved, but not accepted in time',
};

/** The name of an identity provider, from its id or its name. */
export function providerName(provider: string): string {
  return identityProviderNames[provider as IdentityProvider] ?? provider;
}

/** `1 address`, `2 addresses`. */
export function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`;
}

/** `a, b and c`, or `a, b and 7 more`. */
export function listed(items: readonly string[], max = 10): string {
  const shown = items.length > max ? items.slice(0, max) : items.slice(0, -1);
  const last = items.length > max ? `${items.length - max} more` : items.at(-1);
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`;
}
