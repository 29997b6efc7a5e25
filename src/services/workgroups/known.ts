import type { WorkgroupAccess } from '../../domain/access.ts';
import type { EmailAddress } from '../../domain/email.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { grantKey } from '../authority.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { endExpired } from '../invitations/end-expired.ts';
import { offerKey } from '../invitations/keys.ts';
import { endDueGrant } from '../people/end-due-grant.ts';
import { type Standing, standings, type Way } from './belonging.ts';

/** What is so for one address. */
export interface KnownAddress {
  account: AccountRecord | null;
  standing: Standing;
  hasAccess: boolean;
  /** What an invitation offers them that waits already. */
  waiting: Waiting | null;
}

/** How somebody was invited into the workgroup. */
export interface Waiting extends Pick<WorkgroupAccess, 'role' | 'partnerId'> {
  partnerName: string | null;
}

/**
 * What is so for these addresses at a workgroup: a few reads, however many there are. What only the sweep has not ended yet
 * ends here. Only inside a command.
 */
export async function knownAddresses(
  context: Context,
  effects: Effects,
  way: Way,
  access: WorkgroupAccess,
  emails: readonly EmailAddress[],
): Promise<(email: EmailAddress) => KnownAddress> {
  const { tenantId } = context.actor;
  const keys = emails.map(({ key }) => key);
  const accounts = await context.store.accounts.find({ tenantId, emailKey: { $in: keys } }).lean();
  const where = await standings(context, way, accounts);
  const members = await whoHasAccess(context, effects, way.organizationId, access, accounts);
  const invited = await whoIsInvited(context, effects, way.organizationId, access, keys);
  const byKey = new Map(accounts.map((account) => [account.emailKey, account]));
  return ({ key }) => {
    const account = byKey.get(key) ?? null;
    const id = account?._id ?? '';
    return {
      account,
      standing: account?.deactivatedAt ? 'nowhere' : (where.get(id) ?? 'nowhere'),
      hasAccess: members.has(id),
      waiting: invited.get(key) ?? null,
    };
  };
}

async function whoHasAccess(
  context: Context,
  effects: Effects,
  organizationId: string,
  access: WorkgroupAccess,
  accounts: readonly AccountRecord[],
): Promise<ReadonlySet<string>> {
  const { tenantId } = context.actor;
  const liveKeys = accounts.map(({ _id }) => grantKey(organizationId, access, _id));
  const grants = await context.store.grants.find({ tenantId, liveKey: { $in: liveKeys } }).lean();
  const running = new Set<string>();
  for (const grant of grants) {
    const { endsAt, accountId } = grant;
    if (endsAt === null || endsAt > context.now()) running.add(accountId);
    else await endDueGrant(context, effects, grant);
  }
  return running;
}

async function whoIsInvited(
  context: Context,
  effects: Effects,
  organizationId: string,
  access: WorkgroupAccess,
  emailKeys: string[],
): Promise<ReadonlyMap<string, Waiting>> {
  const { tenantId } = context.actor;
  const liveKeys = emailKeys.map((key) => offerKey(organizationId, access, key));
  const found: InvitationRecord[] = await context.store.invitations
    .find({ tenantId, liveKey: { $in: liveKeys } })
    .lean();
  const offered = new Map<string, WorkgroupAccess>();
  for (const invitation of found) {
    const { emailKey, access: offer } = invitation;
    if (offer?.kind !== 'workgroup' || (await endExpired(context, effects, invitation))) continue;
    offered.set(emailKey, offer);
  }
  const names = await partnerNames(context, [...offered.values()]);
  return new Map(
    [...offered].map(([emailKey, { role, partnerId }]) => [
      emailKey,
      { role, partnerId, partnerName: partnerId && (names.get(partnerId) ?? '') },
    ]),
  );
}

async function partnerNames(
  context: Context,
  offers: readonly WorkgroupAccess[],
): Promise<ReadonlyMap<string, string>> {
  const { tenantId } = context.actor;
  const ids = [...new Set(offers.flatMap(({ partnerId }) => partnerId ?? []))];
  if (ids.length === 0) return new Map();
  const partners = await context.store.organizations
    .find({ tenantId, _id: { $in: ids } }, { name: 1 })
    .lean();
  return new Map(partners.map(({ _id, name }) => [_id, name]));
}
