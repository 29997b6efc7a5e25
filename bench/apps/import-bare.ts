/**
 * Invites the same people in the same order with the plain driver: for each row a transaction that reads each record that
 * the invitation rests on once, checks none of them, and writes what Gatehouse writes.
 */
import { randomBytes } from 'node:crypto';
import type { ClientSession } from 'mongodb';
import { day } from '../../src/domain/invitations.ts';
import { grantKey } from '../../src/services/authority.ts';
import { offerKey } from '../../src/services/invitations/keys.ts';
import { answerQuestions } from '../support/answer.ts';
import { addressOf, type ImportQuestion, isBad, startingRecords } from '../support/import-data.ts';
import { addIndexes, newCommand, newId, newMessage, openPlainDriver } from '../support/plain-driver.ts';
import { organization, owner, plainInvitation, tenantId } from '../support/records.ts';

const uri = process.env.MONGODB_URI ?? '';
const { collection, transaction } = await openPlainDriver(uri);
const collections = {
  accounts: collection('accounts'),
  organizations: collection('organizations'),
  grants: collection('grants'),
  invitations: collection('invitations'),
  importRows: collection('importRows'),
  audit: collection('audit'),
  commands: collection('commands'),
  outbox: collection('outbox'),
};
const { _id: organizationId } = organization;
const access = { kind: 'organization', role: 'member' } as const;
const batchSize = 100;
const ownerName = `${owner.firstName} ${owner.lastName}`;

answerQuestions<ImportQuestion>(async (question) => {
  switch (question.kind) {
    case 'prepare':
      return prepare();
    case 'import':
      return importNew(question.count);
    default:
      throw new Error('this side is only timed');
  }
});

async function prepare(): Promise<void> {
  await addIndexes(uri);
  await collections.accounts.insertMany(startingRecords.accounts);
  await collections.organizations.insertMany(startingRecords.organizations);
  await collections.grants.insertMany(startingRecords.grants);
}

async function importNew(count: number): Promise<number> {
  const importId = newId('imp');
  await storeRows(importId, count);
  const from = performance.now();
  let last = 0;
  for (;;) {
    const rows = await collections.importRows
      .find({ tenantId, importId, outcome: null, line: { $gt: last } })
      .sort({ line: 1 })
      .limit(batchSize)
      .toArray();
    for (const row of rows) {
      const line = Number(row.line);
      await transaction((session) =>
        invite(session, { _id: row._id, email: String(row.cells.email), importId, line }),
      );
    }
    last = Number(rows.at(-1)?.line ?? last);
    if (rows.length < batchSize) return performance.now() - from;
  }
}

async function storeRows(importId: string, count: number): Promise<void> {
  const run = randomBytes(4).toString('hex');
  const rows = Array.from({ length: count }, (_, index) => {
    const line = index + 2;
    const outcome = isBad(index) ? 'invalid' : null;
    return {
      _id: `${importId}:${String(line).padStart(7, '0')}`,
      tenantId,
      importId,
      line,
      cells: {
        email: isBad(index) ? 'nobody' : addressOf(run, index),
        'first name': 'Pat',
        'last name': 'Person',
        role: 'member',
      },
      accesses: [access],
      planned: outcome ?? 'waiting-for-account',
      outcome,
      remark: null,
      made: [],
      tries: 0,
      notBefore: null,
      deleteAt: new Date(Date.now() + 30 * day),
    };
  });
  await collections.importRows.insertMany(rows);
}

interface Row {
  _id: string;
  email: string;
  importId: string;
  line: number;
}

async function invite(session: ClientSession, { _id, email, importId, line }: Row): Promise<void> {
  const membership = grantKey(organizationId, access, owner._id);
  const liveKey = offerKey(organizationId, access, email);
  await collections.grants.findOne({ tenantId, liveKey: membership }, { session });
  await collections.organizations.findOne({ _id: organizationId, tenantId }, { session });
  await collections.accounts.findOne({ tenantId, emailKey: email }, { session });
  await collections.invitations.findOne({ tenantId, liveKey }, { session });

  const invitation = newInvitation(email, liveKey);
  const { _id: id } = invitation;
  const commandId = `import:${importId}:${line}`;
  const mail = { key: `offer:${id}:1:mail`, to: { via: 'mail', address: email } };
  await collections.invitations.insertOne(invitation, { session });
  await collections.importRows.updateOne(
    { _id, tenantId, outcome: null },
    {
      $set: {
        outcome: 'waiting-for-account',
        made: [id],
        remark: null,
        deleteAt: new Date(Date.now() + 30 * day),
      },
    },
    { session },
  );
  await collections.audit.insertOne(auditRow(id, email, commandId), { session });
  await collections.outbox.insertOne(
    { ...newMessage('offer', { type: 'invitation', id }, 1), ...mail },
    { session },
  );
  await collections.commands.insertOne(newCommand(commandId, 'import.row', { answer: id }), { session });
}

function newInvitation(email: string, liveKey: string) {
  const createdAt = new Date();
  return {
    ...plainInvitation,
    _id: newId('inv'),
    tenantId,
    organizationId,
    kind: 'access',
    status: 'pending',
    email,
    emailKey: email,
    nearKey: email,
    selector: randomBytes(8).toString('hex'),
    access,
    firstName: 'Pat',
    lastName: 'Person',
    approvals: [{ accountId: owner._id, name: ownerName, at: createdAt }],
    invitedBy: owner._id,
    inviterName: ownerName,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 7 * day),
    liveKey,
  };
}

function auditRow(invitationId: string, email: string, commandId: string) {
  return {
    _id: newId('aud'),
    tenantId,
    at: new Date(),
    actor: owner._id,
    actorName: ownerName,
    action: 'invitation.created',
    organizationId,
    subjects: [invitationId],
    detail: { kind: 'access', status: 'pending', email, role: 'member' },
    commandId,
  };
}
