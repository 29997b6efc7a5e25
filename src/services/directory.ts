import type { PersonRow } from '../domain/overviews.ts';
import { fullName, searchKey, searchTerms } from '../domain/people.ts';
import type { AccountRecord } from '../store/models/account.ts';
import { type Context, newId } from './context.ts';

/** What a menu of Slack holds. */
const peopleAtMost = 100;
/** Sorts after every text that begins as another one does. */
const lastCharacter = '\u{10FFFF}';
const byTerms = { tenantId: 1, organizationId: 1, terms: 1 } as const;

/**
 * From now on the organization knows this account, and finds it by its present names. Called in the transaction of whatever
 * brings the two together.
 */
export async function enterDirectory(
  context: Context,
  organizationId: string,
  account: Pick<AccountRecord, '_id' | 'firstName' | 'lastName' | 'email' | 'username'>,
): Promise<void> {
  await context.store.directory.updateOne(
    { tenantId: context.actor.tenantId, organizationId, accountId: account._id },
    { $set: { terms: searchTerms(account) }, $setOnInsert: { _id: newId(context, 'dir') } },
    { upsert: true },
  );
}

/** The same for many accounts at once; those that it knows already keep the names that it knows. */
export async function enterDirectoryTogether(
  context: Context,
  organizationId: string,
  accounts: readonly Pick<AccountRecord, '_id' | 'firstName' | 'lastName' | 'email' | 'username'>[],
): Promise<void> {
  if (accounts.length === 0) return;
  const { tenantId } = context.actor;
  const accountIds = accounts.map(({ _id }) => _id);
  const known = await context.store.directory
    .find({ tenantId, organizationId, accountId: { $in: accountIds } }, { accountId: 1 })
    .lean();
  const knownIds = new Set(known.map(({ accountId }) => accountId));
  const entries = accounts
    .filter(({ _id }) => !knownIds.has(_id))
    .map((account) => {
      const terms = searchTerms(account);
      return { _id: newId(context, 'dir'), tenantId, organizationId, accountId: account._id, terms };
    });
  if (entries.length > 0) await context.store.directory.insertMany(entries, { lean: true });
}

/** Whether an organization knows an account. */
export async function isKnownTo(
  context: Context,
  organizationId: string,
  accountId: string,
): Promise<boolean> {
  const { tenantId } = context.actor;
  return (await context.store.directory.exists({ tenantId, organizationId, accountId })) !== null;
}

/**
 * The people of organizations whose first name, last name, address or username begins with `query`, sorted by name; for an
 * empty query the first ones there are. Reads at most `limit` entries of each organization, however many there are.
 * Asks nobody's permission: that is for the caller.
 * @param limit at most 100
 */
export async function searchDirectory(
  context: Context,
  of: { organizationIds: readonly string[]; query: string; limit?: number },
): Promise<PersonRow[]> {
  const limit = Math.min(of.limit ?? peopleAtMost, peopleAtMost);
  const found = new Set<string>();
  for (const organizationId of of.organizationIds) {
    const entries = await context.store.directory
      .find(entriesFilter(context, organizationId, of.query), { accountId: 1 })
      .hint(byTerms)
      .limit(limit)
      .lean();
    for (const { accountId } of entries) found.add(accountId);
    if (found.size >= limit) break;
  }
  const people = await personRows(context, [...found].slice(0, limit));
  return people.sort((a, b) => a.name.localeCompare(b.name) || a.username.localeCompare(b.username));
}

/** What people typed is the bound of a range, so nothing in it can mean anything else than itself. */
export function entriesFilter(context: Context, organizationId: string, query: string) {
  const begin = searchKey(query);
  return {
    tenantId: context.actor.tenantId,
    organizationId,
    ...(begin === '' ? {} : { terms: { $elemMatch: { $gte: begin, $lt: begin + lastCharacter } } }),
  };
}

async function personRows(context: Context, accountIds: string[]): Promise<PersonRow[]> {
  const accounts = await context.store.accounts
    .find({ tenantId: context.actor.tenantId, _id: { $in: accountIds } })
    .lean();
  return accounts.map((account) => {
    const { _id: accountId, username, email } = account;
    return { accountId, name: fullName(account), username, email };
  });
}
