/** The database and the workspace that a command works in. */
import { randomBytes } from 'node:crypto';
import { databaseClock } from '../src/clock.ts';
import { dnsMailDomains } from '../src/mail-domains.ts';
import type { Runtime } from '../src/services/context.ts';
import { createUlids } from '../src/services/ids.ts';
import { connect } from '../src/store/connection.ts';
import { openStore } from '../src/store/index.ts';

/** What stops the command, in words for the person who runs it. */
export class Refusal extends Error {}

/** Opens the database for `work`, which gets the workspace that is meant. */
export async function withRuntime(
  { tenant, asksDns }: { tenant: string | undefined; asksDns: boolean },
  work: (runtime: Runtime, tenantId: string) => Promise<number>,
): Promise<number> {
  const uri = process.env.MONGODB_URI?.trim();
  if (!uri) {
    throw new Refusal(
      'MONGODB_URI is missing: the MongoDB replica set that Gatehouse uses, such as mongodb://db.company.example/gatehouse?replicaSet=rs0. See .env.example.',
    );
  }
  const connection = await connect(uri, { serverSelectionTimeoutMs: 5_000, maxPoolSize: 5 });
  try {
    const clock = databaseClock();
    await clock.synchronize(connection);
    const runtime: Runtime = {
      store: openStore(connection),
      now: clock.now,
      randomBytes,
      ulid: createUlids(randomBytes),
      // No code is made here: mails get theirs when the running app sends them.
      codeKey: new Uint8Array(0),
      mailDomain: asksDns ? dnsMailDomains() : () => Promise.resolve('unknown'),
      // The running app finds the messages by itself within half a minute.
      wakeDelivery: () => {},
    };
    return await work(runtime, await tenantOf(runtime, tenant));
  } finally {
    await connection.close();
  }
}

async function tenantOf({ store }: Runtime, wanted: string | undefined): Promise<string> {
  const tenants = await store.tenants.find().sort({ _id: 1 }).lean();
  const list = tenants.map(({ _id, name }) => `  ${_id}  ${name}`).join('\n');
  if (tenants.length === 0)
    throw new Refusal('There is no workspace in this database yet. Start Gatehouse once.');
  if (wanted !== undefined) {
    if (tenants.some(({ _id }) => _id === wanted)) return wanted;
    throw new Refusal(`There is no workspace ${wanted} in this database. There is:\n${list}`);
  }
  const [first, ...others] = tenants;
  if (first && others.length === 0) return first._id;
  throw new Refusal(`This database holds several workspaces. Say which one with --tenant:\n${list}`);
}
