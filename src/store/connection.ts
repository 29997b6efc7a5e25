import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';

const RETRY_MS = 2_000;
/** A server that falls silent with its connections open is given up after the sum of the two, and what hung on it goes on. */
const HEARTBEAT_MS = 2_000;
const SILENCE_MS = 5_000;

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
 * A connection that is not open yet. Nothing is ever buffered: an operation before `openConnection` fails at once, and one
 * while MongoDB is away fails after `serverSelectionTimeoutMs`.
 */
export function newConnection(): mongoose.Connection {
  const connection = mongoose.createConnection();
  connection.set('bufferCommands', false);
  // Without a listener, an error event of a lost connection would end the process.
  connection.on('error', () => {});
  return connection;
}

/**
 * Opens a connection to a replica set or sharded cluster. Writes are acknowledged by the majority and journalled. Once
 * open, the driver reconnects by itself; after a failure it may be opened again.
 * @throws ConnectionError in plain words: bad URI, wrong credentials, nobody there, or a standalone server
 */
export async function openConnection(
  connection: mongoose.Connection,
  uri: string,
  { serverSelectionTimeoutMs = 2_000, maxPoolSize = 50 }: ConnectOptions = {},
): Promise<void> {
  try {
    await connection.openUri(uri, {
      appName: 'gatehouse',
      bufferCommands: false,
      autoIndex: false,
      autoCreate: false,
      serverSelectionTimeoutMS: serverSelectionTimeoutMs,
      heartbeatFrequencyMS: HEARTBEAT_MS,
      connectTimeoutMS: SILENCE_MS,
      maxPoolSize,
      retryWrites: true,
      writeConcern: { w: 'majority', journal: true },
    });
    await requireTransactions(connection);
  } catch (error) {
    await connection.close().catch(() => {});
    throw error instanceof ConnectionError ? error : new ConnectionError(describe(error, uri));
  }
}

/**
 * Tries to open a connection until it works, every two seconds of real time; meanwhile every operation fails at once.
 * @param tell hears each new reason why it does not work, in plain words
 */
export async function keepOpening(
  connection: mongoose.Connection,
  uri: string,
  { signal, tell }: { signal: AbortSignal; tell(problem: string): void },
): Promise<void> {
  let told = '';
  while (!signal.aborted) {
    try {
      await openConnection(connection, uri);
      return;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      if (problem !== told) tell(problem);
      told = problem;
      await sleep(RETRY_MS, undefined, { signal }).catch(() => {});
    }
  }
}

/** A connection that is open. @throws ConnectionError as `openConnection` does */
export async function connect(uri: string, options: ConnectOptions = {}): Promise<mongoose.Connection> {
  const connection = newConnection();
  await openConnection(connection, uri, options);
  return connection;
}

/** How often the server is asked for its time: the quickest answer is the most exact. */
const CLOCK_SAMPLES = 3;

/**
 * The server's clock now. Of a few answers the quickest counts, corrected by half of its round trip, so that the error is
 * at most that half.
 * @throws when MongoDB does not answer
 */
export async function databaseTime(connection: mongoose.Connection): Promise<Date> {
  let quickest = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let sample = 0; sample < CLOCK_SAMPLES; sample += 1) {
    const sent = performance.now();
    const { localTime } = await hello(connection);
    const received = performance.now();
    if (received - sent >= quickest) continue;
    quickest = received - sent;
    offset = localTime.getTime() + quickest / 2 - received;
  }
  return new Date(performance.now() + offset);
}

/** @throws ConnectionError when the server is a standalone one, which has no transactions */
export async function requireTransactions(connection: mongoose.Connection): Promise<void> {
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
