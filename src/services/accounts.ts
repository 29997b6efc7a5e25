import { identityKey, type PersonActor, type SlackProfile } from '../domain/context.ts';
import { parseEmail } from '../domain/email.ts';
import { DomainError, formError } from '../domain/errors.ts';
import type { UsernameHint } from '../domain/overviews.ts';
import {
  fullName,
  type NewAccount,
  newAccountSchema,
  usernameKey,
  usernameSchema,
} from '../domain/people.ts';
import type { AccountRecord } from '../store/models/account.ts';
import { command, type Effects } from './command.ts';
import { type Context, newId, type Runtime, requirePerson } from './context.ts';
import { enterDirectory } from './directory.ts';
import { adoptInvitations } from './invitations/adopt.ts';
import { holdAddresses } from './invitations/hold-addresses.ts';
import { parseInput } from './parse.ts';

/** The account that a Slack identity acts as, or null. */
export async function findAccountOf(
  runtime: Pick<Runtime, 'store'>,
  actor: Pick<PersonActor, 'tenantId' | 'identity'>,
): Promise<AccountRecord | null> {
  return runtime.store.accounts
    .findOne({ tenantId: actor.tenantId, identityKeys: identityKey(actor.identity) })
    .lean();
}

/** An account as an actor carries it. */
export function actingAccount(account: AccountRecord): NonNullable<PersonActor['account']> {
  const { _id, username, email, emailKey } = account;
  return { id: _id, username, email, emailKey, name: fullName(account) };
}

/** Whether a username can be had: the answer to each keystroke while the form is open. */
export async function checkUsername(context: Context, typed: string): Promise<UsernameHint> {
  const parsed = usernameSchema.safeParse(typed);
  if (!parsed.success) {
    return { username: typed, state: 'invalid', text: parsed.error.issues[0]?.message ?? '' };
  }
  const username = parsed.data;
  const taken = await context.store.accounts.exists({
    tenantId: context.actor.tenantId,
    usernameKey: usernameKey(username),
  });
  return { username, state: taken ? 'taken' : 'free' };
}

/** Creates the acting person's account by itself: the first step of setting an organization up. */
export async function createAccount(
  context: Context,
  input: unknown,
  profile: SlackProfile,
): Promise<{ accountId: string }> {
  const own = await findAccountOf(context, requirePerson(context));
  if (own) return { accountId: own._id };
  const account = parseInput(newAccountSchema, input);
  return command(context, 'account.create', async (effects) => {
    const created = await insertAccount(context, effects, account, profile, null);
    return { accountId: created._id };
  });
}

/**
 * The write behind every new account. Its e-mail address is the one that Slack vouches for; nobody types it (A29).
 * @param homeOrganizationId the organization that its person comes in by, if any
 * @throws DomainError `form` on `username` when it is taken, and without a verified address
 */
export async function insertAccount(
  context: Context,
  effects: Effects,
  input: NewAccount,
  profile: SlackProfile,
  homeOrganizationId: string | null,
): Promise<AccountRecord> {
  const { tenantId, identity } = requirePerson(context);
  const email = verifiedEmail(profile);
  const key = usernameKey(input.username);
  const existing = await context.store.accounts
    .findOne({ tenantId, $or: [{ usernameKey: key }, { emailKey: email.key }] })
    .lean();
  if (existing?.usernameKey === key) {
    throw formError({ username: `The username ${input.username} is taken. Choose another one.` });
  }
  if (existing) {
    throw new DomainError(
      'form',
      `The address ${email.address} already belongs to an account with another Slack identity. Ask an approver for help.`,
    );
  }
  const account: AccountRecord = {
    _id: newId(context, 'acc'),
    tenantId,
    ...input,
    usernameKey: key,
    email: email.address,
    emailKey: email.key,
    identityKeys: [identityKey(identity)],
    homeOrganizationId,
    ...(profile.timeZone === undefined ? {} : { timeZone: profile.timeZone }),
    createdAt: context.now(),
  };
  await holdAddresses(context, [account.emailKey]);
  await context.store.accounts.insertMany([account], { lean: true });
  if (homeOrganizationId) await enterDirectory(context, homeOrganizationId, account);
  effects.record({
    action: 'account.created',
    organizationId: null,
    subjects: [account._id],
    detail: { username: account.username, provider: account.provider },
  });
  await adoptInvitations(context, effects, account);
  return account;
}

/** The address that Slack vouches for. @throws DomainError `form` when there is none */
export function verifiedEmail(profile: SlackProfile): { address: string; key: string } {
  const email = profile.email === null ? null : parseEmail(profile.email);
  if (email && 'key' in email) return email;
  throw new DomainError(
    'form',
    'Your Slack profile has no e-mail address that your workspace vouches for. Ask a workspace admin to add one.',
  );
}
