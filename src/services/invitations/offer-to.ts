import { type Access, sameAccess } from '../../domain/access.ts';
import { formError } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import type { Approval } from '../../store/models/access.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { enterDirectory } from '../directory.ts';
import { workgroupsAlong } from './along.ts';
import { ownApproval } from './approvals.ts';
import { type CreatedOffer, createOffer } from './create-offer.ts';
import { clearExpired, whatIsThere } from './place-free.ts';

/** The first of two approvers has agreed; the request waits for the second one. */
export interface Endorsed {
  outcome: 'endorsed';
  organizationName: string;
}

export interface SentOffer extends CreatedOffer {
  /** The names of the workgroups that come along with it. */
  comesAlong: string[];
}

export type OfferResult = (SentOffer | Endorsed) & { personName: string };

/** The writes of an access invitation to an account that has nothing at its place yet. */
export async function offerTo(
  context: Context,
  effects: Effects,
  of: {
    organization: OrganizationRecord;
    account: AccountRecord;
    access: Access;
    requestId: string | null;
    approvals?: Approval[];
  },
): Promise<OfferResult> {
  const { organization, account, access, requestId, approvals = [ownApproval(context)] } = of;
  await requireNothingThere(context, effects, organization, account, access);
  await enterDirectory(context, organization._id, account);
  const { tenantId, emailKey } = account;
  // They are let in together with it where nothing has to be accepted.
  const place = { tenantId, organizationId: organization._id, emailKey, access };
  const comesAlong = await workgroupsAlong(context, place);
  const created = await createOffer(context, effects, {
    organization,
    email: addressOf(account),
    access,
    accountId: account._id,
    requestId,
    approvals,
    mayWait: false,
  });
  return { ...created, comesAlong, personName: fullName(account) };
}

/** An account's address as invitations keep it. */
export function addressOf({ email, emailKey }: AccountRecord): {
  address: string;
  key: string;
  domain: string;
} {
  return { address: email, key: emailKey, domain: emailKey.slice(emailKey.lastIndexOf('@') + 1) };
}

async function requireNothingThere(
  context: Context,
  effects: Effects,
  organization: OrganizationRecord,
  account: AccountRecord,
  access: Access,
): Promise<void> {
  const invitee = { emailKey: account.emailKey, accountId: account._id };
  const field = access.kind === 'organization' ? 'username' : 'subscriptionId';
  const { grant, invitation } = await whatIsThere(context, organization._id, access, invitee);
  if (grant) {
    const what = sameAccess(grant.access, access) ? 'this access' : 'access';
    const where = access.kind === 'organization' ? ` to ${organization.name}` : ' by this subscription';
    throw formError({
      [field]: `${account.username} has ${what}${where} already. Change the role with /gatehouse people.`,
    });
  }
  if (invitation) {
    throw formError({
      [field]: `${account.username} has an open invitation already. See /invitations to send it again.`,
    });
  }
  await clearExpired(context, effects, organization._id, access, invitee);
}
