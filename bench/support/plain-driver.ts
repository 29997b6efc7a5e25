import { randomBytes } from 'node:crypto';
import { type ClientSession, type Collection, type Document, MongoClient } from 'mongodb';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes, openStore } from '../../src/store/index.ts';
import { tenantId } from './records.ts';

type Row = Document & { _id: string };

/** A database by the plain driver, with the same pool and the same kind of transaction as Gatehouse's. */
export interface PlainDriver {
  collection(name: string): Collection<Row>;
  transaction<T>(work: (session: ClientSession) => Promise<T>): Promise<T>;
}

export async function openPlainDriver(uri: string): Promise<PlainDriver> {
  const writeConcern = { w: 'majority', journal: true } as const;
  const client = await MongoClient.connect(uri, { maxPoolSize: 50, retryWrites: true, writeConcern });
  const db = client.db();
  const options = {
    readConcern: { level: 'snapshot' },
    writeConcern: { w: 'majority' },
    readPreference: 'primary',
  } as const;
  return {
    collection: (name) => db.collection<Row>(name),
    transaction: (work) => client.withSession((session) => session.withTransaction(work, options)),
  };
}

/** Gives a database the same indexes as Gatehouse's. */
export async function addIndexes(uri: string): Promise<void> {
  const connection = await connect(uri);
  await ensureIndexes(openStore(connection));
  await connection.close();
}

/** As long as Gatehouse's. */
export function newId(kind: string): string {
  return `${kind}_${randomBytes(13).toString('hex')}`;
}

/** A row of the outbox, without its key and where it goes. */
export function newMessage(
  template: string,
  about: { type: string; id: string },
  codeVersion: number | null,
) {
  const now = new Date();
  return {
    _id: newId('msg'),
    tenantId,
    template,
    about,
    codeVersion,
    status: 'pending',
    attempts: 0,
    dueAt: now,
    lease: null,
    createdAt: now,
    endedAt: null,
    problem: null,
    posted: null,
  };
}

/** A command's row with its answer. */
export function newCommand(commandId: string, name: string, answer: Document) {
  return { _id: newId('cmd'), tenantId, commandId, name, answer, at: new Date() };
}
