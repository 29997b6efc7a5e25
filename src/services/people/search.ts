import { deny } from '../../domain/errors.ts';
import type { PersonRow } from '../../domain/overviews.ts';
import type { Permission } from '../../domain/permissions.ts';
import type { Context } from '../context.ts';
import { isKnownTo, searchDirectory } from '../directory.ts';
import { organizationsFor } from '../organizations.ts';

/**
 * The people whom the organizations know in which the acting person may do `permission`, by the beginning of a name, address
 * or username: at most 100, sorted by name.
 * @throws DomainError `deny` when there is no such organization
 */
export async function searchPeople(
  context: Context,
  query: string,
  permission: Permission,
): Promise<PersonRow[]> {
  const places = await organizationsFor(context, permission);
  if (places.length === 0) throw deny();
  const organizationIds = places.map(({ organization }) => organization._id);
  return searchDirectory(context, { organizationIds, query });
}

/**
 * The first organization, by name, that knows an account and whose people the acting person manages.
 * @throws DomainError `deny` when there is none
 */
export async function organizationKnowing(context: Context, accountId: string): Promise<string> {
  for (const { organization } of await organizationsFor(context, 'people:manage')) {
    if (await isKnownTo(context, organization._id, accountId)) return organization._id;
  }
  throw deny();
}
