/**
 * Sends the same invitations with the plain driver: in one transaction it reads each record that an invitation rests on
 * once, checks none of them, and writes what Gatehouse writes.
 */
import type { ClientSession, Document } from 'mongodb';
import { day } from '../../src/domain/invitations.ts';
import { searchTerms } from '../../src/domain/people.ts';
import { grantKey } from '../../src/services/authority.ts';
import { offerKey } from '../../src/services/invitations/keys.ts';
import type { SubscriptionRecord } from '../../src/store/models/subscription.ts';
import { answerQuestions } from '../support/answer.ts';
import {
  adminCount,
  app,
  type InviteQuestion,
  newReviewed,
  newSubscription,
  type Reviewed,
  startingRecords,
} from '../support/invite-data.ts';
import { addIndexes, newCommand, newId, newMessage, openPlainDriver } from '../support/plain-driver.ts';
import { rateOf } from '../support/rate.ts';
import { organization, plainInvitation, tenantId } from '../support/records.ts';
import { requireExactly, type SeatCounts } from '../support/seat-counts.ts';

const uri = process.env.MONGODB_URI ?? '';
const { collection, transaction } = await openPlainDriver(uri);
const collections = {
  accounts: collection('accounts'),
  organizations: collection('organizations'),
  grants: collection('grants'),
  apps: collection('apps'),
  subscriptions: collection('subscriptions'),
  directory: collection('directory'),
  drafts: collection('drafts'),
  invitations: collection('invitations'),
  audit: collection('audit'),
  commands: collection('commands'),
  outbox: collection('outbox'),
};
const { _id: organizationId } = organization;
/** All of a crowd wait, but more transactions than connections would starve each other, and nobody would be done for minutes. */
const transactionsAtOnce = 16;

answerQuestions<InviteQuestion>(async (question) => {
  switch (question.kind) {
    case 'prepare':
      return prepare();
    case 'spread':
      return spread(question.count);
    case 'crowd':
      return crowd(question);
  }
});

async function prepare(): Promise<void> {
  await addIndexes(uri);
  await collections.accounts.insertMany(startingRecords.accounts);
  await collections.organizations.insertMany(startingRecords.organizations);
  await collections.grants.insertMany(startingRecords.grants);
  await collections.apps.insertMany(startingRecords.apps);
}

async function spread(count: number): Promise<number> {
  const subscriptions = Array.from({ length: adminCount }, () => newSubscription(count));
  const all = await review(count, subscriptions);
  return rateOf(all, adminCount, async (reviewed) => {
    if (!(await send(reviewed))) throw new Error('there was no seat');
  });
}

async function crowd({ count, seats }: { count: number; seats: number }): Promise<number> {
  const subscription = newSubscription(seats);
  const all = await review(count, [subscription]);
  const counts: SeatCounts = { sent: 0, refused: 0, repeats: 0 };
  const rate = await rateOf(all, transactionsAtOnce, async (reviewed) => {
    counts[(await send(reviewed)) ? 'sent' : 'refused'] += 1;
  });
  const after = await collections.subscriptions.findOne({ _id: subscription._id });
  const stored = await collections.invitations.countDocuments({ 'access.subscriptionId': subscription._id });
  requireExactly({ count, seats }, counts, { held: after?.held, stored });
  return rate;
}

async function review(count: number, subscriptions: SubscriptionRecord[]): Promise<Reviewed[]> {
  const all = newReviewed(count, subscriptions);
  await collections.subscriptions.insertMany(subscriptions.map((subscription) => ({ ...subscription })));
  await collections.accounts.insertMany(all.map(({ invitee }) => invitee));
  await collections.directory.insertMany(all.map(({ entry }) => entry));
  await collections.drafts.insertMany(all.map(({ draft }) => draft));
  return all;
}

/** @returns whether there was a seat */
async function send(reviewed: Reviewed): Promise<boolean> {
  return transaction(async (session) => {
    await read(reviewed, session);
    if (!(await takeSeat(reviewed, session))) return false;
    await write(reviewed, session);
    return true;
  });
}

