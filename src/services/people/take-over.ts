import type { SlackProfile } from '../../domain/context.ts';
import { deny, stale } from '../../domain/errors.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { grantKey } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { holdActive } from './hold-active.ts';
import { makeOwner, ownership } from './make-owner.ts';
import { tellPerson } from './tell-person.ts';
import { endVacancy } from './vacancy.ts';

/** The organizations of the workspace that have no owner, by name. */
export async function vacantOrganizations(context: Context): Promise<OrganizationRecord[]> {
  const { tenantId } = context.actor;
  return context.store.organizations
    .find({ tenantId, adminVacantSince: { $exists: true } })
    .sort({ name: 1 })
    .limit(20)
    .lean();
}

/** One of them. @throws DomainError `deny` when there is none, `stale` when it has an owner */
export async function vacantOrganization(
  { store, actor }: Context,
  organizationId: string,
): Promise<OrganizationRecord> {
  const { tenantId } = actor;
  const organization = await store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  if (!organization) throw deny();
  if (!organization.adminVacantSince) throw stale();
  return organization;
}

/**
 * Makes the acting workspace admin the owner of an organization that has lost its last one (A54).
 * @throws DomainError `deny` for anybody else, `stale` when it has an owner
 */
export async function takeOverOrganization(
  context: Context,
  organizationId: string,
  profile: Pick<SlackProfile, 'isWorkspaceAdmin'>,
): Promise<{ organizationName: string }> {
  if (!profile.isWorkspaceAdmin) throw deny();
  const { id: accountId } = requireAccount(context);
  return command(context, 'organization.take-over', async (effects) => {
    const organization = await vacantOrganization(context, organizationId);
    const account = await holdActive(context, accountId);
    if (!(await endVacancy(context, organizationId))) throw stale();
    const subjects = [organizationId, accountId];
    effects.record({ action: 'organization.taken-over', organizationId, subjects });
    if (!(await promote(context, effects, organizationId, account))) {
      await makeOwner(context, effects, organizationId, account);
    }
    return { organizationName: organization.name };
  });
}

/** Whoever has a role there already keeps the access, with another role. */
async function promote(
  context: Context,
  effects: Effects,
  organizationId: string,
  account: AccountRecord,
): Promise<boolean> {
  const { tenantId, _id: accountId } = account;
  const liveKey = grantKey(organizationId, ownership, accountId);
  const before = await context.store.grants
    .findOneAndUpdate(
      { tenantId, liveKey, status: 'active' },
      { $set: { access: ownership, endsAt: null }, $unset: { nextWarningAt: 1 } },
      { returnDocument: 'before' },
    )
    .lean();
  if (before?.access.kind !== 'organization') return false;
  const { _id } = before;
  const detail = { before: before.access.role, after: 'owner' };
  effects.record({ action: 'grant.role-changed', organizationId, subjects: [_id, accountId], detail });
  await tellPerson(context, effects, account, {
    key: `access-changed:${_id}:${context.commandId}`,
    template: 'access-changed',
    about: { type: 'grant', id: _id },
  });
  return true;
}
