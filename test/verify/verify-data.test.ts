import { beforeAll, describe, expect, it } from 'vitest';
import { models } from '../../src/store/index.ts';
import type { VerifyOptions } from '../../src/verify/index.ts';
import { verifyData } from '../../src/verify/index.ts';
import { everythingHappens, type Happened, openVerifyWorld, type VerifyWorld } from './world.ts';

let world: VerifyWorld;
let happened: Happened;
beforeAll(async () => {
  world = await openVerifyWorld();
  happened = await everythingHappens(world);
});

async function found(options: Partial<VerifyOptions> = {}): Promise<string[]> {
  const all: string[] = [];
  for await (const { invariant, id } of verifyData(world.store, { now: new Date(0), ...options }))
    all.push(`${invariant} ${id}`);
  return all;
}

/** Runs `work`, and puts everything back as it was. */
async function undone(work: () => Promise<void>): Promise<void> {
  const collections = models(world.store).map(({ collection }) => collection);
  const before = await Promise.all(collections.map((collection) => collection.find().toArray()));
  try {
    await work();
  } finally {
    for (const [i, collection] of collections.entries()) {
      const rows = before[i] ?? [];
      await collection.deleteMany({});
      if (rows.length > 0) await collection.insertMany(rows);
    }
  }
}

describe('after everything has happened once', () => {
  it('nothing is wrong', async () => {
    expect(await found()).toEqual([]);
  });

  it('it has happened indeed', async () => {
    const actions = await world.store.audit.distinct('action');
    expect(actions).toEqual(
      expect.arrayContaining([
        'invitation.promoted',
        'invitation.restored',
        'invitation.claimed',
        'invitation.code-spent',
        'request.endorsed',
        'request.reopened',
        'request.restored',
        'grant.role-changed',
        'grant.end-changed',
        'grant.expired',
        'grant.revoked',
      ]),
    );
    const lowered = await world.store.subscriptions.findOne({ _id: happened.lowered }).lean();
    expect(lowered).toMatchObject({ seatLimit: 1, active: 2 });
  });
});

/** Plants one wrong thing, and returns the id at which it must be found. */
type Plant = () => Promise<string>;

