/** People who act by calling the verbs: for what has to happen at the same moment, or to the millisecond. */
import { randomUUID } from 'node:crypto';
import { deriveSecret, formatCode } from '../../src/domain/codes.ts';
import type { PersonActor, SlackProfile } from '../../src/domain/context.ts';
import { DomainError } from '../../src/domain/errors.ts';
import { actingAccount, createAccount, findAccountOf } from '../../src/services/accounts.ts';
import { type Context, contextFor, type Runtime } from '../../src/services/context.ts';
import { findByCode } from '../../src/services/invitations/find-by-code.ts';
import { redeemInvitation } from '../../src/services/invitations/redeem.ts';
import type { RedeemResult } from '../../src/services/invitations/redeem-offer.ts';
import { sendJoinInvitations } from '../../src/services/invitations/send-join.ts';
import { organizationsFor, setUpOrganization } from '../../src/services/organizations.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';

export const HOME = 'T0ASTER';

/** Somebody who acts from Slack, as the account that they have now, with a command of its own each time. */
export async function acting(
  runtime: Runtime,
  userId: string,
  tenantId = HOME,
): Promise<Context & { actor: PersonActor }> {
  const identity = { teamId: tenantId, userId };
  const account = await findAccountOf(runtime, { tenantId, identity });
  const actor: PersonActor = {
    kind: 'person',
    tenantId,
    identity,
    account: account && actingAccount(account),
  };
  return { ...contextFor(runtime, actor, randomUUID()), actor };
}

/** What Slack says of somebody who is new here. */
export function profileOf(name: string): SlackProfile & { email: string } {
  return { email: `${name}@aster.example`, firstName: 'Nova', lastName: 'Newcomer', isWorkspaceAdmin: false };
}

export function newAccountOf(name: string) {
  return {
    firstName: 'Nova',
    lastName: 'Newcomer',
    provider: 'github',
    providerUsername: name,
    username: name,
  };
}

/** Invites one address, to the first organization of the inviter, and returns what became of it. */
export async function invited(inviter: Context, email: string): Promise<InvitationRecord> {
  const [place] = await organizationsFor(inviter, 'invitation:send');
  const send = (confirmed: string) =>
    sendJoinInvitations(inviter, { organizationId: place?.organization._id, emails: email, confirmed });
  const first = await send('');
  const result = first.kind === 'confirm' ? await send(first.digest) : first;
  const id = result.kind === 'done' ? result.lines[0]?.invitationId : undefined;
  const invitation = await inviter.store.invitations.findOne({ _id: id ?? '' }).lean();
  if (!invitation) throw new Error(`${email} was not invited`);
  return invitation;
}

/** The code that the invitation's newest mail carries. */
export function codeOf(
  runtime: Pick<Runtime, 'codeKey'>,
  { _id: invitationId, tenantId, selector = '', codeVersion: version }: InvitationRecord,
): string {
  return formatCode({ selector, secret: deriveSecret(runtime.codeKey, { tenantId, invitationId, version }) });
}

/** A code without a typing mistake that names the invitation and has another secret: a new one for each `seed`. */
export function wrongCode({ selector = '' }: Pick<InvitationRecord, 'selector'>, seed = 0): string {
  const secret = deriveSecret(new Uint8Array(32), { tenantId: '', invitationId: 'wrong', version: seed });
  return formatCode({ selector, secret });
}

/** A code that names no invitation. */
export const unknownCode = (seed = 0): string => wrongCode({ selector: '00000000' }, seed);

/** Enters a code, as the form does: with a new account named `name` where there is none. */
export async function redeem(context: Context, code: unknown, name: string): Promise<RedeemResult> {
  const profile = profileOf(name);
  const claim = await findByCode(context, code, profile.email);
  return redeemInvitation(context, { claim, newAccount: newAccountOf(name), profile });
}

/** Another workspace with an organization of its own, and its owner. */
export async function otherTenant(runtime: Runtime, tenantId: string): Promise<Context> {
  const userId = 'U0OTHER';
  const profile = { ...profileOf('other'), isWorkspaceAdmin: true };
  await createAccount(await acting(runtime, userId, tenantId), newAccountOf('other'), profile);
  const input = {
    name: 'Elsewhere',
    domain: 'elsewhere',
    notificationEmail: 'x@elsewhere.example',
    approvalsChannelId: null,
  };
  await setUpOrganization(await acting(runtime, userId, tenantId), input, profile);
  return acting(runtime, userId, tenantId);
}

/** The outcome of `work`, repeated while it is BUSY: a slow machine may have somebody try again, as they are told to. */
export async function lastingOutcomeOf<T>(work: () => Promise<T>): Promise<T | DomainError['code']> {
  for (;;) {
    const outcome = await outcomeOf(work());
    if (outcome !== 'busy') return outcome;
  }
}

/** The code of the domain error that ends `work`, or what it returns. Any other error is a failure. */
export async function outcomeOf<T>(work: Promise<T>): Promise<T | DomainError['code']> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}