async function read({ sender, invitee, draft, subscriptionId }: Reviewed, session: ClientSession) {
  const access = accessOf(subscriptionId);
  const { _id: accountId, emailKey } = invitee;
  const membership = grantKey(organizationId, { kind: 'organization', role: 'member' }, sender._id);
  await collections.drafts.findOne({ _id: draft._id, tenantId, accountId: sender._id }, { session });
  await collections.grants.findOne({ tenantId, liveKey: membership }, { session });
  await collections.organizations.findOne({ _id: organizationId, tenantId }, { session });
  await collections.apps.findOne({ _id: app._id, tenantId }, { session });
  await collections.subscriptions.findOne({ _id: subscriptionId, tenantId }, { session });
  await collections.directory.findOne({ tenantId, organizationId, accountId }, { session });
  await collections.accounts.findOne({ _id: accountId, tenantId }, { session });
  const grant = grantKey(organizationId, access, accountId);
  await collections.grants.findOne({ tenantId, liveKey: grant }, { session });
  const offer = offerKey(organizationId, access, emailKey);
  await collections.invitations.findOne({ tenantId, liveKey: offer }, { session });
}

async function takeSeat({ subscriptionId }: Reviewed, session: ClientSession): Promise<boolean> {
  const hasFree = { $lt: [{ $add: ['$active', '$held'] }, '$seatLimit'] };
  const { modifiedCount } = await collections.subscriptions.updateOne(
    { _id: subscriptionId, tenantId, archivedAt: null, $expr: hasFree },
    { $inc: { held: 1 } },
    { session },
  );
  return modifiedCount > 0;
}

async function write(reviewed: Reviewed, session: ClientSession): Promise<void> {
  const invitation = newInvitation(reviewed);
  const commandId = newId('cmd');
  await collections.directory.updateOne(...known(reviewed), { session, upsert: true });
  await collections.invitations.insertOne(invitation, { session });
  await collections.audit.insertOne(auditRow(reviewed, invitation._id, commandId), { session });
  await collections.outbox.insertMany(messages(reviewed, invitation._id), { session });
  await collections.commands.insertOne(commandRow(reviewed, invitation, commandId), { session });
}

function accessOf(subscriptionId: string) {
  const roleId = app.roles[0]?.id ?? '';
  return { kind: 'app' as const, appId: app._id, subscriptionId, roleId };
}

function newInvitation({ sender, invitee, subscriptionId }: Reviewed) {
  const { email, emailKey } = invitee;
  const access = accessOf(subscriptionId);
  const inviterName = `${sender.firstName} ${sender.lastName}`;
  const createdAt = new Date();
  return {
    ...plainInvitation,
    _id: newId('inv'),
    tenantId,
    organizationId,
    kind: 'access',
    status: 'pending',
    email,
    emailKey,
    nearKey: emailKey,
    access,
    approvals: [{ accountId: sender._id, name: inviterName, at: createdAt }],
    accountId: invitee._id,
    invitedBy: sender._id,
    inviterName,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 7 * day),
    liveKey: offerKey(organizationId, access, emailKey),
  };
}

function known({ invitee }: Reviewed): [Document, Document] {
  return [
    { tenantId, organizationId, accountId: invitee._id },
    { $set: { terms: searchTerms(invitee) }, $setOnInsert: { _id: newId('dir') } },
  ];
}

function auditRow({ sender, invitee, subscriptionId }: Reviewed, invitationId: string, commandId: string) {
  const { appId, roleId } = accessOf(subscriptionId);
  const { email } = invitee;
  const on = { app: appId, subscription: subscriptionId, role: roleId };
  return {
    _id: newId('aud'),
    tenantId,
    at: new Date(),
    actor: sender._id,
    actorName: `${sender.firstName} ${sender.lastName}`,
    action: 'invitation.created',
    organizationId,
    subjects: [invitationId, invitee._id],
    detail: { kind: 'access', status: 'pending', email, ...on },
    commandId,
  };
}

function messages({ invitee }: Reviewed, id: string) {
  const message = () => newMessage('offer', { type: 'invitation', id }, 1);
  const channel = invitee.username;
  return [
    { ...message(), key: `offer:${id}:1:mail`, to: { via: 'mail', address: invitee.email } },
    { ...message(), key: `offer:${id}:1:${channel}`, to: { via: 'slack', channel } },
  ];
}

function commandRow(
  { invitee, subscriptionId }: Reviewed,
  { _id: invitationId, expiresAt }: { _id: string; expiresAt: Date },
  commandId: string,
) {
  return newCommand(commandId, 'invitation.send-direct', {
    invitationId,
    organizationName: organization.name,
    access: {
      kind: 'app',
      appName: app.name,
      subscriptionName: `Team ${subscriptionId}`,
      roleName: app.roles[0]?.name,
    },
    outcome: 'sent',
    expiresAt,
    personName: `${invitee.firstName} ${invitee.lastName}`,
    email: invitee.email,
    position: null,
  });
}
