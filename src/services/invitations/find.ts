import { deny } from '../../domain/errors.ts';
import { kindOf } from '../../domain/ids.ts';
import { searchKey } from '../../domain/people.ts';
import type { Context } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { searchPeople } from '../people/search.ts';
import type { Narrowing } from './list.ts';

const perKind = 50;
const lastCharacter = '\u{10FFFF}';

/** Something that a list of invitations can be narrowed to. */
export interface FoundNarrowing {
  /** The id of an account, of an invitation to the address that is meant, or of an app: an address can be too long for a menu. */
  id: string;
  name: string;
  detail: string;
}

/** People, invited addresses and apps of the actor's organizations whose names begin with what was typed. */
export async function findNarrowings(context: Context, query: string): Promise<FoundNarrowing[]> {
  const typed = searchKey(query);
  if (typed === '') return [];
  const people = (await searchPeople(context, query, 'invitation:manage')).slice(0, perKind);
  const known = new Set(people.map(({ email }) => email.toLowerCase()));
  const addresses = await invitedAddresses(context, typed);
  return [
    ...people.map(({ accountId: id, name, email }) => ({ id, name, detail: email.toLowerCase() })),
    ...addresses.filter(({ name }) => !known.has(name)),
    ...(await apps(context, typed)),
  ];
}

/**
 * What a found id narrows a list to, and what that is called; null for no id.
 * @throws DomainError `deny` when it names nothing of the organizations whose invitations the acting person manages
 */
export async function readNarrowing(
  context: Context,
  id: string,
): Promise<{ narrowing: NonNullable<Narrowing>; name: string } | null> {
  if (id === '') return null;
  const { store, actor } = context;
  const organizationId = { $in: [...(await placeNames(context)).keys()] };
  const theirs = { _id: id, tenantId: actor.tenantId, organizationId };
  if (kindOf(id) === 'app') {
    const app = await store.apps.findOne(theirs, { name: 1 }).lean();
    if (app) return { narrowing: { appId: id }, name: app.name };
  }
  const invited =
    kindOf(id) === 'acc'
      ? await knownAccount(context, organizationId, id)
      : await store.invitations.findOne(theirs, { emailKey: 1 }).lean();
  if (!invited) throw deny();
  return { narrowing: { emailKey: invited.emailKey }, name: invited.emailKey };
}

async function knownAccount(context: Context, organizationId: { $in: string[] }, accountId: string) {
  const { tenantId } = context.actor;
  const isKnown = await context.store.directory.exists({ tenantId, organizationId, accountId });
  if (!isKnown) return null;
  return context.store.accounts.findOne({ _id: accountId, tenantId }, { emailKey: 1 }).lean();
}

/** Addresses that were invited and may have no account: a range of the index that begins with the organization. */
async function invitedAddresses(context: Context, typed: string): Promise<FoundNarrowing[]> {
  const { tenantId } = context.actor;
  const found = new Map<string, FoundNarrowing>();
  for (const organizationId of (await placeNames(context)).keys()) {
    const rows = await context.store.invitations
      .find(
        { tenantId, organizationId, emailKey: { $gte: typed, $lt: typed + lastCharacter } },
        { emailKey: 1 },
      )
      .sort({ emailKey: 1 })
      .limit(perKind)
      .lean();
    for (const { _id: id, emailKey } of rows) found.set(emailKey, { id, name: emailKey, detail: emailKey });
  }
  return [...found.values()].slice(0, perKind);
}

async function apps(context: Context, typed: string): Promise<FoundNarrowing[]> {
  const names = await placeNames(context);
  const { tenantId } = context.actor;
  const found = await context.store.apps
    .find({ tenantId, organizationId: { $in: [...names.keys()] } }, { name: 1, organizationId: 1 })
    .limit(1000)
    .lean();
  return found
    .filter(({ name }) => searchKey(name).startsWith(typed))
    .map(({ _id: id, name, organizationId }) => {
      return { id, name, detail: `App of ${names.get(organizationId) ?? ''}` };
    });
}

/** The organizations whose invitations the acting person manages. */
async function placeNames(context: Context): Promise<ReadonlyMap<string, string>> {
  const places = await organizationsFor(context, 'invitation:manage');
  return new Map(places.map(({ organization: { _id, name } }) => [_id, name]));
}
