import { type Access, sameAccess, type WorkgroupAccess } from '../domain/access.ts';
import {
  assignableRoles,
  mayGiveAppRole,
  type OrganizationRole,
  organizationRoles,
} from '../domain/permissions.ts';
import { allowsInWorkgroup, workgroupRoles } from '../domain/workgroups.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { History } from './history.ts';
import { isPrivileged, type Origins, readOrigins } from './origin-records.ts';
import { roleChangesOf, rolesAt, rolesThen } from './roles-then.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** I4: each grant comes from one accepted invitation, within what its giver could give then; or its owner set the place up. */
export async function grantsComeFromDecisions(
  view: View,
  grants: GrantRecord[],
  history: History,
): Promise<Violation[]> {
  const origins = await readOrigins(view, grants);
  const givers = await roleChangesOf(view, origins.giverGrants);
  return grants.flatMap((grant) => {
    const violation = violationsOf(grant._id);
    return whyNotGranted(grant, first(grant, history(grant._id)), origins, givers).map((problem) =>
      violation('I4', problem),
    );
  });
}

function whyNotGranted(grant: GrantRecord, given: Access, origins: Origins, givers: History): string[] {
  if (grant.invitationId === null) {
    const isFounder = given.kind === 'organization' && given.role === 'owner' && origins.hasFounded(grant);
    return isFounder ? [] : ['comes from no invitation, and its person did not set the organization up'];
  }
  const invitation = origins.invitations.get(grant.invitationId);
  if (invitation?.status !== 'accepted' || !isAbout(grant, invitation))
    return [`does not match its invitation ${grant.invitationId}`];
  return [
    ...(invitation.access && sameAccess(invitation.access, given)
      ? []
      : [`gives something else than its invitation ${invitation._id} offered`]),
    ...(origins.countFrom(grant) > 1 ? [`is one of several from the invitation ${invitation._id}`] : []),
    ...whyNotByRequest(grant, invitation, origins),
    ...whyNotByGiver(grant, given, invitation, origins, givers),
  ];
}

/** What a grant gave at first: its role may have been changed since. */
function first({ access }: GrantRecord, rows: readonly AuditRecord[]): Access {
  const role = rows.find(({ action }) => action === 'grant.role-changed')?.detail.before;
  return typeof role === 'string' ? withRole(access, role) : access;
}

function withRole(access: Access, role: string): Access {
  if (access.kind === 'app') return { ...access, roleId: role };
  if (access.kind === 'workgroup')
    return { ...access, role: workgroupRoles.find((each) => each === role) ?? access.role };
  return { ...access, role: organizationRoles.find((each) => each === role) ?? access.role };
}

function isAbout(
  grant: GrantRecord,
  one: { tenantId: string; organizationId: string; accountId: string | null },
): boolean {
  const { tenantId, organizationId, accountId } = grant;
  return one.tenantId === tenantId && one.organizationId === organizationId && one.accountId === accountId;
}

function whyNotByRequest(
  grant: GrantRecord,
  { requestId }: InvitationRecord,
  { requests }: Origins,
): string[] {
  if (requestId === null) return [];
  const request = requests.get(requestId);
  return request?.status === 'fulfilled' && isAbout(grant, request)
    ? []
    : [`does not match its request ${requestId}`];
}

function whyNotByGiver(
  grant: GrantRecord,
  given: Access,
  { approvals }: InvitationRecord,
  origins: Origins,
  givers: History,
): string[] {
  const roles = origins.giverGrants
    .filter((one) => one.accountId === grant.grantedBy && one.organizationId === grant.organizationId)
    .flatMap((one) => rolesAt(one, grant.since, givers(one._id)));
  const privileged = isPrivileged(origins, grant, given);
  const isGiven =
    given.kind === 'workgroup'
      ? isGivenInWorkgroup(grant, given, roles, origins, givers)
      : roles.some((role) =>
          given.kind === 'organization'
            ? assignableRoles(role).includes(given.role)
            : mayGiveAppRole(role, { privileged }),
        );
  const agreed = new Set((approvals ?? []).map(({ accountId }) => accountId)).size;
  return [
    ...(isGiven ? [] : [`was given by ${grant.grantedBy}, who could not give it then`]),
    ...(privileged && agreed < 2 ? [`is privileged, and ${agreed} of two approvers have agreed`] : []),
  ];
}

/** By a role in the organization, or as admin of the workgroup itself. */
function isGivenInWorkgroup(
  { grantedBy, since }: GrantRecord,
  { workgroupId }: WorkgroupAccess,
  roles: readonly OrganizationRole[],
  { giverGrants }: Origins,
  givers: History,
): boolean {
  const ways = [
    ...roles.map((organization) => ({ organization, workgroup: undefined })),
    ...giverGrants
      .filter((one) => one.accountId === grantedBy && one.access.kind === 'workgroup')
      .filter(({ access }) => access.kind === 'workgroup' && access.workgroupId === workgroupId)
      .flatMap((one) => rolesThen(one, since, givers(one._id)))
      .flatMap((role) => workgroupRoles.find((each) => each === role) ?? [])
      .map((workgroup) => ({ organization: undefined, workgroup })),
  ];
  return ways.some((way) => allowsInWorkgroup(way, 'workgroup:people'));
}
