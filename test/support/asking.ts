/** Requests for access and their ends, made by the verbs alone: so their history is whole. */
import { olga, workspace } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { withdrawRequest } from '../../src/services/access-requests/withdraw.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import type { World } from './gatehouse.ts';
import { accountIdOf } from './residents.ts';
import { acting, codeOf, invited, redeem } from './verbs.ts';

let count = 0;

/**
 * Has somebody who has an account ask for access, with a code that was mailed to somebody else: nobody is invited to create an
 * account who has one. Returns the request's id.
 */
export async function ask(world: World, person: Person, inviter: Person = olga): Promise<string> {
  const { runtime } = world.gatehouse;
  count += 1;
  const invitation = await invited(await acting(runtime, inviter.id), `asking-${count}@guest.example`);
  await redeem(await acting(runtime, person.id), codeOf(runtime, invitation), person.name);
  const { organizationId } = invitation;
  const accountId = await accountIdOf(world, person);
  const found = await world.store.accessRequests
    .findOne({ tenantId: workspace.id, organizationId, accountId, status: 'pending' })
    .lean();
  if (!found) throw new Error(`${person.name} has not asked`);
  return found._id;
}

/** Whoever invited takes it back, and whoever asked does too: nothing is open then. */
export async function endWhatIsOpen(world: World): Promise<void> {
  const { runtime } = world.gatehouse;
  const open = { tenantId: workspace.id, liveKey: { $exists: true } };
  for (const { _id, invitedBy } of await world.store.invitations.find(open).lean())
    await revokeInvitation(await acting(runtime, await userIdOf(world, invitedBy)), _id);
  for (const { _id, accountId } of await world.store.accessRequests.find(open).lean())
    await withdrawRequest(await acting(runtime, await userIdOf(world, accountId)), _id);
}

async function userIdOf({ store }: World, accountId: string): Promise<string> {
  const account = await store.accounts.findById(accountId).lean();
  return account?.identityKeys[0]?.split(':')[1] ?? '';
}
