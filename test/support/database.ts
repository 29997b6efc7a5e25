import { randomBytes } from 'node:crypto';
import type mongoose from 'mongoose';
import { expect, inject } from 'vitest';
import { connect } from '../../src/store/connection.ts';
import { openStore, type Store } from '../../src/store/index.ts';
import { verifyData } from '../../src/verify/index.ts';
import { afterFile } from './after-file.ts';

export interface TestDatabase {
  connection: mongoose.Connection;
  /** With the database's name in it. */
  uri: string;
  name: string;
  /** Empties the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** Whether the invariants must hold after the file's last test: when everything in it was written by the verbs. */
  isVerified?: boolean;
}

/**
 * A database of its own for one test file, with a random name. It is dropped, and its connection closed, after the
 * file's last test. Call it at the top of a test file or in `beforeAll`.
 */
export async function openTestDatabase({
  isVerified = false,
}: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Not with URL, which does not know lists of hosts.
  const uri = inject('mongodbUri').replace(/^([^:]+:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
  const connection = await connect(uri);
  const drop = async (): Promise<void> => {
    await connection.dropDatabase();
  };
  afterFile(async () => {
    try {
      if (isVerified) expect(await violationsIn(openStore(connection))).toEqual([]);
    } finally {
      await drop();
      await connection.close();
    }
  });
  return { connection, uri, name, drop };
}

/**
 * The violations of the invariants, such as `I3 grt_… is revoked, and keeps its place`; none when all is well.
 * @param options.isSettled whether everything that was to be sent has been sent
 */
export async function violationsIn(store: Store, options: { isSettled?: boolean } = {}): Promise<string[]> {
  const found: string[] = [];
  for await (const { invariant, id, problem } of verifyData(store, { now: new Date(), ...options }))
    found.push(`${invariant} ${id} ${problem}`);
  return found;
}
