import { setTimeout as sleep } from 'node:timers/promises';
import { type Db, MongoClient, MongoNetworkError, MongoServerError } from 'mongodb';

export const SET_NAME = 'gatehouse';

const NOT_YET_INITIALIZED = 94;
const ALREADY_INITIALIZED = 23;

/**
 * Makes the mongod on `port` the primary of its one-node replica set: a new one is set up, an existing one is told its
 * address when that changed.
 * @throws when it is not the primary within `timeoutMs`
 */
export async function becomePrimary(port: number, timeoutMs = 30_000): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`, {
    serverSelectionTimeoutMS: timeoutMs,
  });
  try {
    const admin = client.db('admin');
    const deadline = Date.now() + timeoutMs;
    while (!(await isPrimary(admin, host))) {
      if (Date.now() > deadline) throw new Error('MongoDB started, but did not become a primary');
      await sleep(10);
    }
  } finally {
    await client.close();
  }
}

async function isPrimary(admin: Db, host: string): Promise<boolean> {
  try {
    if (!(await configure(admin, host))) return false;
    const hello = await admin.command({ hello: 1 });
    return hello.isWritablePrimary === true && hello.me === host;
  } catch (error) {
    // A node that learns its new address closes its connections.
    if (error instanceof MongoNetworkError) return false;
    throw error;
  }
}

/** False while mongod is still reading its stored configuration. */
async function configure(admin: Db, host: string): Promise<boolean> {
  try {
    const { config } = await admin.command({ replSetGetConfig: 1 });
    if (config.members.length === 1 && config.members[0].host === host) return true;
    const members = [{ ...config.members[0], host }];
    await admin.command({
      replSetReconfig: { ...config, version: config.version + 1, members },
      force: true,
    });
    return true;
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== NOT_YET_INITIALIZED) throw error;
  }
  try {
    await admin.command({ replSetInitiate: { _id: SET_NAME, members: [{ _id: 0, host }] } });
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === ALREADY_INITIALIZED) return false;
    throw error;
  }
}

/**
 * Changes the address that is stored in the data of a stopped one-node set, through the mongod on `port`, which runs
 * without `--replSet`. Such a set cannot be told later: a node waits for whoever answers at its old address.
 */
export async function changeStoredAddress(port: number): Promise<void> {
  const host = `127.0.0.1:${port}`;
  const client = new MongoClient(`mongodb://${host}/?directConnection=true`);
  try {
    const configs = client.db('local').collection<{ _id: string }>('system.replset');
    await configs.updateOne({ _id: SET_NAME }, { $set: { 'members.0.host': host } });
  } finally {
    await client.close();
  }
}
