import { createApp } from '../services/catalog/apps.ts';
import { accessChoices } from '../services/catalog/choices.ts';
import { createSubscription } from '../services/catalog/subscriptions.ts';
import type { Context } from '../services/context.ts';
import { draftDirect, sendDirect } from '../services/direct/send.ts';
import { acceptOffer } from '../services/invitations/answer.ts';

interface SeededApp {
  name: string;
  roles: string;
  privileged?: string;
  subscriptions: { name: string; plan: string; seatLimit?: string }[];
}

/** Apps of the first business: one subscription nearly full, one without a limit, one role that takes two approvers. */
export const asterApps: SeededApp[] = [
  {
    name: 'Atlas',
    roles: 'Viewer\nEditor\nOperator',
    privileged: 'Operator',
    subscriptions: [
      { name: 'Team', plan: 'Team', seatLimit: '3' },
      { name: 'Company', plan: 'Enterprise' },
    ],
  },
  {
    name: 'Beacon',
    roles: 'Reader\nAuthor',
    subscriptions: [{ name: 'Starter', plan: 'Starter', seatLimit: '2' }],
  },
];

/** The second business has one app. */
export const birchApps: SeededApp[] = [
  {
    name: 'Compass',
    roles: 'Guest\nPlanner',
    subscriptions: [{ name: 'Pilot', plan: 'Pilot', seatLimit: '10' }],
  },
];

/** Makes apps with their subscriptions by the verbs. */
export async function seedApps(
  owner: Context,
  organizationId: string,
  apps: readonly SeededApp[],
): Promise<void> {
  for (const { subscriptions, ...app } of apps) {
    const { appId } = await createApp(
      { ...owner, commandId: `seed:app:${organizationId}:${app.name}` },
      { organizationId, ...app },
    );
    for (const subscription of subscriptions) {
      const commandId = `seed:subscription:${appId}:${subscription.name}`;
      await createSubscription({ ...owner, commandId }, { appId, ...subscription });
    }
  }
}

/** Adam works with Atlas, which has one seat left; Beacon has none: one person works with it, another one is invited. */
export async function seedSeats(owner: Context, admin: Context, organizationId: string): Promise<void> {
  const adam = { who: 'existing', accountId: admin.actor.kind === 'person' ? admin.actor.account?.id : '' };
  const kim = { who: 'new', firstName: 'Kim', lastName: 'Keller', email: 'kim@birch.example' };
  const lee = { who: 'new', firstName: 'Lee', lastName: 'Lind', email: 'lee@birch.example' };
  const team = await findChoices(owner, organizationId, 'Atlas', 'Team', 'Editor');
  const starter = await findChoices(owner, organizationId, 'Beacon', 'Starter', 'Reader');
  await accept(admin, await send(owner, 'atlas-adam', { ...adam, ...team }));
  await send(owner, 'atlas-kim', { ...kim, ...team });
  await accept(admin, await send(owner, 'beacon-adam', { ...adam, ...starter }));
  await send(owner, 'beacon-lee', { ...lee, ...starter });
}

async function send(sender: Context, name: string, form: Record<string, unknown>): Promise<string> {
  const draftId = await draftDirect(sender, { ...form, expiryDays: 14 });
  const context = { ...sender, commandId: `seed:${name}` };
  const { invitationId } = await sendDirect(context, draftId, { confirmed: '', mayWait: false });
  return invitationId;
}

async function accept(invitee: Context, invitationId: string): Promise<void> {
  await acceptOffer({ ...invitee, commandId: `seed:accept:${invitationId}` }, invitationId);
}

/** Finds by their names what people choose from lists. */
async function findChoices(
  context: Context,
  organizationId: string,
  appName: string,
  subscriptionName: string,
  roleName: string,
): Promise<Record<string, string>> {
  const named = (list: { id: string; name: string }[] | null, name: string) =>
    list?.find((one) => one.name === name)?.id ?? '';
  const permission = 'invitation:send';
  const { apps } = await accessChoices(context, { organizationId }, permission);
  const appId = named(apps, appName);
  const { subscriptions } = await accessChoices(context, { organizationId, appId }, permission);
  const subscriptionId = named(subscriptions, subscriptionName);
  const { roles } = await accessChoices(context, { organizationId, appId, subscriptionId }, permission);
  return { organizationId, appId, subscriptionId, roleId: named(roles, roleName) };
}
