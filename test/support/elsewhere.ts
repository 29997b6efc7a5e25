/** What others have, beside the first organization: made by the verbs, for asking whether anybody else gets at it. */
import { createApp } from '../../src/services/catalog/apps.ts';
import { createSubscription } from '../../src/services/catalog/subscriptions.ts';
import type { Context } from '../../src/services/context.ts';
import { draftDirect, sendDirect } from '../../src/services/direct/send.ts';
import { organizationsFor } from '../../src/services/organizations.ts';
import { stranger } from './catalog.ts';
import type { World } from './gatehouse.ts';
import { acting, codeOf, invited, otherTenant, redeem } from './verbs.ts';

/** One of each kind of id. */
export interface Elsewhere {
  organizationId: string;
  accountId: string;
  /** Of its owner, to the organization. */
  grant: string;
  appId: string;
  subscriptionId: string;
  roleId: string;
  draft: string;
  /** To the app. */
  offer: string;
}

/** A tenant of its own, in which somebody has asked for access and somebody else is invited to do so. */
export async function makeOtherTenant(
  world: World,
): Promise<Elsewhere & { request: string; invitation: string }> {
  const { runtime } = world.gatehouse;
  const tenantId = 'T0OTHER';
  await otherTenant(runtime, tenantId);
  const owner = () => acting(runtime, 'U0OTHER', tenantId);
  const belongings = await makeBelongings(owner);
  const code = codeOf(runtime, await invited(await owner(), 'gina@elsewhere.example'));
  await redeem(await acting(runtime, 'U0GINA', tenantId), code, 'gina');
  const request = await world.store.accessRequests.findOne({ tenantId }).lean();
  const { _id: invitation } = await invited(await owner(), 'ada@elsewhere.example');
  return { ...belongings, invitation, request: request?._id ?? '' };
}

/** An app, an offer and a draft of the first organization that somebody owns. */
export async function makeBelongings(owner: () => Promise<Context>): Promise<Elsewhere> {
  const context = await owner();
  const { store, actor } = context;
  const accountId = actor.kind === 'person' ? (actor.account?.id ?? '') : '';
  const [place] = await organizationsFor(context, 'catalog:edit');
  const organizationId = place?.organization._id ?? '';
  const { tenantId } = actor;
  const grant = await store.grants.findOne({ tenantId, organizationId, accountId }).lean();
  const form = { organizationId, name: 'Faraway', roles: 'Viewer', privileged: '' };
  const { appId } = await createApp(await owner(), form);
  const terms = { appId, name: 'Team', plan: 'Team', seatLimit: '', endsOn: null };
  const { subscriptionId } = await createSubscription(await owner(), terms);
  const app = await store.apps.findOne({ _id: appId, tenantId }).lean();
  const roleId = app?.roles[0]?.id ?? '';
  const seat = { organizationId, appId, subscriptionId, roleId, expiryDays: '7' };
  const draft = await draftDirect(await owner(), { ...stranger('kim@elsewhere.example'), ...seat });
  const confirmed = { confirmed: '', mayWait: false };
  const { invitationId: offer } = await sendDirect(await owner(), draft, confirmed);
  return { organizationId, accountId, grant: grant?._id ?? '', appId, subscriptionId, roleId, draft, offer };
}
