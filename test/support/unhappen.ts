import type { Store } from '../../src/store/index.ts';

/** Removes audit rows as if they had never been written: what is left begins a new chain. */
export async function unhappen(store: Store, rows: object): Promise<void> {
  await store.connection.transaction(async () => {
    await store.audit.deleteMany(rows);
    await store.audit.updateMany({}, { $unset: { seal: 1 } });
    await store.auditHeads.deleteMany({});
  });
}
