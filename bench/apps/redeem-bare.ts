/**
 * Writes with the plain driver what a redemption writes, without reading or checking anything: the counters of tries, which
 * must count even when the transaction does not happen, and then one transaction with all the rest.
 */
import { randomBytes } from 'node:crypto';
import { type Document, MongoClient } from 'mongodb';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes, openStore } from '../../src/store/index.ts';
import { answerQuestions } from '../support/answer.ts';
import { type Invitee, newInvitees, type RedeemQuestion, redeemAll } from '../support/redeem-data.ts';
import { workspace } from '../support/workspace.ts';

const uri = process.env.MONGODB_URI ?? '';
const writeConcern = { w: 'majority', journal: true } as const;
const client = await MongoClient.connect(uri, { maxPoolSize: 50, retryWrites: true, writeConcern });
const db = client.db();
const collection = (name: string) => db.collection<Document & { _id: string }>(name);
const collections = {
  accounts: collection('accounts'),
  invitations: collection('invitations'),
  accessRequests: collection('accessRequests'),
  attempts: collection('attempts'),
  audit: collection('audit'),
  commands: collection('commands'),
  outbox: collection('outbox'),
};
const tenantId = workspace.id;
const windowMs = 15 * 60 * 1000;

answerQuestions<RedeemQuestion>(async (question) => {
  if (question.kind === 'prepare') return prepare();
  const invitees = newInvitees(question.count, new Uint8Array(32));
  await collections.accounts.insertMany(invitees.map(({ account }) => ({ ...account })));
  await collections.invitations.insertMany(invitees.map(({ invitation }) => ({ ...invitation })));
  return redeemAll(invitees, question.people, redeem);
});

/** The same indexes as Gatehouse's. */
async function prepare(): Promise<void> {
  const connection = await connect(uri);
  await ensureIndexes(openStore(connection));
  await connection.close();
}

async function redeem(invitee: Invitee): Promise<void> {
  const person = `identity:${invitee.account.identityKeys[0]}`;
  await Promise.all([takeTry(person), takeTry('tenant')]);
  await client.withSession((session) =>
    session.withTransaction(
      async () => {
        const { modifiedCount } = await collections.invitations.updateOne(...redeemed(invitee), { session });
        if (modifiedCount === 0) throw new Error('the code is used');
        await collections.accessRequests.insertOne(accessRequest(invitee), { session });
        await collections.audit.insertMany(auditRows(invitee), { session });
        await collections.outbox.insertMany(messages(invitee), { session });
        await collections.commands.insertOne(commandRow(invitee), { session });
      },
      {
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority' },
        readPreference: 'primary',
      },
    ),
  );
  await Promise.all([giveBack(person), giveBack('tenant')]);
}

async function takeTry(key: string): Promise<void> {
  const resetAt = new Date(Date.now() + windowMs);
  await collections.attempts.updateOne(
    { tenantId, key },
    { $inc: { count: 1 }, $setOnInsert: { _id: newId('frm'), resetAt } },
    { upsert: true },
  );
}

async function giveBack(key: string): Promise<void> {
  await collections.attempts.updateOne({ tenantId, key, count: { $gt: 0 } }, { $inc: { count: -1 } });
}

function redeemed({ account, invitation }: Invitee): [Document, Document] {
  return [
    {
      _id: invitation._id,
      tenantId,
      status: { $in: ['pending'] },
      codeVersion: 1,
      lockedAt: null,
      expiresAt: { $gt: new Date() },
    },
    {
      $set: {
        status: 'redeemed',
        accountId: account._id,
        requestId: requestIdOf(invitation._id),
        endedAt: new Date(),
        endedBy: `${account.firstName} ${account.lastName}`,
      },
      $unset: { liveKey: 1 },
    },
  ];
}

function accessRequest({ account, invitation }: Invitee) {
  const now = new Date();
  return {
    _id: requestIdOf(invitation._id),
    tenantId,
    organizationId: invitation.organizationId,
    accountId: account._id,
    invitationId: invitation._id,
    invitedEmail: null,
    inviterName: invitation.inviterName,
    status: 'pending',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 14 * 24 * 60 * 60 * 1000),
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    reason: null,
    role: null,
    liveKey: `request:${invitation.organizationId}:${account._id}`,
  };
}

function auditRows({ account, invitation }: Invitee) {
  const common = {
    tenantId,
    at: new Date(),
    actor: account._id,
    actorName: `${account.firstName} ${account.lastName}`,
    organizationId: invitation.organizationId,
    commandId: invitation._id,
  };
  const { username, email } = account;
  const requestId = requestIdOf(invitation._id);
  return [
    {
      ...common,
      _id: newId('aud'),
      action: 'invitation.redeemed',
      subjects: [invitation._id, account._id],
      detail: { username },
    },
    {
      ...common,
      _id: newId('aud'),
      action: 'request.created',
      subjects: [requestId, invitation._id, account._id],
      detail: { username, email, invitedEmail: null },
    },
  ];
}

function messages({ invitation }: Invitee) {
  const requestId = requestIdOf(invitation._id);
  const now = new Date();
  const common = {
    tenantId,
    template: 'request-opened',
    about: { type: 'request', id: requestId },
    codeVersion: null,
    status: 'pending',
    attempts: 0,
    dueAt: now,
    lease: null,
    createdAt: now,
    endedAt: null,
    problem: null,
    posted: null,
  };
  const key = `request-opened:${requestId}`;
  return [
    {
      ...common,
      _id: newId('msg'),
      key: `${key}:mail`,
      to: { via: 'mail', address: 'access@aster.example' },
    },
    {
      ...common,
      _id: newId('msg'),
      key: `${key}:slack:C0APPROVALS`,
      to: { via: 'slack', channel: 'C0APPROVALS' },
    },
  ];
}

function commandRow({ account, invitation }: Invitee) {
  return {
    _id: newId('cmd'),
    tenantId,
    commandId: invitation._id,
    name: 'invitation.redeem',
    answer: { outcome: 'requested', organizationName: 'Aster Labs', username: account.username },
    at: new Date(),
  };
}

function requestIdOf(invitationId: string): string {
  return invitationId.replace('inv_', 'req_');
}

/** As long as Gatehouse's. */
function newId(kind: string): string {
  return `${kind}_${randomBytes(13).toString('hex')}`;
}
