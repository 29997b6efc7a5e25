import type { Context } from '../context.ts';

/**
 * Keeps addresses as they are, without an account or with one, until this transaction is over: an invitation to an address and the
 * account that takes it up (A38) are written one after the other. Only inside a command.
 */
export async function holdAddresses(context: Context, emailKeys: readonly string[]): Promise<void> {
  const { tenantId } = context.actor;
  const heldAt = context.now();
  const unique = [...new Set(emailKeys)].sort();
  if (unique.length === 0) return;
  await context.store.addresses.bulkWrite(
    unique.map((emailKey) => ({
      updateOne: {
        filter: { _id: `${tenantId}:${emailKey}`, tenantId },
        update: { $inc: { revision: 1 }, $set: { heldAt } },
        upsert: true,
      },
    })),
  );
}
