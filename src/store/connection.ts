import mongoose from 'mongoose';

export interface ConnectOptions {
  /** Milliseconds to look for a server before an operation, or `connect` itself, fails. Default 2000. */
  serverSelectionTimeoutMs?: number;
  /** The most connections to one server. Default 50. */
  maxPoolSize?: number;
}

/** Why there is no usable MongoDB, for a person. Never holds the URI's password. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

const STANDALONE = `This MongoDB is a standalone server; Gatehouse needs a replica set, because it uses transactions.
To turn it into one:
  1. stop it, and start it again with a replica set name:  mongod --replSet rs0  (with its usual options)
  2. once, in mongosh:  rs.initiate()
  3. start Gatehouse again`;

/**
 * Connects to a replica set or sharded cluster. Writes are acknowledged by the majority and journalled, and nothing is
 * buffered while MongoDB is away: an operation then fails after `serverSelectionTimeoutMs`. Once connected, the driver
 * reconnects by itself.
 * @throws ConnectionError in plain words: bad URI, wrong credentials, nobody there, or a standalone server
 */
export async function connect(
  uri: string,
  { serverSelectionTimeoutMs = 2_000, maxPoolSize = 50 }: ConnectOptions = {},
): Promise<mongoose.Connection> {
  const connection = mongoose.createConnection();
  // Without a listener, an error event of a lost connection would end the process.
  connection.on('error', () => {});
  try {
    await connection.openUri(uri, {
      appName: 'gatehouse',
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      maxPoolSize,
      retryWrites: true,
      writeConcern: { w: 'majority', journal: true },
    });
    await requireTransactions(connection);
    return connection;
  } catch (error) {
    await connection.close().catch(() => {});
    throw error instanceof ConnectionError ? error : new ConnectionError(describe(error, uri));
  }
}

/**
 * The server's clock, at the moment of the answer: half of the round trip is added to what the server said.
 * @throws when MongoDB does not answer
 */
export async function databaseTime(connection: mongoose.Connection): Promise<Date> {
  const sent = performance.now();
  const { localTime } = await hello(connection);
  return new Date(localTime.getTime() + (performance.now() - sent) / 2);
}

async function requireTransactions(connection: mongoose.Connection): Promise<void> {
  const { setName, msg } = await hello(connection);
  if (setName === undefined && msg !== 'isdbgrid') throw new ConnectionError(STANDALONE);
}

async function hello(
  connection: mongoose.Connection,
): Promise<{ localTime: Date; setName?: string; msg?: string }> {
  const answer = await connection.getClient().db('admin').command({ hello: 1 });
  return answer as unknown as { localTime: Date; setName?: string; msg?: string };
}

function describe(error: unknown, uri: string): string {
  const reason = withoutSecrets(error instanceof Error ? error.message : String(error), uri);
  return `MongoDB at ${hostsOf(uri)} cannot be used: ${reason}`;
}

/** The `host:port` list of a URI, without credentials and options. */
function hostsOf(uri: string): string {
  const authority = /^mongodb(?:\+srv)?:\/\/([^/?]*)/.exec(uri)?.[1];
  const hosts = authority?.slice(authority.lastIndexOf('@') + 1);
  return hosts || 'MONGODB_URI';
}

function withoutSecrets(text: string, uri: string): string {
  const authority = /^[^:]*:\/\/(.*)@/.exec(uri)?.[1] ?? '';
  const password = authority.slice(authority.indexOf(':') + 1 || authority.length);
  const secrets = [uri, authority, password, decoded(password)];
  return secrets
    .filter((secret) => secret !== '')
    .reduce((safe, secret) => safe.replaceAll(secret, '…'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
