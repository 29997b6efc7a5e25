import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Context } from '../context.ts';

/** Where somebody stands to the organization through which a workgroup lets them in. `nowhere`: they belong to none at all. */
export type Standing = 'belongs' | 'nowhere' | 'elsewhere';

/** A workgroup's organization, and the partner through whom people come; null for the organization's own people. */
export interface Way {
  organizationId: string;
  partnerId: string | null;
}

/** The organization that the invited person of a workgroup has to belong to. */
export function targetOf({ organizationId, partnerId }: Way): string {
  return partnerId ?? organizationId;
}

/** The way into a workgroup that an invitation offers; null when it offers something else. */
export function wayOf({ organizationId, access }: Pick<InvitationRecord, 'organizationId' | 'access'>) {
  return access?.kind === 'workgroup' ? { organizationId, partnerId: access.partnerId } : null;
}

/**
 * Where each of these accounts stands. To a partner belongs who has a role in it or came in by it (design §1, home organization);
 * to the workgroup's own organization only who has a role there, because a home alone is no access to it (I16). A role whose time
 * is over ends the home with it, also when the sweep has not come by yet.
 */
export async function standings(
  context: Context,
  way: Way,
  accounts: readonly Pick<AccountRecord, '_id' | 'homeOrganizationId'>[],
): Promise<ReadonlyMap<string, Standing>> {
  if (accounts.length === 0) return new Map();
  const { tenantId } = context.actor;
  const grants = await context.store.grants
    .find(
      {
        tenantId,
        accountId: { $in: accounts.map(({ _id }) => _id) },
        status: 'active',
        'access.kind': 'organization',
      },
      { accountId: 1, organizationId: 1, endsAt: 1 },
    )
    .lean();
  const roles = new Map<string, Set<string>>();
  const over = new Set<string>();
  for (const { accountId, organizationId, endsAt } of grants) {
    const isOver = endsAt !== null && endsAt <= context.now();
    if (isOver) over.add(`${accountId}:${organizationId}`);
    else roles.set(accountId, (roles.get(accountId) ?? new Set()).add(organizationId));
  }
  return new Map(
    accounts.map(({ _id, homeOrganizationId }) => {
      const home =
        homeOrganizationId && !over.has(`${_id}:${homeOrganizationId}`) ? homeOrganizationId : null;
      return [_id, standing(way, roles.get(_id) ?? new Set(), home)];
    }),
  );
}

function standing(way: Way, roles: ReadonlySet<string>, home: string | null): Standing {
  const target = targetOf(way);
  if (roles.has(target)) return 'belongs';
  if (home === target) return way.partnerId === null ? 'nowhere' : 'belongs';
  return roles.size > 0 || home !== null ? 'elsewhere' : 'nowhere';
}

/** Where one account stands. */
export async function standingOf(
  context: Context,
  way: Way,
  account: Pick<AccountRecord, '_id' | 'homeOrganizationId'>,
): Promise<Standing> {
  return (await standings(context, way, [account])).get(account._id) ?? 'nowhere';
}

/** Collides with whatever changes where these accounts belong, or depends on it. Only inside a command. */
export async function holdBelonging(context: Context, accountIds: string[]): Promise<void> {
  if (accountIds.length === 0) return;
  const { tenantId } = context.actor;
  await context.store.accounts.updateMany({ _id: { $in: accountIds }, tenantId }, { $inc: { revision: 1 } });
}
