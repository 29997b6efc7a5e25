import { type EmailAddress, parseEmail, splitAddresses } from '../../domain/email.ts';
import { formError } from '../../domain/errors.ts';
import {
  addressesPerInvitation,
  day,
  digestOf,
  type InviteLine,
  type InviteResult,
  inviteInput,
} from '../../domain/invitations.ts';
import { isAllowedDomain, settingsOf } from '../../domain/settings.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { authorize } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { parseInput } from '../parse.ts';
import {
  domainStates,
  findNearDuplicates,
  type Line,
  warningsFor,
  withDeadDomains,
} from './address-checks.ts';
import { endExpired } from './end-expired.ts';
import { joinKey } from './keys.ts';
import { newInvitation } from './record.ts';
import { tellInvitee } from './tell-invitee.ts';

/**
 * Invites addresses to create an account and ask for access: each valid one gets a mail with its code. Addresses that
 * want a second look come back as warnings first, and nothing is sent until the sender confirms them.
 * @throws DomainError `form` when no line is an e-mail address that can get mail
 */
export async function sendJoinInvitations(context: Context, input: unknown): Promise<InviteResult> {
  const fields = parseInput(inviteInput, input);
  const place = await authorize(context, 'invitation:send', fields.organizationId);
  const typed = readLines(fields.emails);
  const domains = await domainStates(context, typed);
  const lines = typed.map((line) => withForeignDomain(withDeadDomains(line, domains), place.organization));
  const valid = lines.flatMap(({ email }) => ('key' in email ? [email] : []));
  if (valid.length === 0) throw formError({ emails: problemsOf(lines) });

  return command(context, 'invitation.send-join', async (effects): Promise<InviteResult> => {
    const { organization } = await authorize(context, 'invitation:send', fields.organizationId);
    const known = await whatIsKnown(context, effects, organization._id, valid);
    const fresh = valid.filter((email) => !known.has(email.key));
    const near = await findNearDuplicates(context, organization._id, fresh);
    const warnings = warningsFor(fresh, domains, near, organization.notificationEmail);
    const digest = digestOf(warnings);
    if (warnings.length > 0 && fields.confirmed !== digest) {
      throw new NeedsConfirmation({ kind: 'confirm', warnings, digest });
    }
    const created = fresh.map((email) =>
      newInvitation(context, {
        organization,
        email,
        access: null,
        status: 'pending',
        accountId: null,
        validDays: fields.expiryDays,
        note: fields.note,
      }),
    );
    if (created.length > 0) await context.store.invitations.insertMany(created, { lean: true });
    for (const invitation of created) await tell(context, effects, invitation);
    const ids = new Map(created.map((invitation) => [invitation.emailKey, invitation._id]));
    return {
      kind: 'done',
      organizationName: organization.name,
      expiresAt: new Date(context.now().getTime() + fields.expiryDays * day),
      lines: lines.map((line) => outcomeOf(line, known, ids)),
    };
  }).catch((error: unknown) => {
    if (error instanceof NeedsConfirmation) return error.result;
    throw error;
  });
}

/** Ends the transaction without a trace: nothing is sent until the warnings are confirmed. */
class NeedsConfirmation extends Error {
  readonly result: InviteResult;
  constructor(result: InviteResult) {
    super('needs confirmation');
    this.result = result;
  }
}

/** One entry per distinct address, in the order typed; a repeated address is one invitation. */
function readLines(text: string): Line[] {
  const pieces = splitAddresses(text);
  if (pieces.length > addressesPerInvitation) {
    throw formError({ emails: `Enter at most ${addressesPerInvitation} addresses at once.` });
  }
  const distinct = new Map<string, Line>();
  for (const typed of pieces) {
    const email = parseEmail(typed);
    const key = 'key' in email ? email.key : typed;
    if (!distinct.has(key)) distinct.set(key, { typed, email });
  }
  return [...distinct.values()];
}

function problemsOf(lines: Line[]): string {
  const problems = lines
    .slice(0, 5)
    .flatMap(({ typed, email }) => ('problem' in email ? [`“${shorten(typed)}” ${email.problem}.`] : []));
  return problems.length > 0 ? problems.join(' ') : 'Enter at least one e-mail address.';
}

/** What is already so for these addresses: an account (maybe with access), or a live invitation. */
async function whatIsKnown(
  context: Context,
  effects: Effects,
  organizationId: string,
  emails: EmailAddress[],
): Promise<Map<string, Pick<InviteLine, 'outcome' | 'username' | 'invitationId'>>> {
  const { tenantId } = context.actor;
  const keys = emails.map((email) => email.key);
  const known = new Map<string, Pick<InviteLine, 'outcome' | 'username' | 'invitationId'>>();
  const accounts = await context.store.accounts.find({ tenantId, emailKey: { $in: keys } }).lean();
  const grants = await context.store.grants
    .find({ tenantId, organizationId, status: 'active', accountId: { $in: accounts.map(({ _id }) => _id) } })
    .lean();
  const members = new Set(grants.map((grant) => grant.accountId));
  for (const { _id, emailKey, username } of accounts) {
    known.set(emailKey, { outcome: members.has(_id) ? 'has-access' : 'has-account', username });
  }
  const live = await context.store.invitations
    .find({ tenantId, liveKey: { $in: keys.map((key) => joinKey(organizationId, key)) } })
    .lean();
  for (const invitation of live) {
    const ended = await endExpired(context, effects, invitation);
    if (ended || known.has(invitation.emailKey)) continue;
    known.set(invitation.emailKey, { outcome: 'already-invited', invitationId: invitation._id });
  }
  return known;
}

async function tell(context: Context, effects: Effects, invitation: InvitationRecord): Promise<void> {
  const { _id, organizationId, email } = invitation;
  effects.record({
    action: 'invitation.created',
    organizationId,
    subjects: [_id],
    detail: { kind: 'join', status: 'pending', email },
  });
  await tellInvitee(context, effects, invitation);
}

/** A line whose domain the organization does not take becomes an invalid one. */
function withForeignDomain({ typed, email }: Line, organization: OrganizationRecord): Line {
  const settings = settingsOf(organization);
  if (!('key' in email) || isAllowedDomain(settings, email.domain)) return { typed, email };
  return { typed, email: { problem: `is not of an allowed domain: ${settings.allowedDomains.join(', ')}` } };
}

function outcomeOf(
  { typed, email }: Line,
  known: ReadonlyMap<string, Pick<InviteLine, 'outcome' | 'username' | 'invitationId'>>,
  created: ReadonlyMap<string, string>,
): InviteLine {
  if ('problem' in email) return { address: typed, outcome: 'invalid', problem: email.problem };
  const before = known.get(email.key);
  if (before) return { address: email.address, ...before };
  const invitationId = created.get(email.key);
  return { address: email.address, outcome: 'invited', ...(invitationId ? { invitationId } : {}) };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
