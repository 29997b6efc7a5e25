/** Wrong things, each of which breaks one invariant at one record. */
import type { Happened, VerifyWorld } from './world.ts';

type Collection =
  | 'subscriptions'
  | 'invitations'
  | 'accessRequests'
  | 'grants'
  | 'audit'
  | 'drafts'
  | 'accounts'
  | 'workgroups'
  | 'directory'
  | 'organizations';

export interface Planted {
  what: string;
  invariant: string;
  /** Plants it, and returns the id at which it must be found. */
  plant(world: VerifyWorld, happened: Happened): Promise<string>;
}

/** A change of one record, past every rule of the app. */
function changing(
  what: string,
  invariant: string,
  collection: Collection,
  of: keyof Happened,
  change: object,
): Planted {
  return { what, invariant, plant: (world, happened) => changed(world, collection, happened[of], change) };
}

async function changed(
  { store }: VerifyWorld,
  collection: Collection,
  id: string,
  change: object,
): Promise<string> {
  const { modifiedCount } = await store[collection].collection.updateOne({ _id: id as never }, change);
  if (modifiedCount !== 1) throw new Error(`${id} was not changed`);
  return id;
}

async function auditOf({ store }: Pick<VerifyWorld, 'store'>, filter: object) {
  const row = await store.audit.findOne(filter).sort({ _id: 1 }).lean();
  if (!row) throw new Error('nothing like that has happened');
  return row;
}

/** A grant is suspended, as the app does it. @returns the audit row of that */
async function suspend(world: VerifyWorld, grantId: string, at: Date) {
  await changed(world, 'grants', grantId, { $set: { status: 'suspended' }, $unset: { liveKey: 1 } });
  const created = await auditOf(world, { action: 'grant.created', subjects: grantId });
  const action = 'grant.suspended' as const;
  const row = { ...created, _id: `${created._id}0`, action, at, commandId: 'suspend' };
  await world.store.audit.insertMany([row]);
  return row;
}

async function accountOf({ store }: VerifyWorld, username: string): Promise<string> {
  const account = await store.accounts.findOne({ username }).lean();
  return account?._id ?? '';
}

const minute = 60_000;

