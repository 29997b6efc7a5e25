import type { PersonActor, SlackProfile } from '../domain/context.ts';
import { actingAccount, createAccount, findAccountOf } from '../services/accounts.ts';
import { type Context, contextFor, type Runtime } from '../services/context.ts';
import { workspace } from './people.ts';
import type { Person } from './slack/screen.ts';

/** A command of one of the sandbox's people, as the account that they have now. */
export async function actingAs(runtime: Runtime, person: Person): Promise<Context> {
  const actor: PersonActor = {
    kind: 'person',
    tenantId: workspace.id,
    identity: { teamId: workspace.id, userId: person.id },
    account: null,
  };
  const account = await findAccountOf(runtime, actor);
  const acting = { ...actor, account: account && actingAccount(account) };
  return contextFor(runtime, acting, `seed:${person.name}`);
}

/** Makes somebody's account. Its username is their first name. */
export async function withAccount(
  runtime: Runtime,
  person: Person,
  more: { provider: string; providerUsername: string },
): Promise<Context> {
  const profile = profileOf(person);
  const { firstName, lastName } = profile;
  const fields = { firstName, lastName, username: person.name, ...more };
  await createAccount(await actingAs(runtime, person), fields, profile);
  return actingAs(runtime, person);
}

/** What Slack says of somebody. */
export function profileOf({ realName, email, isWorkspaceAdmin, timeZone }: Person): SlackProfile {
  const [firstName = '', lastName = ''] = realName.split(' ');
  return { email, firstName, lastName, isWorkspaceAdmin, ...(timeZone ? { timeZone } : {}) };
}
