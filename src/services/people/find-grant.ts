import { alreadyEnded, deny, stale } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { Context } from '../context.ts';

/** A grant and its person. @throws deny when there is none */
export async function findGrant(
  context: Context,
  grantId: string,
): Promise<{ grant: GrantRecord; account: AccountRecord; personName: string }> {
  const { tenantId } = context.actor;
  const grant = await context.store.grants.findOne({ _id: grantId, tenantId }).lean();
  if (!grant) throw deny();
  const account = await context.store.accounts.findOne({ _id: grant.accountId, tenantId }).lean();
  if (!account) throw deny();
  return { grant, account, personName: fullName(account) };
}

/** @throws DomainError `stale` when the access is over, also when the sweep has not come by yet */
export function requireRunning(context: Context, { status, endsAt, endedAt, endedBy }: GrantRecord): void {
  if (status !== 'active') throw alreadyEnded({ endedBy, endedAt });
  if (endsAt !== null && endsAt <= context.now()) throw stale(undefined, endsAt);
}
