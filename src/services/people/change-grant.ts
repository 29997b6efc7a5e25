import type { z } from 'zod';
import { type Access, type AccessFacts, type AppAccess, grantInput, roleOf } from '../../domain/access.ts';
import { deny, formError, stale } from '../../domain/errors.ts';
import type { GrantRow } from '../../domain/overviews.ts';
import { assignableRoles, type OrganizationRole, organizationRoles } from '../../domain/permissions.ts';
import { grantTransitions, sourcesOf } from '../../domain/states.ts';
import { type WorkgroupRole, workgroupRoles } from '../../domain/workgroups.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import { describeAccess, mayManage } from '../access.ts';
import { authorize } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { parseInput } from '../parse.ts';
import { armingUpdate, armWarning } from '../reminders/arm-warning.ts';
import { findGrant, requireRunning } from './find-grant.ts';
import { isOwnership, keepAnOwner } from './last-owner.ts';
import { tellPerson } from './tell-person.ts';

/** What somebody has now, and whether that is another thing than before. */
export interface ChangedGrant {
  accountId: string;
  personName: string;
  organizationId: string;
  access: AccessFacts;
  endsAt: Date | null;
  hasChanged: boolean;
}

/** An access as a form showed it before it was filled in. */
export type ShownGrant = Pick<GrantRow, 'roleId' | 'endsAt'>;

/**
 * Gives a running access another role, another end, or both. The person is told.
 * @param shown what the form had in it: a field that was left so is not changed, whatever others have made of it meanwhile
 * @throws DomainError `form` on `roleId` or `endsOn`; `deny` for an access above one's own; `stale` when it has ended
 */
export async function changeGrant(
  context: Context,
  grantId: string,
  input: unknown,
  shown?: ShownGrant,
): Promise<ChangedGrant> {
  const typed = parseInput(grantInput, input);
  return command(context, 'grant.change', async (effects) => {
    const { grant, account, personName } = await findGrant(context, grantId);
    const { accountId, organizationId } = grant;
    const { role: ceiling } = await authorize(context, 'people:manage', organizationId);
    requireRunning(context, grant);
    const { roleId, endsAt } = wanted(grant, typed, shown);
    const access = await changedAccess(context, grant, roleId, ceiling);
    requirePossibleEnd(context, grant, access, endsAt);
    if (isOwnership(grant.access) && !isOwnership(access)) await keepAnOwner(context, grant);
    if (!(await mayManage(context, ceiling, grant.access))) throw deny();
    const hasChanged = await store(context, effects, grant, { access, endsAt });
    if (hasChanged) {
      await tellPerson(context, effects, account, {
        key: `access-changed:${grantId}:${context.commandId}`,
        template: 'access-changed',
        about: { type: 'grant', id: grantId },
      });
    }
    const facts = await describeAccess(context, grant.tenantId, access);
    return { accountId, personName, organizationId, access: facts, endsAt, hasChanged };
  });
}

function wanted(
  { access, endsAt }: GrantRecord,
  { roleId, endsOn }: z.output<typeof grantInput>,
  shown: ShownGrant | undefined,
): ShownGrant {
  return {
    roleId: roleId === shown?.roleId ? roleOf(access) : roleId,
    endsAt: shown && dayOf(endsOn) === dayOf(shown.endsAt) ? endsAt : endsOn,
  };
}

/** A form shows the day of an end alone. */
function dayOf(end: Date | null): string | null {
  return end === null ? null : end.toISOString().slice(0, 10);
}

/** @throws DomainError `form` on `roleId` when the role is not offered, or not to be given by the actor */
async function changedAccess(
  context: Context,
  { access, accountId }: GrantRecord,
  roleId: string,
  ceiling: OrganizationRole,
): Promise<Access> {
  if (access.kind === 'organization') return { ...access, role: givenRole(ceiling, access.role, roleId) };
  if (roleId === roleOf(access)) return access;
  if (accountId === requireAccount(context).id) {
    throw formError({ roleId: "You can't change your own role. Ask another admin or owner." });
  }
  if (access.kind === 'workgroup') return { ...access, role: roleInWorkgroup(roleId) };
  await requireGivable(context, access, roleId);
  return { ...access, roleId };
}

