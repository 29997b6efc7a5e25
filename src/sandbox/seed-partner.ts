import { addPartner } from '../services/collaborations/add.ts';
import type { Runtime } from '../services/context.ts';
import { acceptOffer } from '../services/invitations/answer.ts';
import { offerByUsername } from '../services/invitations/offer.ts';
import { organizationsFor, setUpOrganization } from '../services/organizations.ts';
import { createWorkgroup } from '../services/workgroups/create.ts';
import { olga, paul, petra } from './people.ts';
import { actingAs, withAccount } from './seed-person.ts';

/**
 * A partner organization with its owner and a member, and two workgroups of the first organization: one into which the partner's
 * people can be let, and one into which they can't. Needs `seed` before it.
 */
export async function seedPartner(runtime: Runtime): Promise<void> {
  const owner = await withAccount(runtime, petra, {
    provider: 'entra',
    providerUsername: 'petra@cedar.example',
  });
  const { organizationId } = await setUpOrganization(
    { ...owner, commandId: 'seed:cedar' },
    {
      name: 'Cedar Care',
      domain: 'cedar',
      notificationEmail: 'access@cedar.example',
      approvalsChannelId: null,
    },
    { isWorkspaceAdmin: true },
  );
  const member = await withAccount(runtime, paul, { provider: 'github', providerUsername: 'paul-peters' });
  const offer = await offerByUsername(
    { ...owner, commandId: 'seed:cedar-member' },
    { organizationId, email: paul.email, username: paul.name, role: 'member' },
  );
  if ('invitationId' in offer) await acceptOffer(member, offer.invitationId);
  await seedWorkgroups(runtime);
}

async function seedWorkgroups(runtime: Runtime): Promise<void> {
  const host = await actingAs(runtime, olga);
  const places = await organizationsFor(host, 'domains:edit');
  const aster = places.find(({ organization }) => organization.domain === 'aster');
  if (!aster) throw new Error('there is no organization to give workgroups to');
  const { _id: organizationId } = aster.organization;
  await addPartner({ ...host, commandId: 'seed:partner' }, { organizationId, domain: 'cedar' });
  await createWorkgroup(
    { ...host, commandId: 'seed:pilots' },
    {
      organizationId,
      name: 'Pilots',
      description: 'Tries new things out, together with partners.',
      collaborative: 'yes',
    },
  );
  await createWorkgroup(
    { ...host, commandId: 'seed:staff' },
    { organizationId, name: 'Staff', description: 'For our own people only.', collaborative: 'no' },
  );
}
