import type { WorkgroupAccess } from '../../domain/access.ts';
import type { EmailAddress } from '../../domain/email.ts';
import { fullName } from '../../domain/people.ts';
import { isAllowedDomain, settingsOf } from '../../domain/settings.ts';
import {
  type WorkgroupLine,
  type WorkgroupOutcome,
  type WorkgroupRole,
  workgroupRoleNames,
} from '../../domain/workgroups.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { WorkgroupRecord } from '../../store/models/workgroup.ts';
import type { Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { ownApproval } from '../invitations/approvals.ts';
import { newInvitation } from '../invitations/record.ts';
import { isPartner, passGate } from './gates.ts';
import { type Entering, grantAll } from './grant-all.ts';
import { type Invited, inviteAll } from './invite-all.ts';
import { type KnownAddress, knownAddresses, type Waiting } from './known.ts';

/** What a person is invited to, and how. Who asks must be allowed to invite into the workgroup. */
export interface WorkgroupTerms {
  organization: OrganizationRecord;
  /** Not archived. */
  workgroup: WorkgroupRecord;
  role: WorkgroupRole;
  /** The organization through whose domain they come; null for the workgroup's own. */
  partner: OrganizationRecord | null;
  /** By default what the organization has set. */
  validDays?: number | undefined;
  note?: string | null;
  accessEndsAt?: Date | null;
}

export interface WorkgroupAddress {
  email: EmailAddress;
  /** Why no mail reaches it; it matters only where there is no account yet. */
  mailProblem?: string | null;
  names?: { firstName: string; lastName: string };
}

/** What becomes of one address: for imports, which go through theirs one by one. Only inside a command. */
export async function inviteLine(
  context: Context,
  effects: Effects,
  { address, ...terms }: WorkgroupTerms & { address: WorkgroupAddress },
): Promise<WorkgroupLine> {
  const [line] = await inviteLines(context, effects, terms, [address]);
  if (!line) throw new Error('an address without an outcome');
  return line;
}

/**
 * Invites different addresses into a workgroup: whoever belongs where they come through has the access at once, or an offer where
 * the organization wants that; the others wait for their account. Only inside a command.
 * @returns a line for each, in the order given
 */
export async function inviteLines(
  context: Context,
  effects: Effects,
  terms: WorkgroupTerms,
  addresses: readonly WorkgroupAddress[],
): Promise<WorkgroupLine[]> {
  const { organization, workgroup, partner, role } = terms;
  const refusal = await whyNobody(context, terms);
  if (refusal) return addresses.map(({ email }) => ({ address: email.address, ...refusal }));
  const partnerId = partner?._id ?? null;
  const access = { kind: 'workgroup', workgroupId: workgroup._id, role, partnerId } as const;
  const emails = addresses.map(({ email }) => email);
  const way = { organizationId: organization._id, partnerId };
  const known = await knownAddresses(context, effects, way, access, emails);
  const granted: Entering[] = [];
  const invited: Invited[] = [];
  const lines = addresses.map((address): WorkgroupLine => {
    const found = known(address.email);
    const line = judge(context, terms, address, found);
    const { account } = found;
    if (!inviting.includes(line.outcome)) return line;
    const invitation = invitationOf(context, terms, access, address, found);
    if (line.outcome === 'granted' && account) granted.push({ invitation, account });
    else invited.push({ invitation, account });
    return line;
  });
  if (granted.length + invited.length > 0) await passGate(context, workgroup._id);
  await grantAll(context, effects, access, granted);
  await inviteAll(context, effects, invited);
  return lines;
}

const inviting: readonly WorkgroupOutcome[] = ['granted', 'offered', 'waiting-for-account'];

/** Why nobody at all can be invited like this. */
async function whyNobody(
  context: Context,
  { organization, workgroup, partner }: WorkgroupTerms,
): Promise<Pick<WorkgroupLine, 'outcome' | 'problem'> | null> {
  if (!partner) return null;
  if (!workgroup.collaborative) return { outcome: 'not-collaborative' };
  if (await isPartner(context, organization._id, partner._id)) return null;
  return { outcome: 'not-a-partner', problem: `${partner.name} is not a partner of ${organization.name}.` };
}

function judge(
  context: Context,
  terms: WorkgroupTerms,
  { email, mailProblem }: WorkgroupAddress,
  { account, standing, hasAccess, waiting }: KnownAddress,
): WorkgroupLine {
  const { address } = email;
  const { organization, workgroup } = terms;
  const settings = settingsOf(organization);
  // Of a stranger the inviter learns nothing, not even that there is an account.
  const isKnown = hasAccess || standing === 'belongs';
  const personName = account && isKnown ? { personName: fullName(account) } : {};
  if (email.key === requireAccount(context).emailKey) {
    return { address, outcome: 'invalid', problem: 'is your own address: somebody else has to invite you' };
  }
  if (hasAccess) return { address, outcome: 'already-member', ...personName };
  if (waiting) return { address, outcome: 'already-waiting', ...whyRevoke(terms, waiting), ...personName };
  if (account && standing === 'elsewhere') {
    if (!workgroup.collaborative) {
      const problem = `Only people of ${organization.name} can be let in.`;
      return { address, outcome: 'not-collaborative', problem };
    }
    return { address, outcome: 'not-a-partner', problem: whyElsewhere(terms) };
  }
  if (account && standing === 'belongs') {
    return { address, outcome: settings.acceptance.workgroup ? 'offered' : 'granted', ...personName };
  }
  const { partner } = terms;
  if (partner && !isAllowedDomain(settingsOf(partner), email.domain)) {
    const problem = `${partner.name} takes nobody of ${email.domain}. Check the address and the partner, or ask an admin there.`;
    return { address, outcome: 'not-a-partner', problem };
  }
  if (!account && mailProblem) return { address, outcome: 'invalid', problem: mailProblem };
  if (!account && !partner && !isAllowedDomain(settings, email.domain)) {
    const problem = `is not of an allowed domain: ${settings.allowedDomains.join(', ')}`;
    return { address, outcome: 'invalid', problem };
  }
  return { address, outcome: 'waiting-for-account' };
}

/** An invitation that waits goes on as it is, also one that can never come true: who wants another has to revoke it. */
function whyRevoke({ partner, role }: WorkgroupTerms, waiting: Waiting): Pick<WorkgroupLine, 'problem'> {
  const revoke = 'To change that, revoke that invitation first.';
  if (waiting.partnerId !== (partner?._id ?? null)) {
    const way = waiting.partnerId === null ? 'without a partner' : `through ${waiting.partnerName}`;
    return { problem: `It waits ${way}. ${revoke}` };
  }
  if (waiting.role === role) return {};
  return { problem: `It waits as ${workgroupRoleNames[waiting.role]}. ${revoke}` };
}

/** Not where they belong: that is nothing for the inviter to know. */
function whyElsewhere({ organization, partner }: WorkgroupTerms): string {
  return partner
    ? `This account does not belong to ${partner.name}. Check the partner, or ask an admin to add the right one.`
    : `This account does not belong to ${organization.name}. Invite it through a partner’s domain.`;
}

function invitationOf(
  context: Context,
  { organization, validDays, note, accessEndsAt }: WorkgroupTerms,
  access: WorkgroupAccess,
  { email, names }: WorkgroupAddress,
  { account, standing }: KnownAddress,
): InvitationRecord {
  return newInvitation(context, {
    organization,
    email,
    access,
    status: 'pending',
    accountId: standing === 'belongs' ? (account?._id ?? null) : null,
    hasCode: account === null,
    names,
    validDays: validDays ?? settingsOf(organization).expiryDays,
    note: note ?? null,
    accessEndsAt: accessEndsAt ?? null,
    approvals: [ownApproval(context)],
  });
}
