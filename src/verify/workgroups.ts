/** I16: whoever has access to a workgroup belongs where they came from, and nobody is invited into what is not there any more. */
import type { WorkgroupAccess } from '../domain/access.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

interface InWorkgroup {
  _id: string;
  tenantId: string;
  organizationId: string;
  access: WorkgroupAccess;
}

/** Of the active accesses to workgroups. */
export async function membersBelong(view: View, grants: readonly GrantRecord[]): Promise<Violation[]> {
  const active = grants.filter(({ status }) => status === 'active').flatMap(inWorkgroup);
  const open = await whatIsOpen(view, active);
  const belongs = await whoBelongs(view, active);
  return active.flatMap((grant) => {
    const violation = violationsOf(grant._id);
    const way = grant.access.partnerId ?? grant.organizationId;
    const why = [
      ...whyNotOpen(grant, open),
      ...(belongs(grant) ? [] : [`is active, and its person does not belong to ${way}`]),
    ];
    return why.map((problem) => violation('I16', problem));
  });
}

/** Of the invitations to workgroups that wait (A15). */
export async function waitingIsOpen(
  view: View,
  invitations: readonly InvitationRecord[],
): Promise<Violation[]> {
  const waiting = invitations.filter(({ status }) => status === 'pending').flatMap(inWorkgroup);
  const open = await whatIsOpen(view, waiting);
  return waiting.flatMap((invitation) =>
    whyNotOpen(invitation, open).map((problem) => violationsOf(invitation._id)('I16', problem)),
  );
}

function inWorkgroup<Of extends { access: InvitationRecord['access'] }>(one: Of) {
  const { access } = one;
  return access?.kind === 'workgroup' ? [{ ...one, access }] : [];
}

interface Open {
  /** Those that are not archived, with their organization. */
  workgroups: ReadonlyMap<string, { organizationId: string; collaborative: boolean }>;
  /** `host:partner`. */
  partners: ReadonlySet<string>;
}

async function whatIsOpen(view: View, some: readonly InWorkgroup[]): Promise<Open> {
  if (some.length === 0) return { workgroups: new Map(), partners: new Set() };
  const { store } = view;
  const workgroups = await view.find(store.workgroups, {
    _id: { $in: distinct(some.map(({ access }) => access.workgroupId)) },
    archivedAt: null,
  });
  const collaborations = await view.find(store.collaborations, {
    tenantId: { $in: distinct(some.map(({ tenantId }) => tenantId)) },
    organizationId: { $in: distinct(some.map(({ organizationId }) => organizationId)) },
    status: 'active',
  });
  return {
    workgroups: new Map(workgroups.map((workgroup) => [workgroup._id, workgroup])),
    partners: new Set(
      collaborations.map(({ organizationId, partnerId }) => `${organizationId}:${partnerId}`),
    ),
  };
}

function whyNotOpen(
  { organizationId, access: { workgroupId, partnerId } }: InWorkgroup,
  { workgroups, partners }: Open,
): string[] {
  const workgroup = workgroups.get(workgroupId);
  if (workgroup?.organizationId !== organizationId) {
    return [`names ${workgroupId}, which is archived or of another organization`];
  }
  if (partnerId === null) return [];
  if (!workgroup.collaborative) return [`comes through ${partnerId}, and ${workgroupId} takes no partners`];
  return partners.has(`${organizationId}:${partnerId}`)
    ? []
    : [`comes through ${partnerId}, which is no partner of ${organizationId}`];
}

/** By a role in the organization; or to a partner also by coming in by it. */
async function whoBelongs(
  view: View,
  grants: readonly (InWorkgroup & { accountId: string })[],
): Promise<(grant: InWorkgroup & { accountId: string }) => boolean> {
  if (grants.length === 0) return () => true;
  const { store } = view;
  const accountIds = distinct(grants.map(({ accountId }) => accountId));
  const roles = await view.find(store.grants, {
    tenantId: { $in: distinct(grants.map(({ tenantId }) => tenantId)) },
    accountId: { $in: accountIds },
    status: 'active',
    'access.kind': 'organization',
  });
  const accounts = await view.find(store.accounts, { _id: { $in: accountIds } });
  const places = new Set(roles.map(({ accountId, organizationId }) => `${accountId}:${organizationId}`));
  const homes = new Map(accounts.map(({ _id, homeOrganizationId }) => [_id, homeOrganizationId]));
  return ({ accountId, organizationId, access: { partnerId } }) =>
    places.has(`${accountId}:${partnerId ?? organizationId}`) ||
    (partnerId !== null && homes.get(accountId) === partnerId);
}

function distinct(ids: string[]): string[] {
  return [...new Set(ids)];
}
