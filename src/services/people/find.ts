import { deny } from '../../domain/errors.ts';
import type { GrantRow, ListedInvitation, PersonDetail } from '../../domain/overviews.ts';
import { fullName } from '../../domain/people.ts';
import { mayManage } from '../access.ts';
import { authorize } from '../authority.ts';
import { type Context, requireAccount } from '../context.ts';
import { isKnownTo } from '../directory.ts';
import { listInvitationRecords } from '../invitations/listed.ts';
import { findGrant, requireRunning } from './find-grant.ts';
import { grantRows } from './grant-rows.ts';
import { historyOf } from './history.ts';
import { liveInvitationsOf } from './live-invitations.ts';

/** More than anybody has, less than a view can hold. */
const grantsAtMost = 100;

/**
 * All that an organization has with one person: access, invitations, history. Nothing of what the person has elsewhere.
 * @throws DomainError `deny` — also when the organization does not know the account
 */
export async function getPerson(
  context: Context,
  { accountId, organizationId }: { accountId: string; organizationId: string },
): Promise<PersonDetail> {
  const { organization, role: ceiling } = await authorize(context, 'people:manage', organizationId);
  if (!(await isKnownTo(context, organizationId, accountId))) throw deny();
  const { tenantId } = context.actor;
  const account = await context.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  if (!account) throw deny();
  const grants = await context.store.grants
    .find({ tenantId, accountId, organizationId })
    .sort({ _id: -1 })
    .limit(grantsAtMost)
    .lean();
  const rows = await grantRows(context, ceiling, grants);
  const live = await liveInvitationsOf(context, organizationId, account);
  const invitations = await listInvitationRecords(context, live);
  const isOver = ({ status }: GrantRow) => status === 'revoked' || status === 'expired';
  const active = rows.filter((row) => !isOver(row));
  let isRemovable =
    accountId !== requireAccount(context).id &&
    (active.length + live.length > 0 || account.homeOrganizationId === organizationId);
  for (const { access } of [...grants.filter(({ status }) => status === 'active'), ...live]) {
    isRemovable &&= access === null || (await mayManage(context, ceiling, access));
  }
  return {
    accountId,
    name: fullName(account),
    username: account.username,
    email: account.email,
    organizationId,
    organizationName: organization.name,
    active,
    ended: rows.filter(isOver),
    invitations: invitations.filter(({ status }: ListedInvitation) => status !== 'expired'),
    history: await historyOf(context, { accountId, organizationId }),
    isRemovable,
  };
}

/**
 * A running access, for the form that changes it.
 * @throws DomainError `deny` when the acting person may not change it, `stale` when it has ended
 */
export async function getGrantToChange(
  context: Context,
  grantId: string,
): Promise<{ grant: GrantRow; personName: string; organizationName: string }> {
  const { grant, personName } = await findGrant(context, grantId);
  const { organization, role } = await authorize(context, 'people:manage', grant.organizationId);
  requireRunning(context, grant);
  const [row] = await grantRows(context, role, [grant]);
  if (!row?.isManageable) throw deny();
  return { grant: row, personName, organizationName: organization.name };
}
