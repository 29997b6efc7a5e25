/**
 * Writes with the plain driver what a redemption writes, without reading or checking anything: the counters of tries, which
 * must count even when the transaction does not happen, and then one transaction with all the rest.
 */
import type { Document } from 'mongodb';
import { searchTerms } from '../../src/domain/people.ts';
import { requestKey } from '../../src/services/invitations/keys.ts';
import { answerQuestions } from '../support/answer.ts';
import { addIndexes, newCommand, newId, newMessage, openPlainDriver } from '../support/plain-driver.ts';
import { rateOf } from '../support/rate.ts';
import { organization, tenantId } from '../support/records.ts';
import { type Invitee, newInvitees, type RedeemQuestion } from '../support/redeem-data.ts';

const uri = process.env.MONGODB_URI ?? '';
const { collection, transaction } = await openPlainDriver(uri);
const collections = {
  accounts: collection('accounts'),
  directory: collection('directory'),
  invitations: collection('invitations'),
  accessRequests: collection('accessRequests'),
  attempts: collection('attempts'),
  audit: collection('audit'),
  commands: collection('commands'),
  outbox: collection('outbox'),
};
const windowMs = 15 * 60 * 1000;

answerQuestions<RedeemQuestion>(async (question) => {
  if (question.kind === 'prepare') return addIndexes(uri);
  const invitees = newInvitees(question.count, new Uint8Array(32));
  await collections.accounts.insertMany(invitees.map(({ account }) => ({ ...account })));
  await collections.invitations.insertMany(invitees.map(({ invitation }) => ({ ...invitation })));
  return rateOf(invitees, question.people, redeem);
});

async function redeem(invitee: Invitee): Promise<void> {
  const person = `identity:${invitee.account.identityKeys[0]}`;
  await Promise.all([takeTry(person), takeTry('tenant')]);
  await transaction(async (session) => {
    const { modifiedCount } = await collections.invitations.updateOne(...redeemed(invitee), { session });
    if (modifiedCount === 0) throw new Error('the code is used');
    await collections.directory.updateOne(...known(invitee), { session, upsert: true });
    await collections.accessRequests.insertOne(accessRequest(invitee), { session });
    await collections.audit.insertMany(auditRows(invitee), { session });
    await collections.outbox.insertMany(messages(invitee), { session });
    await collections.commands.insertOne(commandRow(invitee), { session });
  });
  await Promise.all([giveBack(person), giveBack('tenant')]);
}

async function takeTry(key: string): Promise<void> {
  const resetAt = new Date(Date.now() + windowMs);
  await collections.attempts.updateOne(
    { tenantId, key },
    { $inc: { count: 1 }, $setOnInsert: { _id: newId('try'), failed: 0, resetAt } },
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

function known({ account }: Invitee): [Document, Document] {
  return [
    { tenantId, organizationId: organization._id, accountId: account._id },
    { $set: { terms: searchTerms(account) }, $setOnInsert: { _id: newId('dir') } },
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
    access: null,
    wanted: null,
    approvals: [],
    liveKey: requestKey(invitation.organizationId, account._id),
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
  const id = requestIdOf(invitation._id);
  const message = () => newMessage('request-opened', { type: 'request', id }, null);
  const key = `request-opened:${id}`;
  return [
    { ...message(), key: `${key}:mail`, to: { via: 'mail', address: 'access@aster.example' } },
    { ...message(), key: `${key}:C0APPROVALS`, to: { via: 'slack', channel: 'C0APPROVALS' } },
  ];
}

function commandRow({ account, invitation }: Invitee) {
  const { username } = account;
  return newCommand(invitation._id, 'invitation.redeem', {
    outcome: 'requested',
    organizationName: 'Aster Labs',
    username,
    offer: null,
  });
}

function requestIdOf(invitationId: string): string {
  return invitationId.replace('inv_', 'req_');
}