/** Nobody gives a role above their own, and so nobody raises themselves (A10, A12). */
function givenRole(ceiling: OrganizationRole, current: OrganizationRole, roleId: string): OrganizationRole {
  const role = organizationRoles.find((each) => each === roleId);
  if (!role) throw formError({ roleId: 'Choose a role.' });
  if (role === current || assignableRoles(ceiling).includes(role)) return role;
  throw formError({ roleId: `As ${ceiling} you can't give the role ${role}. Choose another one.` });
}

/** @throws DomainError `form` on `roleId` when there is no such role */
function roleInWorkgroup(roleId: string): WorkgroupRole {
  const role = workgroupRoles.find((each) => each === roleId);
  if (!role) throw formError({ roleId: 'Choose member or admin.' });
  return role;
}

/** A privileged role takes two approvers, whom only an invitation can ask. */
async function requireGivable(context: Context, { appId }: AppAccess, roleId: string): Promise<void> {
  const { tenantId } = context.actor;
  const app = await context.store.apps.findOne({ _id: appId, tenantId }, { roles: 1 }).lean();
  const role = app?.roles.find(({ id, archived }) => id === roleId && !archived);
  if (!role) throw formError({ roleId: 'This role is not offered any more. Choose another one.' });
  if (!role.privileged) return;
  const remedy = 'End this access and send an invitation for it.';
  throw formError({ roleId: `The role ${role.name} takes two approvers. ${remedy}` });
}

/** @throws DomainError `form` on `endsOn` */
function requirePossibleEnd(context: Context, grant: GrantRecord, access: Access, endsAt: Date | null): void {
  if (endsAt && isOwnership(access)) {
    throw formError({ endsOn: 'The access of an owner has no end date. Clear the date.' });
  }
  if (endsAt && endsAt <= context.now()) {
    throw formError({ endsOn: 'This day is over. Choose a later one, or end the access.' });
  }
  const isOwn = grant.accountId === requireAccount(context).id;
  if (isOwn && endOf(endsAt) > endOf(grant.endsAt)) {
    throw formError({ endsOn: "You can't extend your own access. Ask another admin or owner." });
  }
}

function endOf(endsAt: Date | null): number {
  return endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
}

/** The conditional write, and an audit row for each of what changed. @returns false when nothing did */
async function store(
  context: Context,
  effects: Effects,
  grant: GrantRecord,
  { access, endsAt }: Pick<GrantRecord, 'access' | 'endsAt'>,
): Promise<boolean> {
  const { _id, tenantId, organizationId, accountId } = grant;
  const [before, after] = [detailOf(grant.access), detailOf(access)];
  const hasRoleChanged = before.role !== after.role;
  const hasEndChanged = endOf(grant.endsAt) !== endOf(endsAt);
  if (!hasRoleChanged && !hasEndChanged) return false;
  const warning = hasEndChanged ? await armWarning(context, { organizationId, endsAt }) : grant;
  const { modifiedCount } = await context.store.grants.updateOne(
    // Whatever can be ended runs.
    { _id, tenantId, status: { $in: sourcesOf(grantTransitions, 'expired') } },
    armingUpdate({ access, endsAt }, warning),
  );
  if (modifiedCount === 0) throw stale();
  // A reminder may show when it ends.
  if (grant.endsAt) await refreshCopies(context, effects, { type: 'grant', id: _id });
  const about = { organizationId, subjects: [_id, accountId] };
  if (hasRoleChanged) {
    const detail = { ...after, before: before.role ?? null, after: after.role ?? null };
    effects.record({ ...about, action: 'grant.role-changed', detail });
  }
  if (hasEndChanged) {
    const [from, to] = [grant.endsAt, endsAt].map((end) => end?.toISOString() ?? null);
    const detail = { ...after, before: from ?? null, after: to ?? null };
    effects.record({ ...about, action: 'grant.end-changed', detail });
  }
  return true;
}
