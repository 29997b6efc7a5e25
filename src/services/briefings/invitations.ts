import type { AccessFacts } from '../../domain/access.ts';
import { deriveSecret, formatCode } from '../../domain/codes.ts';
import type { Briefing, InvitationTemplate, OfferFacts, Template } from '../../domain/messages.ts';
import { fullName } from '../../domain/people.ts';
import { type InvitationStatus, statusAt } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import { describeAccess } from '../access.ts';
import type { Runtime } from '../context.ts';
import { workgroupsAlong } from '../invitations/along.ts';
import { approvalsNeeded } from '../invitations/approvals.ts';
import { offerFacts } from '../invitations/offer-facts.ts';
import { proposalFacts } from '../invitations/proposal-facts.ts';
import { targetOf, wayOf } from '../workgroups/belonging.ts';
import type { Reads } from './reads.ts';

interface AboutInvitation {
  runtime: Runtime;
  row: OutboxRecord;
  invitation: InvitationRecord;
  status: InvitationStatus;
  organizationName: string;
  /** What it offers; null for a join invitation. */
  access: AccessFacts | null;
}

type Brief = (of: AboutInvitation) => Briefing | null | Promise<Briefing | null>;

/** What each template says of an invitation; null when it has nothing to say any more. */
const briefs: Readonly<Record<InvitationTemplate, Brief>> = {
  'join-invitation': ({ runtime, row, invitation, status, organizationName }) => {
    if (status !== 'pending' || isReplaced(row, invitation)) return null;
    const { inviterName, note, expiresAt } = invitation;
    const code = codeOf(runtime, invitation);
    if (code === null) return null;
    const isReminder = row.template === 'offer-reminder';
    return { template: 'join-invitation', organizationName, inviterName, note, expiresAt, isReminder, code };
  },
  offer: async (of) => {
    const facts = factsOf(of);
    if (!facts || !isTimely(of)) return null;
    const around = await aroundIt(of);
    return { template: 'offer', ...facts, ...around, code: codeToMail(of), note: of.invitation.note };
  },
  'offer-reminder': async (of) => {
    if (isMadeUpFor(of)) return null;
    if (of.invitation.kind === 'join') return briefs['join-invitation'](of);
    const facts = factsOf(of);
    if (!facts || !isTimely(of)) return null;
    return { template: 'offer-reminder', ...facts, ...(await aroundIt(of)), code: codeToMail(of) };
  },
  'offer-answered': async ({ runtime, invitation, organizationName, access }) => {
    const account = await accountOf(runtime, invitation);
    if (!account || !access) return null;
    const { username } = account;
    const personName = fullName(account);
    const answer = answerOf(invitation);
    return { template: 'offer-answered', organizationName, personName, username, access, answer };
  },
  'access-granted': ({ invitation, organizationName, access }) => {
    const { accessEndsAt: endsAt, endedById, accountId } = invitation;
    const accepted = endedById === accountId;
    const giver = { giverName: invitation.inviterName, note: accepted ? null : invitation.note };
    return access && { template: 'access-granted', organizationName, access, endsAt, accepted, ...giver };
  },
  'invitation-withdrawn': ({ invitation, status, organizationName, access }) =>
    status === 'revoked'
      ? { template: 'invitation-withdrawn', organizationName, access, hasCode: hasCode(invitation) }
      : null,
  'invitation-restored': ({ invitation, status, organizationName, access }) => {
    if (status !== 'pending') return null;
    const { expiresAt } = invitation;
    const restored = { organizationName, access, hasCode: hasCode(invitation), expiresAt };
    return { template: 'invitation-restored', ...restored };
  },
  'invitation-changed': ({ invitation, status, organizationName, access }) =>
    access && status === 'pending'
      ? { template: 'invitation-changed', organizationName, access, changedBy: invitation.inviterName }
      : null,
  proposal: async ({ runtime, row, invitation, organizationName, access }) => {
    if (!access || (!row.posted && invitation.status !== 'proposed')) return null;
    const person = await accountOf(runtime, invitation);
    const needed = await approvalsNeeded(runtime, invitation);
    const facts = proposalFacts(invitation, { organizationName, access, person, needed, now: runtime.now() });
    return { template: 'proposal', ...facts };
  },
  'proposal-decided': async ({ runtime, invitation, organizationName, access }) => {
    if (!access) return null;
    const who = await nameOf(runtime, invitation);
    const approved = invitation.approvals.length > 1;
    const decidedBy = (approved ? invitation.approvals.at(-1)?.name : invitation.endedBy) ?? 'An approver';
    return { template: 'proposal-decided', organizationName, who, access, approved, decidedBy };
  },
  'proposal-reopened': async ({ runtime, invitation, status, organizationName, access }) => {
    if (!access || status !== 'proposed') return null;
    const who = await nameOf(runtime, invitation);
    return { template: 'proposal-reopened', organizationName, who, access };
  },
  'proposal-expired': async ({ runtime, invitation, status, organizationName, access }) => {
    if (!access || status !== 'expired') return null;
    const who = await nameOf(runtime, invitation);
    return { template: 'proposal-expired', organizationName, who, access };
  },
  'waitlist-seat': async ({ runtime, invitation, organizationName, access }) => {
    if (!access) return null;
    const who = await nameOf(runtime, invitation);
    return { template: 'waitlist-seat', organizationName, who, access };
  },
  'code-locked': ({ invitation: { email, lockedAt }, organizationName }) =>
    lockedAt && { template: 'code-locked', organizationName, invitedEmail: email },
  'inviter-without-authority': ({ invitation: { email, inviterName }, organizationName }) => ({
    template: 'inviter-without-authority',
    organizationName,
    invitedEmail: email,
    inviterName,
  }),
  'invitation-undeliverable': async ({ runtime, invitation, organizationName }) => ({
    template: 'invitation-undeliverable',
    organizationName,
    invitedEmail: invitation.email,
    ...(await lastProblem(runtime, invitation)),
  }),
  'renewal-asked': async ({ runtime, row, invitation, status, organizationName, access }) => {
    const isSentAgain = status !== 'expired' || (row.codeVersion !== null && isReplaced(row, invitation));
    if (isSentAgain && !row.posted) return null;
    const who = await nameOf(runtime, invitation);
    const { _id: invitationId } = invitation;
    return { template: 'renewal-asked', organizationName, who, invitationId, access, isSentAgain };
  },
};