export const planted: Planted[] = [
  changing('an active seat too many', 'I1', 'subscriptions', 'open', { $inc: { active: 1 } }),
  changing('a held seat too few', 'I1', 'subscriptions', 'open', { $inc: { held: -1 } }),
  changing('a limit below use that nobody lowered', 'I1', 'subscriptions', 'open', {
    $set: { seatLimit: 1 },
  }),

  changing('a revoked invitation that keeps its place', 'I2', 'invitations', 'revoked', {
    $set: { liveKey: 'access:somewhere' },
  }),
  changing('a live invitation without a place', 'I2', 'invitations', 'pending', { $unset: { liveKey: 1 } }),
  changing("a live invitation at another address's place", 'I2', 'invitations', 'pending', {
    $set: { emailKey: 'other@aster.example' },
  }),
  changing('a denied request that keeps its place', 'I2', 'accessRequests', 'denied', {
    $set: { liveKey: 'request:somewhere' },
  }),

  changing('an active grant without a place', 'I3', 'grants', 'granted', { $unset: { liveKey: 1 } }),
  changing("an active grant at somebody else's place", 'I3', 'grants', 'granted', {
    $set: { liveKey: 'subscription:somewhere' },
  }),

  changing('a grant from nowhere', 'I4', 'grants', 'granted', { $set: { invitationId: null } }),
  {
    what: 'a grant of something else than was offered',
    invariant: 'I4',
    plant: (world, { privileged }) =>
      changed(world, 'grants', privileged, { $set: { 'access.roleId': world.roleId('Viewer') } }),
  },
  {
    what: 'a grant by somebody who could not give it',
    invariant: 'I4',
    plant: async (world, { granted }) =>
      changed(world, 'grants', granted, { $set: { grantedBy: await accountOf(world, 'finn') } }),
  },
  {
    what: 'a privileged grant that one of two has agreed to',
    invariant: 'I4',
    plant: async (world, { privileged }) => {
      const grant = await world.store.grants.findOne({ _id: privileged }).lean();
      await changed(world, 'invitations', grant?.invitationId ?? '', { $pop: { approvals: 1 } });
      return privileged;
    },
  },
  {
    what: 'a grant whose request still waits',
    invariant: 'I4',
    plant: async (world, { privileged, fulfilled }) => {
      const { _id } = await auditOf(world, { action: 'request.fulfilled', subjects: fulfilled });
      await world.store.audit.deleteOne({ _id });
      const liveKey = `request:${world.organizationId}:${await accountOf(world, 'rita')}`;
      await changed(world, 'accessRequests', fulfilled, { $set: { status: 'approved', liveKey } });
      return privileged;
    },
  },

  {
    what: 'a request that its own person decided',
    invariant: 'I5',
    plant: async (world, { denied }) =>
      changed(world, 'accessRequests', denied, { $set: { decidedBy: await accountOf(world, 'rolf') } }),
  },

  {
    what: 'a code that opened a request which it does not know of',
    invariant: 'I6',
    plant: async (world) => {
      const redeemed = await world.store.invitations.findOne({ status: 'redeemed' }).lean();
      return changed(world, 'invitations', redeemed?._id ?? '', { $set: { requestId: null } });
    },
  },
  {
    what: 'a revocation that somebody else took back',
    invariant: 'I6',
    plant: async (world) => {
      const { _id, subjects } = await auditOf(world, { action: 'invitation.restored' });
      await changed(world, 'audit', _id, { $set: { actor: await accountOf(world, 'olga') } });
      return subjects[0] ?? '';
    },
  },
  {
    what: 'a revocation that was taken back too late',
    invariant: 'I6',
    plant: async (world) => {
      const { subjects, at } = await auditOf(world, { action: 'invitation.restored' });
      const [id = ''] = subjects;
      const { _id } = await auditOf(world, { action: 'invitation.revoked', subjects: id });
      await changed(world, 'audit', _id, { $set: { at: new Date(at.getTime() - 11 * 60_000) } });
      return id;
    },
  },

  changing('a status that the audit knows nothing of', 'I7', 'invitations', 'revoked', {
    $set: { status: 'declined' },
  }),
  {
    what: 'a transition out of an end state',
    invariant: 'I7',
    plant: async (world, { denied }) => {
      const created = await auditOf(world, { action: 'request.created', subjects: denied });
      const withdrawn = { ...created, _id: `${created._id}0`, action: 'request.withdrawn' as const };
      await world.store.audit.insertMany([withdrawn]);
      return denied;
    },
  },

  {
    what: 'a denial that its person did not hear of',
    invariant: 'I8',
    plant: async ({ store }, { denied }) => {
      await store.outbox.deleteOne({ 'about.id': denied, template: 'request-denied', 'to.via': 'mail' });
      return denied;
    },
  },
  {
    what: 'an offer that was mailed twice',
    invariant: 'I8',
    plant: async ({ store }, { pending }) => {
      const offer = await store.outbox.findOne({ 'about.id': pending, template: 'offer' }).lean();
      if (offer) await store.outbox.insertMany([{ ...offer, _id: 'msg_twice', key: 'twice' }]);
      return pending;
    },
  },
  {
    what: 'a message of what did not happen',
    invariant: 'I8',
    plant: async ({ store }, { pending }) => {
      const offer = await store.outbox.findOne({ 'about.id': pending, template: 'offer' }).lean();
      const restored = { _id: 'msg_false', key: 'false', template: 'invitation-restored' as const };
      if (offer) await store.outbox.insertMany([{ ...offer, ...restored }]);
      return pending;
    },
  },
  changing('a pending invitation that nobody is reminded of', 'I8', 'invitations', 'pending', {
    $unset: { nextReminderAt: 1 },
  }),
  changing('a revoked invitation with a reminder to come', 'I8', 'invitations', 'revoked', {
    $set: { nextReminderAt: new Date() },
  }),
  changing('a denied request with a reminder to come', 'I8', 'accessRequests', 'denied', {
    $set: { nextReminderAt: new Date() },
  }),
  changing('a warning of an access that has no end', 'I8', 'grants', 'privileged', {
    $set: { nextWarningAt: new Date() },
  }),
  {
    what: 'an end of which somebody was warned twice, a day before it',
    invariant: 'I8',
    plant: async ({ store }, { granted }) => {
      const changed = await auditOf({ store }, { action: 'grant.end-changed', subjects: granted });
      const detail = { until: changed.detail.after ?? null, days: 1 };
      const told = await store.outbox.find({ 'about.id': granted, template: 'access-changed' }).lean();
      for (const twice of ['once', 'twice']) {
        const at = new Date(changed.at.getTime() + (twice === 'once' ? 5_000 : 65_000));
        const warned = { action: 'grant.warned' as const, at, commandId: twice, detail };
        await store.audit.insertMany([{ ...changed, ...warned, _id: `${changed._id}${twice}` }]);
        const warnings = told.map((row) => ({
          ...row,
          _id: `${row._id}${twice}`,
          key: `${row.key}:${twice}`,
          template: 'access-ending' as const,
        }));
        await store.outbox.insertMany(warnings);
      }
      return granted;
    },
  },
  {
    what: 'a reminder that goes to somebody else than it is about',
    invariant: 'I8',
    plant: async (world, { pending }) => {
      const offer = await world.store.outbox.findOne({ 'about.id': pending, template: 'offer' }).lean();
      const about = { type: 'account' as const, id: await accountOf(world, 'olga') };
      const to = { via: 'slack' as const, channel: 'U0NOBODY' };
      const stray = { _id: 'msg_stray', key: 'stray', template: 'reminder' as const, about, to };
      if (offer) await world.store.outbox.insertMany([{ ...offer, ...stray }]);
      return 'msg_stray';
    },
  },

  {
    what: 'a record of one tenant that names one of another',
    invariant: 'I10',
    plant: async (world) => {
      const draft = await world.store.drafts.findOne().lean();
      return changed(world, 'drafts', draft?._id ?? '', { $set: { tenantId: 'T0OTHER' } });
    },
  },
  {
    what: 'a record that names nobody',
    invariant: 'I10',
    plant: async (world) => {
      const entry = await world.store.directory.findOne().lean();
      return changed(world, 'directory', entry?._id ?? '', { $set: { accountId: 'acc_nobody' } });
    },
  },
  changing('an invitation to a subscription that is gone', 'I10', 'invitations', 'revoked', {
    $set: { 'access.subscriptionId': 'sub_gone' },
  }),

  changing('a workgroup that nobody has created', 'I10', 'workgroups', 'closed', {
    $set: { createdBy: 'acc_gone' },
  }),

  {
    what: 'an organization with an owner that says that it has none',
    invariant: 'I11',
    plant: (world) =>
      changed(world, 'organizations', world.organizationId, { $set: { adminVacantSince: new Date() } }),
  },
  {
    what: 'an organization without an owner that does not say so',
    invariant: 'I11',
    plant: async (world) => {
      const { organizationId } = world;
      const owner = await world.store.grants.findOne({ organizationId, 'access.role': 'owner' }).lean();
      await suspend(world, owner?._id ?? '', new Date());
      return organizationId;
    },
  },
  {
    what: 'what somebody did after they were deactivated',
    invariant: 'I12',
    plant: async (world, { homeOnly, byHome }) => {
      const deactivatedAt = new Date();
      await changed(world, 'accounts', homeOnly, { $set: { deactivatedAt } });
      const row = await suspend(world, byHome, deactivatedAt);
      const late = {
        actor: homeOnly,
        at: new Date(deactivatedAt.getTime() + 60 * minute),
        commandId: 'late',
      };
      await world.store.audit.insertMany([
        { ...row, ...late, _id: `${row._id}1`, action: 'message.retried' as const },
      ]);
      return homeOnly;
    },
  },
  {
    what: 'access of somebody who is deactivated',
    invariant: 'I12',
    plant: async (world, { homeOnly, byHome }) => {
      await changed(world, 'accounts', homeOnly, { $set: { deactivatedAt: new Date('2099-01-01') } });
      return byHome;
    },
  },
  {
    what: 'an invitation through an organization that is no partner',
    invariant: 'I16',
    plant: async (world, { waiting }) =>
      changed(world, 'invitations', waiting, { $set: { 'access.partnerId': world.organizationId } }),
  },
  {
    what: 'access by a home that is there no longer',
    invariant: 'I16',
    plant: async (world, { homeOnly, byHome }) => {
      await changed(world, 'accounts', homeOnly, { $set: { homeOrganizationId: null } });
      return byHome;
    },
  },
  {
    what: 'access to an archived workgroup',
    invariant: 'I16',
    plant: async (world, { closed, byRole }) => {
      await changed(world, 'workgroups', closed, { $set: { archivedAt: new Date() } });
      return byRole;
    },
  },

  {
    what: 'a revoked invitation that was extended',
    invariant: 'I7',
    plant: async (world, { revoked }) => {
      const row = await auditOf(world, { action: 'invitation.revoked', subjects: revoked });
      const at = new Date(row.at.getTime() + 5_000);
      const extended = {
        ...row,
        _id: `${row._id}0`,
        action: 'invitation.extended',
        commandId: 'late',
        at,
      } as const;
      await world.store.audit.insertMany([extended]);
      return revoked;
    },
  },

  {
    what: 'a command that acted twice',
    invariant: 'I15',
    plant: async (world, { fulfilled }) => {
      const endorsed = await auditOf(world, { action: 'request.endorsed' });
      await world.store.audit.insertMany([{ ...endorsed, _id: `${endorsed._id}0` }]);
      return fulfilled;
    },
  },
];
