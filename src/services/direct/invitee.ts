import type { DirectInput } from '../../domain/direct-invitations.ts';
import { type EmailAddress, parseEmail } from '../../domain/email.ts';
import { formError } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { Context } from '../context.ts';
import { isKnownTo } from '../directory.ts';
import { organizationsFor } from '../organizations.ts';

/** `byAddress`: the account was found by its exact address, so the organization need not know it yet. */
export type DraftValues = DirectInput & { byAddress?: boolean };

/** Whom a direct invitation is for. */
export interface Invitee {
  personName: string;
  email: EmailAddress;
  /** The account that was chosen; null for a new person. */
  account: AccountRecord | null;
  /** The account that a new person's address belongs to, if any: to be offered instead. */
  known: AccountRecord | null;
  names?: { firstName: string; lastName: string };
}

/**
 * Finds the invitee of a form. An account can be chosen only from those that the organization knows, or by its exact address.
 * @throws DomainError `form` on `accountId` or `email`
 */
export async function findInvitee(context: Context, input: DraftValues): Promise<Invitee> {
  return input.who === 'existing' ? chosenAccount(context, input) : newPerson(context, input);
}

async function chosenAccount(
  context: Context,
  { organizationId, accountId, byAddress }: Extract<DraftValues, { who: 'existing' }>,
): Promise<Invitee> {
  const { tenantId } = context.actor;
  if (!byAddress && !(await isKnown(context, organizationId, accountId))) throw notOffered();
  const account = await context.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  const email = account ? parseEmail(account.email) : null;
  if (!account || !email || 'problem' in email) throw notOffered();
  return { personName: fullName(account), email, account, known: null };
}

/**
 * Whether one of the organizations that the actor may invite for knows an account: only those are offered (A9).
 * @param organizationId the chosen one, for which the actor may
 */
async function isKnown(context: Context, organizationId: string, accountId: string): Promise<boolean> {
  if (await isKnownTo(context, organizationId, accountId)) return true;
  const places = await organizationsFor(context, 'invitation:send');
  const others = { $in: places.map(({ organization }) => organization._id) };
  const { tenantId } = context.actor;
  const known = await context.store.directory.exists({ tenantId, organizationId: others, accountId });
  return known !== null;
}

function notOffered(): Error {
  return formError({ accountId: 'Choose a person from the list.' });
}

async function newPerson(context: Context, input: Extract<DirectInput, { who: 'new' }>): Promise<Invitee> {
  const email = parseEmail(input.email);
  if ('problem' in email) throw formError({ email: `“${input.email.slice(0, 60)}” ${email.problem}.` });
  const { tenantId } = context.actor;
  const known = await context.store.accounts.findOne({ tenantId, emailKey: email.key }).lean();
  const { firstName, lastName } = input;
  return {
    personName: fullName({ firstName, lastName }),
    email,
    account: null,
    known,
    names: { firstName, lastName },
  };
}
