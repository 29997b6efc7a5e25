import type { Store } from '../../src/store/index.ts';

/** Where any of these secrets is found in the database: collection and secret's name. */
export async function findSecrets(
  store: Store,
  secrets: Readonly<Record<string, string>>,
): Promise<string[]> {
  const found: string[] = [];
  const collections = (await store.connection.db?.collections()) ?? [];
  for (const collection of collections) {
    const text = JSON.stringify(await collection.find().toArray());
    for (const [name, secret] of Object.entries(secrets))
      if (text.includes(secret)) found.push(`${name} in ${collection.collectionName}`);
  }
  return found;
}