const planted: [what: string, invariant: string, plant: Plant][] = [
  [
    'an active seat too many',
    'I1',
    () => changed('subscriptions', happened.open, { $inc: { active: 1 } }),
  ],
  ['a held seat too few', 'I1', () => changed('subscriptions', happened.open, { $inc: { held: -1 } })],
  [
    'more seats in use than a limit that was never lowered',
    'I1',
    () => changed('subscriptions', happened.open, { $set: { seatLimit: 1 } }),
  ],
  [
    'a revoked invitation that keeps its place',
    'I2',
    () => changed('invitations', happened.revoked, { $set: { liveKey: 'access:somewhere' } }),
  ],
  [
    'a live invitation without a place',
    'I2',
    () => changed('invitations', happened.pending, { $unset: { liveKey: 1 } }),
  ],
  [
    'a live invitation at the place of another address',
    'I2',
    () => changed('invitations', happened.pending, { $set: { emailKey: 'other@aster.example' } }),
  ],
  [
    'a denied request that keeps its place',
    'I2',
    () => changed('accessRequests', happened.denied, { $set: { liveKey: 'request:somewhere' } }),
  ],
  [
    'an active grant without a place',
    'I3',
    () => changed('grants', happened.granted, { $unset: { liveKey: 1 } }),
  ],
  [
    'a grant of more than its invitation offered',
    'I4',
    () => changed('grants', happened.privileged, { $set: { 'access.roleId': world.roleId('Viewer') } }),
  ],
  [
    'a grant from nowhere',
    'I4',
    () => changed('grants', happened.granted, { $set: { invitationId: null } }),
  ],
  [
    'a grant by somebody who could not give it',
    'I4',
    async () => {
      const member = await world.store.grants
        .findOne({ 'access.role': 'member', status: 'active', accountId: { $ne: await holder(happened.granted) } })
        .lean();
      const { invitedBy } = { invitedBy: member?.accountId ?? '' };
      await world.store.grants.updateOne({ _id: member?._id ?? '' }, { $set: { since: new Date() } });
      return changed('grants', happened.granted, { $set: { grantedBy: await accountOf('finn', invitedBy) } });
    },
  ],
  [
    'a privileged grant that one approver has agreed to',
    'I4',
    async () => {
      const { invitationId } = (await world.store.grants.findOne({ _id: happened.privileged }).lean()) ?? {};
      await changed('invitations', invitationId ?? '', { $pop: { approvals: 1 } });
      return happened.privileged;
    },
  ],
  [
    'a request that its own person decided',
    'I5',
    async () => {
      const { accountId } =
        (await world.store.accessRequests.findOne({ _id: happened.denied }).lean()) ?? {};
      return changed('accessRequests', happened.denied, { $set: { decidedBy: accountId } });
    },
  ],
  [
    'a code that was redeemed without a request',
    'I6',
    async () => {
      const { _id = '' } = (await world.store.invitations.findOne({ status: 'redeemed' }).lean()) ?? {};
      return changed('invitations', _id, { $set: { requestId: null } });
    },
  ],
  [
    'a revocation that somebody else took back',
    'I6',
    async () => {
      const row = await auditOf('invitation.restored');
      await changed('audit', row._id, { $set: { actor: await accountOf('olga') } });
      return row.subjects[0] ?? '';
    },
  ],
  [
    'a decision that was taken back too late',
    'I6',
    async () => {
      const row = await auditOf('invitation.restored');
      const revoked = await world.store.audit
        .findOne({ action: 'invitation.revoked', subjects: row.subjects[0] ?? '', _id: { $lt: row._id } })
        .lean();
      const at = new Date(row.at.getTime() - 11 * 60_000);
      await changed('audit', revoked?._id ?? '', { $set: { at } });
      return row.subjects[0] ?? '';
    },
  ],
  [
    'a status that no row of the audit led to',
    'I7',
    () => changed('invitations', happened.accepted, { $set: { status: 'redeemed' } }).then(() => happened.accepted),
  ],
  [
    'a transition that is not in the table',
    'I7',
    async () => {
      const row = await auditOf('invitation.declined');
      await changed('audit', row._id, { $set: { action: 'request.denied' } });
      return row.subjects[0] ?? '';
    },
  ],
  [
    'a denial that nobody was told of',
    'I8',
    async () => {
      await world.store.outbox.deleteOne({
        'about.id': happened.denied,
        template: 'request-denied',
        'to.via': 'mail',
      });
      return happened.denied;
    },
  ],
  [
    'a message of what did not happen',
    'I8',
    async () => {
      const filter = { 'about.id': happened.pending, template: 'offer' as const, 'to.via': 'mail' };
      const { _id = '' } = (await world.store.outbox.findOne(filter).lean()) ?? {};
      const offer = await world.store.outbox.findOne({ _id }).lean();
      if (offer)
        await world.store.outbox.insertMany([{ ...offer, _id: 'msg_twice', key: `${offer.key}:twice` }]);
      return happened.pending;
    },
  ],
  [
    'a name of another tenant',
    'I10',
    async () => {
      const { _id = '' } = (await world.store.drafts.findOne().lean()) ?? {};
      return changed('drafts', _id, { $set: { tenantId: 'T0OTHER' } });
    },
  ],
  [
    'a name of nobody',
    'I10',
    async () => {
      const { _id = '' } = (await world.store.directory.findOne().lean()) ?? {};
      return changed('directory', _id, { $set: { accountId: 'acc_nobody' } });
    },
  ],
  [
    'a command that acted twice',
    'I15',
    async () => {
      const row = await auditOf('invitation.reminded');
      const message = await world.store.outbox.findOne({ template: 'offer-reminder' }).lean();
      await world.store.audit.insertMany([{ ...row, _id: `${row._id}0` }]);
      if (message)
        await world.store.outbox.insertMany([{ ...message, _id: 'msg_again', key: 'again', to: { via: 'mail', address: 'x' } }]);
      return row.subjects[0] ?? '';
    },
  ],
];

describe('finds, with its id,', () => {
  it.each(planted)('%s (%s)', async (_, invariant, plant) => {
    await undone(async () => {
      const id = await plant();
      expect(await found()).toEqual([`${invariant} ${id}`]);
    });
  });
});