/** `given`: the organization gives such access at once, so nobody had to accept. */
function answerOf({ status, endedById, accountId }: InvitationRecord): 'accepted' | 'given' | 'declined' {
  if (status !== 'accepted') return 'declined';
  return endedById === accountId ? 'accepted' : 'given';
}

/** The facts of a message about an invitation. */
export async function aboutInvitation(
  runtime: Runtime,
  row: OutboxRecord,
  invitation: InvitationRecord,
  read: Pick<Reads, 'organization'>,
): Promise<Briefing | null> {
  const { tenantId, organizationId } = invitation;
  const organization = await read.organization({ _id: organizationId, tenantId });
  const byTemplate: Partial<Record<Template, Brief>> = briefs;
  const brief = byTemplate[row.template];
  if (!organization || !brief) return null;
  const status = statusAt(invitation, runtime.now());
  const access = invitation.access && (await describeAccess(runtime, tenantId, invitation.access));
  return brief({ runtime, row, invitation, status, organizationName: organization.name, access });
}

function factsOf({ runtime, invitation, organizationName, access }: AboutInvitation): OfferFacts | null {
  return access && offerFacts(invitation, { organizationName, access, now: runtime.now() });
}

/** What it waits for, or what comes along with it. */
async function aroundIt(of: AboutInvitation): Promise<Pick<OfferFacts, 'waitsFor' | 'comesAlong'>> {
  const comesAlong = await workgroupsAlong(of.runtime, of.invitation);
  return { ...(await whatFor(of)), ...(comesAlong.length > 0 ? { comesAlong } : {}) };
}

/** The organization that somebody needs access to first, before a workgroup lets them in. */
async function whatFor({ runtime, invitation }: AboutInvitation): Promise<{ waitsFor?: string }> {
  const way = wayOf(invitation);
  if (!way || invitation.accountId !== null) return {};
  const { tenantId } = invitation;
  const target = await runtime.store.organizations.findOne({ _id: targetOf(way), tenantId }).lean();
  return target ? { waitsFor: target.name } : {};
}

/** A mail is for what waits; a resend has messages of its own; one that is posted already goes on to show what is so. */
function isTimely({ row, invitation, status }: AboutInvitation): boolean {
  if (row.to.via === 'mail' && status !== 'pending') return false;
  return row.posted !== null || !isReplaced(row, invitation);
}

/** Somebody has reminded by hand since a reminder was written that had to wait. */
function isMadeUpFor({ row, invitation: { remindedAt } }: AboutInvitation): boolean {
  return row.quiet !== undefined && remindedAt !== null && remindedAt > row.createdAt;
}

function isReplaced(row: OutboxRecord, invitation: InvitationRecord): boolean {
  return row.codeVersion !== invitation.codeVersion;
}

/** Whoever has an account accepts without a code. */
function hasCode({ selector, accountId, codeSpentAt }: InvitationRecord): boolean {
  return selector !== undefined && accountId === null && codeSpentAt === null;
}

function codeToMail({ runtime, row, invitation }: AboutInvitation): string | null {
  return row.to.via === 'mail' && hasCode(invitation) ? codeOf(runtime, invitation) : null;
}

/** The code of the current version: derived anew each time, so that it is stored nowhere. */
function codeOf(runtime: Runtime, { _id, tenantId, selector, codeVersion }: InvitationRecord): string | null {
  if (!selector) return null;
  const secret = deriveSecret(runtime.codeKey, { tenantId, invitationId: _id, version: codeVersion });
  return formatCode({ selector, secret });
}

async function nameOf(runtime: Runtime, invitation: InvitationRecord): Promise<string> {
  const account = await accountOf(runtime, invitation);
  if (account) return fullName(account);
  const { firstName, lastName, email } = invitation;
  return firstName && lastName ? fullName({ firstName, lastName }) : email;
}

function accountOf(
  runtime: Runtime,
  { tenantId, accountId }: InvitationRecord,
): Promise<AccountRecord | null> {
  return runtime.store.accounts.findOne({ _id: accountId ?? '', tenantId }).lean();
}

/** Why the newest mail of an invitation did not arrive. */
async function lastProblem(
  runtime: Runtime,
  { _id, tenantId }: InvitationRecord,
): Promise<{ reason: string; givenUpBy: string | null }> {
  const event = await runtime.store.audit
    .findOne({ tenantId, subjects: _id, action: 'invitation.undeliverable' })
    .sort({ _id: -1 })
    .lean();
  const { reason = 'The mail server refused the address.', givenUpBy = null } = event?.detail ?? {};
  return { reason: String(reason), givenUpBy: givenUpBy === null ? null : String(givenUpBy) };
}
