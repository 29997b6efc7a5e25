import type { WorkgroupAccess } from '../../domain/access.ts';
import { DomainError } from '../../domain/errors.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { Context } from '../context.ts';
import { standingOf } from './belonging.ts';
import { holdOpen } from './gates.ts';

/**
 * Makes sure that an account may enter a workgroup, until this transaction is over: the workgroup and the partnership are there,
 * and the account, which the caller holds, belongs where it comes from (I16). Only inside a command.
 * @throws DomainError `stale`
 */
export async function enterWorkgroup(
  context: Context,
  organizationId: string,
  access: WorkgroupAccess,
  account: AccountRecord,
): Promise<void> {
  await holdOpen(context, organizationId, access);
  const { partnerId } = access;
  if ((await standingOf(context, { organizationId, partnerId }, account)) === 'belongs') return;
  const text = 'This takes access to the organization that you were invited through. Ask one of its admins.';
  throw new DomainError('stale', text);
}
