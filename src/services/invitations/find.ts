import { searchKey } from '../../domain/people.ts';
import type { Context } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { searchPeople } from '../people/search.ts';
import type { Narrowing } from './list.ts';

const perKind = 50;
const lastCharacter = '\u{10FFFF}';

/** Something that a list of invitations can be narrowed to. */
export interface FoundNarrowing {
  value: string;
  name: string;
  detail: string;
}

/** People, invited addresses and apps of the actor's organizations whose names begin with what was typed. */
export async function findNarrowings(context: Context, query: string): Promise<FoundNarrowing[]> {
  const typed = searchKey(query);
  if (typed === '') return [];
  const people = await searchPeople(context, query, 'invitation:manage');
  const known = people.slice(0, perKind).map(({ name, email }) => address(email.toLowerCase(), name));
  const addresses = await invitedAddresses(context, typed);
  const seen = new Set(known.map(({ value }) => value));
  return [...known, ...addresses.filter(({ value }) => !seen.has(value)), ...(await apps(context, typed))];
}

/** Reads the value of a found narrowing; anything else narrows nothing. */
export function readNarrowing(value: string): Narrowing {
  if (value.startsWith('person:')) return { emailKey: value.slice('person:'.length) };
  if (value.startsWith('app:')) return { appId: value.slice('app:'.length) };
  return null;
}

/** What a narrowing is called: an app by its name for those who manage invitations to it. */
export async function nameOfNarrowing(context: Context, narrowing: NonNullable<Narrowing>): Promise<string> {
  if ('emailKey' in narrowing) return narrowing.emailKey;
  const places = await organizationsFor(context, 'invitation:manage');
  const organizationId = { $in: places.map(({ organization }) => organization._id) };
  const { tenantId } = context.actor;
  const app = await context.store.apps
    .findOne({ _id: narrowing.appId, tenantId, organizationId }, { name: 1 })
    .lean();
  return app?.name ?? 'this app';
}

/** Addresses that were invited and may have no account: a range of the index that begins with the organization. */
async function invitedAddresses(context: Context, typed: string): Promise<FoundNarrowing[]> {
  const places = await organizationsFor(context, 'invitation:manage');
  const { tenantId } = context.actor;
  const found: FoundNarrowing[] = [];
  for (const { organization } of places) {
    const rows = await context.store.invitations
      .find(
        {
          tenantId,
          organizationId: organization._id,
          emailKey: { $gte: typed, $lt: typed + lastCharacter },
        },
        { emailKey: 1 },
      )
      .sort({ emailKey: 1 })
      .limit(perKind)
      .lean();
    found.push(...rows.map(({ emailKey }) => address(emailKey, emailKey)));
  }
  return [...new Map(found.map((one) => [one.value, one])).values()].slice(0, perKind);
}

async function apps(context: Context, typed: string): Promise<FoundNarrowing[]> {
  const places = await organizationsFor(context, 'invitation:manage');
  const names = new Map(places.map(({ organization: { _id, name } }) => [_id, name]));
  const { tenantId } = context.actor;
  const found = await context.store.apps
    .find({ tenantId, organizationId: { $in: [...names.keys()] } }, { name: 1, organizationId: 1 })
    .limit(1000)
    .lean();
  return found
    .filter(({ name }) => searchKey(name).startsWith(typed))
    .map(({ _id, name, organizationId }) => {
      return { value: `app:${_id}`, name, detail: `App of ${names.get(organizationId) ?? ''}` };
    });
}

function address(emailKey: string, name: string): FoundNarrowing {
  return { value: `person:${emailKey}`, name, detail: emailKey };
}
