import { deny } from '../../domain/errors.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { Context } from '../context.ts';

/**
 * An account that is not deactivated, and stays so until this transaction is over: deactivating it writes it too, so one of the two
 * begins anew and sees the other (I12). Collides as well with whatever changes where it belongs. Only inside a command.
 * @throws deny when it is deactivated
 */
export async function holdActive(context: Context, accountId: string): Promise<AccountRecord> {
  const { tenantId } = context.actor;
  const account = await context.store.accounts
    .findOneAndUpdate(
      { _id: accountId, tenantId, deactivatedAt: { $exists: false } },
      { $inc: { revision: 1 } },
      { returnDocument: 'after' },
    )
    .lean();
  if (!account) throw deny();
  return account;
}
