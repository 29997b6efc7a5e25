/** Fills a database with a large organization through the plain driver, in much less than a minute for a million invitations. */
import { type Db, type Document, type IndexDescription, MongoClient } from 'mongodb';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes, models, openStore } from '../../src/store/index.ts';
import {
  type CrowdSize,
  crowdApps,
  crowdInvitation,
  crowdRequest,
  crowdSubscriptions,
} from './crowd-invitations.ts';
import { crowdAccount, directoryEntry, membership } from './crowd-people.ts';
import { endingGrant, openInvitation, openRequestAt, sealedRow } from './open-items.ts';
import { organization, owner, ownersGrant } from './records.ts';

const batchSize = 2_000;
const batchesAtOnce = 4;
/** How many invitations there are for one request. */
const perRequest = 50;
/** How many open items there are for one row of the audit. */
const perAuditRow = 10;
/** How many accounts there are for one member of the organization. */
const perMember = 5;

/** Fills an empty database and makes Gatehouse's indexes. */
export async function fill(uri: string, size: CrowdSize): Promise<void> {
  const client = await MongoClient.connect(uri, { writeConcern: { w: 1 } });
  const db = client.db();
  try {
    await insertSome(db, 'organizations', [organization]);
    await insertSome(db, 'apps', crowdApps);
    await insertSome(db, 'subscriptions', crowdSubscriptions);
    await insertMany(db, 'invitations', size.count, (index) => crowdInvitation(index, size));
    // The server builds these while this process makes the people.
    const indexed = addIndexes(uri, db, 'invitations');
    await insertPeople(db, size);
    const requests = { ...size, count: Math.ceil(size.count / perRequest) };
    await insertMany(db, 'accessRequests', requests.count, (index) => crowdRequest(index, requests));
    await indexed;
    await addIndexes(uri, db);
    // So that no figure pays for writing it to the disk.
    await client.db('admin').command({ fsync: 1 });
  } finally {
    await client.close();
  }
}

/** Fills an empty database with what is open and not due yet: two fifths invitations, the rest requests and accesses; and its audit. */
export async function fillOpen(uri: string, count: number): Promise<void> {
  const client = await MongoClient.connect(uri, { writeConcern: { w: 1 } });
  const db = client.db();
  const invitations = Math.ceil(count * 0.4);
  const requests = Math.ceil(count * 0.3);
  try {
    await insertSome(db, 'organizations', [organization]);
    await insertSome(db, 'accounts', [owner]);
    await insertSome(db, 'grants', [ownersGrant]);
    await insertMany(db, 'invitations', invitations, openInvitation);
    const indexed = addIndexes(uri, db, 'invitations');
    await insertMany(db, 'accessRequests', requests, openRequestAt);
    await insertMany(db, 'grants', count - invitations - requests, endingGrant);
    await insertMany(db, 'audit', Math.ceil(count / perAuditRow), sealedRow);
    await indexed;
    await addIndexes(uri, db);
  } finally {
    await client.close();
  }
}

async function insertPeople(db: Db, { people }: CrowdSize): Promise<void> {
  await insertSome(db, 'accounts', [owner]);
  await insertSome(db, 'directory', [directoryEntry(owner)]);
  await insertSome(db, 'grants', [ownersGrant]);
  await insertMany(db, 'accounts', people, crowdAccount);
  await insertMany(db, 'directory', people, (index) => directoryEntry(crowdAccount(index)));
  await insertMany(db, 'grants', Math.floor(people / perMember), (index) =>
    membership(crowdAccount(index * perMember)),
  );
}

async function insertSome(db: Db, name: string, rows: readonly Document[]): Promise<void> {
  await db.collection(name).insertMany(rows.map((row) => ({ ...row })));
}

/** Makes and inserts `count` rows, a few batches on their way at any time. */
async function insertMany(
  db: Db,
  name: string,
  count: number,
  rowAt: (index: number) => Document,
): Promise<void> {
  let next = 0;
  const insertBatches = async () => {
    while (next < count) {
      const begin = next;
      const length = Math.min(batchSize, count - begin);
      next += length;
      const documents = Array.from({ length }, (_, offset) => rowAt(begin + offset));
      await db.command({ insert: name, documents, ordered: false, writeConcern: { w: 1 } });
    }
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, insertBatches));
}

/** Each collection's indexes in two commands at once: a command reads the collection once for all of its indexes. */
async function addIndexes(uri: string, db: Db, only?: string): Promise<void> {
  const connection = await connect(uri);
  const store = openStore(connection);
  for (const { collection, schema } of models(store)) {
    if (only && only !== collection.name) continue;
    const halves: IndexDescription[][] = [[], []];
    for (const [place, [key, options]] of schema.indexes().entries()) {
      halves[place % 2]?.push({ ...options, key } as IndexDescription);
    }
    const some = halves.filter((half) => half.length > 0);
    await Promise.all(some.map((half) => db.collection(collection.name).createIndexes(half)));
  }
  // Refuses when these are not Gatehouse's own.
  if (!only) await ensureIndexes(store);
  await connection.close();
}
