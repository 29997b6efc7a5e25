import type { PersonActor, SlackProfile } from '../domain/context.ts';
import { actingAccount, createAccount, findAccountOf } from '../services/accounts.ts';
import { type Context, contextFor, type Runtime } from '../services/context.ts';
import { homeOverview } from '../services/home.ts';
import { acceptOffer } from '../services/invitations/answer.ts';
import { offerByUsername } from '../services/invitations/offer.ts';
import { hasOrganizations, setUpOrganization } from '../services/organizations.ts';
import { adam, approvalsChannel, olga, workspace } from './people.ts';
import type { Person } from './slack/screen.ts';

/** A small organization to begin with: Olga owns it, Adam is its admin. Made by the verbs, like any other. */
export async function seed(runtime: Runtime): Promise<void> {
  if (await hasOrganizations(runtime, workspace.id)) return;
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
}

async function withAccount(
  runtime: Runtime,
  person: Person,
  more: { provider: string; providerUsername: string },
): Promise<Context> {
  const actor: PersonActor = {
    kind: 'person',
    tenantId: workspace.id,
    identity: { teamId: workspace.id, userId: person.id },
    account: null,
  };
  const profile = profileOf(person);
  const { firstName, lastName } = profile;
  const context = contextFor(runtime, actor, `seed:${person.name}`);
  await createAccount(context, { firstName, lastName, username: person.name, ...more }, profile);
  const account = await findAccountOf(runtime, actor);
  return { ...context, actor: { ...actor, account: account && actingAccount(account) } };
}

function profileOf({ realName, email, isWorkspaceAdmin }: Person): SlackProfile {
  const [firstName = '', lastName = ''] = realName.split(' ');
  return { email, firstName, lastName, isWorkspaceAdmin };
}
