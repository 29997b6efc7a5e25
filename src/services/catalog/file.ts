/** The whole catalog of a tenant as a file, and what a file changes in it. */

import { type CatalogPlan, type CatalogState, type CatalogStep, day } from '../../domain/catalog-changes.ts';
import type { FileBusiness } from '../../domain/catalog-file.ts';
import { planCatalog } from '../../domain/catalog-plan.ts';
import { offeredRoles } from '../../domain/catalog-roles.ts';
import { DomainError } from '../../domain/errors.ts';
import { command, type Effects } from '../command.ts';
import type { Context, Runtime } from '../context.ts';
import { waitingFor } from './waiting.ts';
import { changeApp, insertApp, retireApp } from './write-apps.ts';
import { changeSubscription, insertSubscription, retireSubscription } from './write-subscriptions.ts';

/** The catalog as `applyCatalog` understands it: applied as it is, it changes nothing. */
export async function exportCatalog(runtime: Pick<Runtime, 'store'>, tenantId: string) {
  const { organizations } = await catalogState(runtime, tenantId);
  return {
    businesses: organizations.map(({ domain, apps }) => ({
      domain,
      apps: apps.map(({ name, roles, subscriptions }) => ({
        name,
        roles: offeredRoles(roles).map((role) => ({
          name: role.name,
          ...(role.privileged ? { privileged: true } : {}),
        })),
        subscriptions: subscriptions.map((subscription) => ({
          name: subscription.name,
          plan: subscription.plan,
          seats: subscription.seatLimit ?? 'unlimited',
          ...(subscription.endsAt ? { ends: day(subscription.endsAt) } : {}),
        })),
      })),
    })),
  };
}

/** What applying a file would change now. Writes nothing. */
export async function previewCatalog(
  runtime: Pick<Runtime, 'store' | 'now'>,
  tenantId: string,
  businesses: readonly FileBusiness[],
): Promise<CatalogPlan> {
  return planCatalog(await catalogState(runtime, tenantId), businesses, runtime.now());
}

/**
 * Brings the catalog to what a file says, all of it or nothing: the plan is made anew within the transaction, whoever else
 * has changed the catalog meanwhile.
 * @returns the lines of what was changed; none when nothing had to be
 * @throws DomainError `form` when something is in the way: `previewCatalog` says what and where
 */
export async function applyCatalog(
  context: Context,
  businesses: readonly FileBusiness[],
): Promise<{ lines: string[] }> {
  return command(context, 'catalog.apply', async (effects) => {
    const { changes, problems } = await previewCatalog(context, context.actor.tenantId, businesses);
    if (problems.length > 0) throw new DomainError('form', problems.map(({ text }) => text).join(' '));
    const made = new Map<string, string>();
    const inTurn = [...changes].sort((a, b) => turnOf(a.step) - turnOf(b.step));
    for (const { step } of inTurn) await take(context, effects, step, made);
    return { lines: changes.flatMap(({ lines }) => lines) };
  });
}

/** What leaves goes first, so that its name is free for what comes. */
const turns: readonly CatalogStep['kind'][] = [
  'archive-subscription',
  'archive-app',
  'edit-app',
  'create-app',
  'edit-subscription',
  'create-subscription',
];

function turnOf({ kind }: CatalogStep): number {
  return turns.indexOf(kind);
}

/** @param made the ids of the apps that this file has made so far, by the name that the plan gives them */
async function take(
  context: Context,
  effects: Effects,
  step: CatalogStep,
  made: Map<string, string>,
): Promise<void> {
  switch (step.kind) {
    case 'archive-subscription':
      return retireSubscription(context, effects, await subscriptionOf(context, step.subscriptionId));
    case 'archive-app':
      return retireApp(context, effects, await appOf(context, step.appId));
    case 'edit-app':
      return changeApp(context, effects, await appOf(context, step.appId), { ...step, others: 'keep' });
    case 'create-app': {
      const { _id } = await insertApp(context, effects, step.organizationId, step);
      made.set(step.newApp, _id);
      return;
    }
    case 'edit-subscription': {
      const subscription = await subscriptionOf(context, step.subscriptionId);
      return changeSubscription(context, effects, subscription, step.fields);
    }
    case 'create-subscription': {
      const appId = 'id' in step.app ? step.app.id : made.get(step.app.newApp);
      await insertSubscription(context, effects, await appOf(context, appId ?? ''), step.fields);
    }
  }
}

async function appOf(context: Context, appId: string) {
  const app = await context.store.apps.findOne({ _id: appId, tenantId: context.actor.tenantId }).lean();
  if (!app) throw new Error(`the plan names the app ${appId}, which is not there`);
  return app;
}

async function subscriptionOf(context: Context, subscriptionId: string) {
  const found = await context.store.subscriptions
    .findOne({ _id: subscriptionId, tenantId: context.actor.tenantId })
    .lean();
  if (!found) throw new Error(`the plan names the subscription ${subscriptionId}, which is not there`);
  return found;
}

async function catalogState(runtime: Pick<Runtime, 'store'>, tenantId: string): Promise<CatalogState> {
  const { store } = runtime;
  const organizations = await store.organizations.find({ tenantId }).sort({ domain: 1 }).lean();
  const apps = await store.apps.find({ tenantId, archivedAt: null }).sort({ name: 1 }).lean();
  const subscriptions = await store.subscriptions
    .find({ tenantId, archivedAt: null })
    .sort({ name: 1 })
    .lean();
  const waiting = await waitingFor(
    runtime,
    tenantId,
    subscriptions.map(({ _id }) => _id),
  );
  return {
    organizations: organizations.map(({ _id: organizationId, domain }) => ({
      id: organizationId,
      domain,
      apps: apps
        .filter((app) => app.organizationId === organizationId)
        .map(({ _id: appId, name, roles }) => ({
          id: appId,
          name,
          roles,
          subscriptions: subscriptions
            .filter((subscription) => subscription.appId === appId)
            .map(({ _id: id, ...subscription }) => ({
              id,
              name: subscription.name,
              plan: subscription.plan,
              seatLimit: subscription.seatLimit,
              endsAt: subscription.endsAt,
              active: subscription.active,
              held: subscription.held,
              waiting: waiting.get(id) ?? 0,
            })),
        })),
    })),
  };
}
