import { randomBytes } from 'node:crypto';
import type mongoose from 'mongoose';
import { afterAll, inject } from 'vitest';
import { connect } from '../../src/store/connection.ts';

export interface TestDatabase {
  connection: mongoose.Connection;
  /** With the database's name in it. */
  uri: string;
  name: string;
  /** Empties the database. */
  drop(): Promise<void>;
}

/**
 * A database of its own for one test file, with a random name. It is dropped, and its connection closed, after the
 * file's last test. Call it at the top of a test file or in `beforeAll`.
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Not with URL, which does not know lists of hosts.
  const uri = inject('mongodbUri').replace(/^([^:]+:\/\/[^/?]+)(?:\/[^?]*)?/, `$1/${name}`);
  const connection = await connect(uri);
  const drop = async (): Promise<void> => {
    await connection.dropDatabase();
  };
  afterAll(async () => {
    await drop();
    await connection.close();
  });
  return { connection, uri, name, drop };
}
