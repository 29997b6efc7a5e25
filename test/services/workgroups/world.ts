/** Two organizations and whoever else is needed, all of it made by the verbs: the invariants hold, and are verified at the file's end. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { PersonActor } from '../../../src/domain/context.ts';
import type { OrganizationRole } from '../../../src/domain/permissions.ts';
import type { WorkgroupInviteResult, WorkgroupRole } from '../../../src/domain/workgroups.ts';
import { actingAccount, createAccount, findAccountOf } from '../../../src/services/accounts.ts';
import { addPartner } from '../../../src/services/collaborations/add.ts';
import { type Context, contextFor, type Runtime } from '../../../src/services/context.ts';
import { expireDue } from '../../../src/services/expiry.ts';
import { createUlids } from '../../../src/services/ids.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { findByCode } from '../../../src/services/invitations/find-by-code.ts';
import { offerByUsername } from '../../../src/services/invitations/offer.ts';
import { redeemInvitation } from '../../../src/services/invitations/redeem.ts';
import type { RedeemResult } from '../../../src/services/invitations/redeem-offer.ts';
import { setUpOrganization } from '../../../src/services/organizations.ts';
import { deactivateAccount } from '../../../src/services/people/deactivate.ts';
import { reactivateAccount } from '../../../src/services/people/reactivate.ts';
import { editSettings } from '../../../src/services/settings.ts';
import { createWorkgroup } from '../../../src/services/workgroups/create.ts';
import { inviteToWorkgroup } from '../../../src/services/workgroups/invite.ts';
import { ensureIndexes, openStore } from '../../../src/store/index.ts';
import type { AccountRecord } from '../../../src/store/models/account.ts';
import type { GrantRecord } from '../../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../../src/store/models/invitation.ts';
import { openTestDatabase } from '../../support/database.ts';
import { codeOf, newAccountOf } from '../../support/verbs.ts';

export const TENANT = 'T0HOME';

/** Somebody in Slack: their name is also their username, their address is at their company. */
export interface Somebody {
  name: string;
  company: string;
  tenantId?: string;
}

export type WorkgroupWorld = Awaited<ReturnType<typeof openWorkgroupWorld>>;

