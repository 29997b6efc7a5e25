/** Into which organization people come, and who invites them. */
import { closest, distance } from 'fastest-levenshtein';
import type { PersonActor } from '../../src/domain/context.ts';
import { usernameKey } from '../../src/domain/people.ts';
import { actingAccount } from '../../src/services/accounts.ts';
import type { Runtime } from '../../src/services/context.ts';
import type { OrganizationRecord } from '../../src/store/models/organization.ts';
import { Refusal } from '../runtime.ts';

/** The organization with a login domain. */
export async function organizationOf(
  { store }: Runtime,
  tenantId: string,
  domain: string,
): Promise<OrganizationRecord> {
  const wanted = domain.trim().toLowerCase();
  const found = await store.organizations.findOne({ tenantId, domain: wanted }).lean();
  if (found) return found;
  const known = (await store.organizations.find({ tenantId }, { domain: 1 }).lean()).map((one) => one.domain);
  const near = known.length > 0 ? closest(wanted, known) : '';
  const hint =
    near !== '' && distance(wanted, near) <= 2 ? ` Did you mean “${near}”?` : ' Check the spelling.';
  throw new Refusal(`No organization has the login domain “${domain}”.${hint}`);
}

/** The person with a username; without one, who configured the organization last. What they may is asked later. */
export async function inviterOf(
  { store }: Runtime,
  { tenantId, name, configuredBy }: OrganizationRecord,
  username: string | undefined,
): Promise<PersonActor> {
  const who = username === undefined ? { _id: configuredBy } : { usernameKey: usernameKey(username) };
  const account = await store.accounts.findOne({ tenantId, ...who }).lean();
  if (!account) {
    throw new Refusal(
      username === undefined
        ? `Whoever configured ${name} has no account any more. Say who invites: --as olga`
        : `There is no account with the username ${username}. Check the spelling.`,
    );
  }
  const [teamId = '', userId = ''] = account.identityKeys[0]?.split(':') ?? [];
  return { kind: 'person', tenantId, identity: { teamId, userId }, account: actingAccount(account) };
}
