import { selectorFrom } from '../../domain/codes.ts';
import { type EmailAddress, nearDuplicateKey, parseEmail, splitAddresses } from '../../domain/email.ts';
import { formError } from '../../domain/errors.ts';
import {
  addressesPerInvitation,
  day,
  digestOf,
  type InviteLine,
  type InviteResult,
  inviteInput,
} from '../../domain/invitations.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { authorize } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import { type Context, newId, requireAccount } from '../context.ts';
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

/**
 * Invites addresses to create an account and ask for access: each valid one gets a mail with its code. Addresses that
 * want a second look come back as warnings first, and nothing is sent until the sender confirms them.
 * @throws DomainError `form` when no line is an e-mail address that can get mail
 */
export async function sendJoinInvitations(context: Context, input: unknown): Promise<InviteResult> {
  const fields = parseInput(inviteInput, input);
  await authorize(context, 'invitation:send', fields.organizationId);
  const typed = readLines(fields.emails);
  const domains = await domainStates(context, typed);
  const lines = typed.map((line) => withDeadDomains(line, domains));
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
    const expiresAt = new Date(context.now().getTime() + fields.expiryDays * day);
    const created = fresh.map((email) => newInvitation(context, fields, email, expiresAt));
    if (created.length > 0) await context.store.invitations.insertMany(created, { lean: true });
    for (const invitation of created) tell(effects, invitation);
    const ids = new Map(created.map((invitation) => [invitation.emailKey, invitation._id]));
    return {
      kind: 'done',
      organizationName: organization.name,
      expiresAt,
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

function newInvitation(
  context: Context,
  fields: { organizationId: string; note: string | null },
  email: EmailAddress,
  expiresAt: Date,
): InvitationRecord {
  const account = requireAccount(context);
  return {
    _id: newId(context, 'inv'),
    tenantId: context.actor.tenantId,
    organizationId: fields.organizationId,
    kind: 'join',
    status: 'pending',
    email: email.address,
    emailKey: email.key,
    nearKey: nearDuplicateKey(email),
    note: fields.note,
    selector: selectorFrom(context.randomBytes(8)),
    codeVersion: 1,
    failedAttempts: 0,
    lockedAt: null,
    role: null,
    accountId: null,
    requestId: null,
    invitedBy: account.id,
    inviterName: account.name,
    createdAt: context.now(),
    expiresAt,
    endedAt: null,
    endedBy: null,
    liveKey: joinKey(fields.organizationId, email.key),
  };
}

function tell({ record, send }: Effects, invitation: InvitationRecord): void {
  const { _id, organizationId, email } = invitation;
  record({ action: 'invitation.created', organizationId, subjects: [_id], detail: { kind: 'join', email } });
  send({
    key: `join-invitation:${_id}:1`,
    template: 'join-invitation',
    about: { type: 'invitation', id: _id },
    to: { via: 'mail', address: email },
    codeVersion: 1,
  });
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
