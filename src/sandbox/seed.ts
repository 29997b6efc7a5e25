import type { Runtime } from '../services/context.ts';
import { homeOverview } from '../services/home/index.ts';
import { acceptOffer } from '../services/invitations/answer.ts';
import { offerByUsername } from '../services/invitations/offer.ts';
import { hasOrganizations, organizationsFor, setUpOrganization } from '../services/organizations.ts';
import { adam, approvalsChannel, olga, workspace } from './people.ts';
import { asterApps, birchApps, seedApps, seedSeats } from './seed-catalog.ts';
import { actingAs, profileOf, withAccount } from './seed-person.ts';

/**
 * A small organization to begin with: Olga owns it, Adam is its admin. Made by the verbs, like any other.
 * @returns false when there was one already
 */
export async function seed(runtime: Runtime): Promise<boolean> {
  if (await hasOrganizations(runtime, workspace.id)) return false;
  const owner = await withAccount(runtime, olga, {
    provider: 'entra',
    providerUsername: 'olga@aster.example',
  });
  const { organizationId } = await setUpOrganization(
    owner,
    {
      name: 'Aster Labs',
      domain: 'aster',
      notificationEmail: 'access@aster.example',
      approvalsChannelId: approvalsChannel,
    },
    profileOf(olga),
  );
  const admin = await withAccount(runtime, adam, { provider: 'github', providerUsername: 'adam-adler' });
  await offerByUsername(
    { ...owner, commandId: 'seed:offer' },
    { organizationId, email: adam.email, username: 'adam', role: 'admin' },
  );
  const { offers } = await homeOverview(admin);
  for (const { invitationId } of offers) {
    await acceptOffer({ ...admin, commandId: 'seed:accept' }, invitationId);
  }
  return true;
}

/** A second business and three apps, with seats in every state: some free, none free, no limit. Needs `seed` before it. */
export async function seedCatalog(runtime: Runtime): Promise<void> {
  const owner = await actingAs(runtime, olga);
  const admin = await actingAs(runtime, adam);
  const [aster] = await organizationsFor(owner, 'catalog:edit');
  if (!aster) throw new Error('there is no organization to give apps to');
  const { organizationId: birchId } = await setUpOrganization(
    { ...owner, commandId: 'seed:birch' },
    {
      name: 'Birch Works',
      domain: 'birch',
      notificationEmail: 'access@birch.example',
      approvalsChannelId: null,
    },
    profileOf(olga),
  );
  await seedApps(owner, aster.organization._id, asterApps);
  await seedApps(owner, birchId, birchApps);
  await seedSeats(owner, admin, aster.organization._id);
}
