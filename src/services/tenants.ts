import type { Runtime } from './context.ts';

/** Notes the workspace that the app is installed in. */
export async function rememberTenant(
  { store, now }: Pick<Runtime, 'store' | 'now'>,
  { tenantId, name }: { tenantId: string; name: string },
): Promise<void> {
  await store.tenants.updateOne(
    { _id: tenantId, tenantId },
    { $set: { name }, $setOnInsert: { installedAt: now() } },
    { upsert: true },
  );
}