/** Host Aster (owner `olga`) and partner Cedar (owner `pia`), strangers to each other. */
export async function openWorkgroupWorld() {
  const { connection } = await openTestDatabase({ isVerified: true });
  const store = openStore(connection);
  await ensureIndexes(store);
  const clock = { at: Date.now() };
  const runtime: Runtime = {
    store,
    now: () => new Date(clock.at),
    randomBytes: (size) => randomBytes(size),
    ulid: createUlids(randomBytes),
    codeKey: randomBytes(32),
    mailDomain: async (domain) => (domain === 'dead.example' ? 'no-domain' : 'ok'),
    wakeDelivery() {},
  };

  const emailOf = ({ name, company }: Somebody) => `${name}@${company}.example`;
  const profileOf = (who: Somebody) => ({
    email: emailOf(who),
    firstName: 'Nova',
    lastName: 'Newcomer',
    isWorkspaceAdmin: true,
  });

  /** A command of somebody, each time a new one. */
  async function by({ name, tenantId = TENANT }: Somebody): Promise<Context & { actor: PersonActor }> {
    const identity = { teamId: tenantId, userId: `U0${name.toUpperCase()}` };
    const account = await findAccountOf(runtime, { tenantId, identity });
    const actor: PersonActor = {
      kind: 'person',
      tenantId,
      identity,
      account: account && actingAccount(account),
    };
    return { ...contextFor(runtime, actor, randomUUID()), actor };
  }

  async function accountOf(who: Somebody): Promise<AccountRecord> {
    const { tenantId = TENANT } = who;
    const account = await store.accounts.findOne({ tenantId, emailKey: emailOf(who) }).lean();
    if (!account) throw new Error(`${who.name} has no account`);
    return account;
  }

  /** An account that belongs nowhere. */
  async function withAccount(who: Somebody): Promise<AccountRecord> {
    await createAccount(await by(who), newAccountOf(who.name), profileOf(who));
    return accountOf(who);
  }

  async function found(owner: Somebody, name: string): Promise<string> {
    await withAccount(owner);
    const form = {
      name,
      domain: name.toLowerCase(),
      notificationEmail: `gate@${owner.company}.example`,
      approvalsChannelId: null,
    };
    return (await setUpOrganization(await by(owner), form, { isWorkspaceAdmin: true })).organizationId;
  }

  const olga: Somebody = { name: 'olga', company: 'aster' };
  const pia: Somebody = { name: 'pia', company: 'cedar' };
  const hostId = await found(olga, 'Aster');
  const partnerId = await found(pia, 'Cedar');

  /** Gives an account a role in an organization, and makes the account where there is none. Returns the grant. */
  async function bringIn(
    who: Somebody,
    role: OrganizationRole = 'member',
    at: { organizationId: string; by: Somebody } = { organizationId: hostId, by: olga },
  ): Promise<GrantRecord> {
    const known = await store.accounts.exists({ emailKey: emailOf(who) });
    if (!known) await withAccount(who);
    const { organizationId } = at;
    const form = { organizationId, email: emailOf(who), username: who.name, role };
    const offer = await offerByUsername(await by(at.by), form);
    if (!('invitationId' in offer)) throw new Error('the offer waits for a second approver');
    await acceptOffer(await by(who), offer.invitationId);
    const { _id: accountId } = await accountOf(who);
    const of = { organizationId, accountId, 'access.kind': 'organization', status: 'active' } as const;
    const grant = await store.grants.findOne(of).lean();
    if (!grant) throw new Error(`${who.name} was not let in`);
    return grant;
  }

  const ofPartner = { organizationId: partnerId, by: pia };

  async function workgroup(
    name: string,
    { collaborative = true, organizationId = hostId, creator = olga } = {},
  ): Promise<string> {
    const form = { organizationId, name, collaborative: collaborative ? 'yes' : 'no' };
    return (await createWorkgroup(await by(creator), form)).workgroupId;
  }

  async function partnership(): Promise<string> {
    const form = { organizationId: hostId, domain: 'cedar' };
    return (await addPartner(await by(olga), form)).collaborationId;
  }

  async function invite(
    workgroupId: string,
    emails: string,
    more: { partnerId?: string | null; role?: WorkgroupRole; by?: Somebody; note?: string } = {},
  ): Promise<WorkgroupInviteResult> {
    const { by: inviter = olga, role = 'member', partnerId: through = null, note } = more;
    const form = { workgroupId, emails, role, partnerId: through, note };
    return inviteToWorkgroup(await by(inviter), form);
  }

  async function invitationTo(who: Somebody, workgroupId: string): Promise<InvitationRecord> {
    const invitation = await store.invitations
      .findOne({ emailKey: emailOf(who), 'access.workgroupId': workgroupId })
      .sort({ _id: -1 })
      .lean();
    if (!invitation) throw new Error(`${who.name} was not invited`);
    return invitation;
  }

  /** The running access of somebody to a workgroup. */
  async function grantIn(workgroupId: string, who: Somebody): Promise<GrantRecord | null> {
    const account = await store.accounts.findOne({ emailKey: emailOf(who) }).lean();
    if (!account) return null;
    const of = { accountId: account._id, 'access.workgroupId': workgroupId, status: 'active' } as const;
    return store.grants.findOne(of).lean();
  }

  return {
    store,
    runtime,
    clock,
    olga,
    pia,
    hostId,
    partnerId,
    ofPartner,
    by,
    emailOf,
    accountOf,
    withAccount,
    found,
    bringIn,
    workgroup,
    partnership,
    invite,
    invitationTo,
    grantIn,
    /** Enters the code of somebody's invitation, as `who`, with a new account where there is none. */
    async redeem(who: Somebody, invitation: InvitationRecord): Promise<RedeemResult> {
      const context = await by(who);
      const profile = profileOf(who);
      const claim = await findByCode(context, codeOf(runtime, invitation), emailOf(who));
      return redeemInvitation(context, { claim, newAccount: newAccountOf(who.name), profile });
    },
    /** Whether the organization's workgroups have to be accepted. */
    async wantAcceptance(workgroup: boolean): Promise<void> {
      await editSettings(await by(olga), hostId, {
        acceptance: ['organization', 'app', ...(workgroup ? ['workgroup'] : [])],
        allowedDomains: '',
        expiryDays: 7,
        whoMayInvite: 'admin',
      });
    },
    async sweep(): Promise<void> {
      const actor = { kind: 'system', tenantId: TENANT, name: 'expiry' } as const;
      const { failed } = await expireDue(contextFor(runtime, actor, randomUUID()));
      if (failed > 0) throw new Error(`${failed} did not expire`);
    },
    /** Slack deactivates somebody, or has them back. */
    async turnAway(who: Somebody, isAway = true): Promise<void> {
      const actor = { kind: 'system', tenantId: TENANT, name: 'slack' } as const;
      const { _id } = await accountOf(who);
      await (isAway ? deactivateAccount : reactivateAccount)(contextFor(runtime, actor, randomUUID()), _id);
    },
    /** What is to be told about one record: template, way and place. */
    async messages(about: string): Promise<string[]> {
      const rows = await store.outbox.find({ 'about.id': about, 'to.via': { $ne: 'refresh' } }).lean();
      return rows
        .map(({ template, to }) => {
          const where = to.via === 'mail' ? to.address : to.via === 'slack' ? to.channel : '';
          return `${template} ${to.via} ${where}`;
        })
        .sort();
    },
    async audit(subject: string): Promise<string[]> {
      const rows = await store.audit.find({ subjects: subject }).sort({ _id: 1 }).lean();
      return rows.map(({ action }) => action);
    },
  };
}
