/**
 * Lets the same people in with the plain driver: in one transaction it reads each record that this rests on once, checks none
 * of them, and writes what Gatehouse writes.
 */
import type { ClientSession } from 'mongodb';
import { day } from '../../src/domain/invitations.ts';
import { grantKey } from '../../src/services/authority.ts';
import { offerKey } from '../../src/services/invitations/keys.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import { answerQuestions } from '../support/answer.ts';
import {
  type Crowd,
  type GrantQuestion,
  gates,
  newCrowd,
  startingRecords,
  workgroup,
} from '../support/grant-data.ts';
import { addIndexes, newCommand, newId, newMessage, openPlainDriver } from '../support/plain-driver.ts';
import { rateOf } from '../support/rate.ts';
import { organization, owner, plainInvitation, tenantId } from '../support/records.ts';

const uri = process.env.MONGODB_URI ?? '';
const { collection, transaction } = await openPlainDriver(uri);
const collections = {
  accounts: collection('accounts'),
  organizations: collection('organizations'),
  grants: collection('grants'),
  workgroups: collection('workgroups'),
  workgroupGates: collection('workgroupGates'),
  directory: collection('directory'),
  invitations: collection('invitations'),
  audit: collection('audit'),
  commands: collection('commands'),
  outbox: collection('outbox'),
};
const { _id: organizationId } = organization;
const { _id: workgroupId } = workgroup;
const access = { kind: 'workgroup', workgroupId, role: 'member', partnerId: null } as const;
const membership = { kind: 'organization', role: 'member' } as const;
const ownerName = `${owner.firstName} ${owner.lastName}`;

answerQuestions<GrantQuestion>(async (question) => {
  switch (question.kind) {
    case 'prepare':
      return prepare();
    case 'grant':
      return rateOf(await bringIn(question.count), 1, (crowd) =>
        transaction((session) => letIn(session, crowd)),
      );
  }
});

async function prepare(): Promise<void> {
  await addIndexes(uri);
  await collections.accounts.insertMany(startingRecords.accounts);
  await collections.organizations.insertMany(startingRecords.organizations);
  await collections.grants.insertMany(startingRecords.grants);
  await collections.workgroups.insertMany(startingRecords.workgroups);
  await collections.workgroupGates.insertMany(startingRecords.workgroupGates);
}

async function bringIn(count: number): Promise<Crowd[]> {
  const crowds = Array.from({ length: count }, newCrowd);
  for (const { accounts, grants, directory } of crowds) {
    await collections.accounts.insertMany(accounts);
    await collections.grants.insertMany(grants);
    await collections.directory.insertMany(directory);
  }
  return crowds;
}

async function letIn(session: ClientSession, { accounts }: Crowd): Promise<void> {
  await read(session, accounts);
  const accountIds = accounts.map(({ _id }) => _id);
  const gate = { tenantId, workgroupId, number: Math.floor(Math.random() * gates.length) };
  await collections.workgroupGates.updateOne(gate, { $inc: { revision: 1 } }, { session });
  await collections.accounts.updateMany(
    { tenantId, _id: { $in: accountIds } },
    { $inc: { revision: 1 } },
    { session },
  );
  const commandId = newId('cmd');
  const made = accounts.map((account) => recordsOf(account, commandId));
  await collections.invitations.insertMany(
    made.map(({ invitation }) => invitation),
    { session },
  );
  await collections.grants.insertMany(
    made.map(({ grant }) => grant),
    { session },
  );
  await collections.audit.insertMany(
    made.flatMap(({ audit }) => audit),
    { session },
  );
  await collections.outbox.insertMany(
    made.flatMap(({ messages }) => messages),
    { session },
  );
  const lines = accounts.map(({ email }) => ({ address: email, outcome: 'granted', personName: ownerName }));
  await collections.commands.insertOne(newCommand(commandId, 'workgroup.invite', { lines }), { session });
}

async function read(session: ClientSession, accounts: readonly AccountRecord[]): Promise<void> {
  const accountIds = accounts.map(({ _id }) => _id);
  const emailKeys = accounts.map(({ emailKey }) => emailKey);
  const own = grantKey(organizationId, membership, owner._id);
  await collections.workgroups.findOne({ _id: workgroupId, tenantId }, { session });
  await collections.grants.findOne({ tenantId, liveKey: own }, { session });
  await collections.organizations.findOne({ _id: organizationId, tenantId }, { session });
  await collections.accounts.find({ tenantId, emailKey: { $in: emailKeys } }, { session }).toArray();
  await collections.grants
    .find({ tenantId, accountId: { $in: accountIds }, status: 'active' }, { session })
    .toArray();
  const grantKeys = accountIds.map((id) => grantKey(organizationId, access, id));
  await collections.grants.find({ tenantId, liveKey: { $in: grantKeys } }, { session }).toArray();
  const offerKeys = emailKeys.map((key) => offerKey(organizationId, access, key));
  await collections.invitations.find({ tenantId, liveKey: { $in: offerKeys } }, { session }).toArray();
  await collections.directory
    .find({ tenantId, organizationId, accountId: { $in: accountIds } }, { session })
    .toArray();
}

function recordsOf({ _id: accountId, email, emailKey, username }: AccountRecord, commandId: string) {
  const now = new Date();
  const invitationId = newId('inv');
  const grantId = newId('grt');
  const invitation = {
    ...plainInvitation,
    _id: invitationId,
    tenantId,
    organizationId,
    kind: 'access',
    status: 'accepted',
    email,
    emailKey,
    nearKey: emailKey,
    access,
    accountId,
    invitedBy: owner._id,
    inviterName: ownerName,
    createdAt: now,
    expiresAt: new Date(now.getTime() + 7 * day),
    endedAt: now,
    endedBy: ownerName,
    endedById: owner._id,
  };
  const grant = {
    _id: grantId,
    tenantId,
    organizationId,
    accountId,
    access,
    status: 'active',
    invitationId,
    grantedBy: owner._id,
    since: now,
    endsAt: null,
    endedAt: null,
    endedBy: null,
    liveKey: grantKey(organizationId, access, accountId),
  };
  const subjects = [invitationId, accountId];
  const audit = [
    auditRow('invitation.created', subjects, commandId),
    auditRow('invitation.accepted', subjects, commandId),
    auditRow('grant.created', [grantId, ...subjects], commandId),
  ];
  const message = () => newMessage('access-granted', { type: 'invitation', id: invitationId }, null);
  const key = `access-granted:${invitationId}`;
  const messages = [
    { ...message(), key, to: { via: 'mail', address: email } },
    { ...message(), key: `${key}:${username}`, to: { via: 'slack', channel: username } },
  ];
  return { invitation, grant, audit, messages };
}

function auditRow(action: string, subjects: string[], commandId: string) {
  return {
    _id: newId('aud'),
    tenantId,
    at: new Date(),
    actor: owner._id,
    actorName: ownerName,
    action,
    organizationId,
    subjects,
    detail: { workgroup: workgroupId, role: 'member' },
    commandId,
  };
}
