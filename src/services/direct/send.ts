import type { Blocker, DirectInput, DirectResult } from '../../domain/direct-invitations.ts';
import { directInput } from '../../domain/direct-invitations.ts';
import { DomainError, formError } from '../../domain/errors.ts';
import { digestOf } from '../../domain/invitations.ts';
import { inLine } from '../../store/line.ts';
import { command, type Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { enterDirectory } from '../directory.ts';
import { ownApproval } from '../invitations/approvals.ts';
import { createOffer } from '../invitations/create-offer.ts';
import { addressOf } from '../invitations/offer-to.ts';
import { clearExpired } from '../invitations/place-free.ts';
import { parseInput } from '../parse.ts';
import { requireRoom } from '../seats.ts';
import { blockersOf, warningsOf } from './blockers.ts';
import { openDraft, saveDraft } from './drafts.ts';
import { type DomainStates, mailStatesOf, type Prepared, prepare } from './prepare.ts';

/**
 * Reads what the form sends and keeps it for the review. Everything that is missing or wrong is named at once.
 * @throws DomainError `form` with a message for each field, `deny`
 */
export async function draftDirect(context: Context, input: unknown): Promise<string> {
  const values: DirectInput = parseInput(directInput, input);
  await prepare(context, values);
  return saveDraft(context, values);
}

/**
 * Sends what was reviewed: one transaction that takes the seat, writes the invitation and tells the invitee. All that the
 * review has checked is checked again in it.
 * @param more.confirmed the digest of the warnings that the sender has seen and confirmed
 * @param more.mayWait puts the person on the waitlist when no seat is free
 * @throws DomainError `form` on `subscriptionId` when no seat is free (A46), `stale` on any other blocker, `reopen`
 */
export async function sendDirect(
  context: Context,
  draftId: string,
  more: { confirmed: string; mayWait: boolean },
): Promise<DirectResult> {
  const input = await openDraft(context, draftId);
  const states = await mailStatesOf(context, input);
  const send = async (effects: Effects): Promise<DirectResult> => {
    if (!more.mayWait) await requireRoom(context, input.subscriptionId);
    const prepared = await prepare(context, input);
    await requireSendable(context, prepared, states, more);
    const { organization, access, offered } = prepared;
    const { email, account, names, personName } = prepared.invitee;
    const emailKey = email.key;
    await clearExpired(context, effects, organization._id, access, {
      emailKey,
      accountId: account?._id ?? null,
    });
    if (account) await enterDirectory(context, organization._id, account);
    const created = await createOffer(context, effects, {
      organization,
      email: account ? addressOf(account) : { address: email.address, key: email.key, domain: email.domain },
      access,
      offered,
      accountId: account?._id ?? null,
      ...(names ? { names } : {}),
      validDays: input.expiryDays,
      note: input.note,
      accessEndsAt: input.accessEndsOn,
      requestId: null,
      approvals: [ownApproval(context)],
      mayWait: more.mayWait,
    });
    const position = created.outcome === 'waitlisted' ? await placeInLine(context, prepared) : null;
    return { ...created, personName, email: email.address, position };
  };
  return inLine(input.subscriptionId, () => command(context, 'invitation.send-direct', send));
}

async function requireSendable(
  context: Context,
  prepared: Prepared,
  states: DomainStates,
  { confirmed }: { confirmed: string },
): Promise<void> {
  // The seat is not looked at but taken, in the write that only one can win.
  const blockers = (await blockersOf(context, prepared, states)).filter(({ kind }) => kind !== 'no-seat');
  const [first] = blockers;
  if (first) throw new DomainError('stale', `Not sent: ${whatChanged[first.kind]} Go back and check again.`);
  const warnings = await warningsOf(context, prepared, states);
  if (warnings.length > 0 && confirmed !== digestOf(warnings)) {
    throw formError({ confirmed: 'Check the address and confirm it.' });
  }
}

/** For a blocker that came up after the review. */
const whatChanged: Readonly<Record<Blocker['kind'], string>> = {
  yourself: "you can't invite yourself.",
  'has-account': 'the address belongs to an account.',
  'has-access': 'this person has access already.',
  'live-invitation': 'this person has an open invitation already.',
  'no-seat': 'no seat is free.',
  'domain-not-allowed': 'the domain of the address is not allowed.',
  'role-above-yours': "you can't give this role.",
  'no-mail': 'the address cannot get mail.',
  'access-ends-too-early': 'the access would end before it begins.',
};

async function placeInLine(context: Context, { access, organization }: Prepared): Promise<number> {
  return context.store.invitations.countDocuments({
    tenantId: organization.tenantId,
    'access.subscriptionId': access.subscriptionId,
    status: 'waitlisted',
  });
}
