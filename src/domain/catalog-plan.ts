/** What a catalog file changes, as steps to take and lines to read. */
import { type AppRole, nameKey, type SubscriptionInput } from './catalog.ts';
import {
  type AppReference,
  type AppState,
  type CatalogPlan,
  type CatalogState,
  type CatalogStep,
  day,
  report,
  type SubscriptionState,
} from './catalog-changes.ts';
import type { FileApp, FileBusiness, FileRole, FileSubscription } from './catalog-file.ts';
import { matched } from './catalog-match.ts';
import { suggest } from './catalog-reader.ts';
import { mergeRoles, rolesInWords, sameRoles, type WantedRole } from './catalog-roles.ts';
import { whyAppStays, whyNotTheseRoles, whyNotThisEnd, whySubscriptionStays } from './catalog-rules.ts';

/** What has to change so that the catalog is as the file says. What the file does not mention stays as it is. */
export function planCatalog(
  state: CatalogState,
  businesses: readonly FileBusiness[],
  now: Date,
): CatalogPlan {
  const plan: CatalogPlan = { changes: [], problems: [] };
  for (const business of businesses) {
    const organization = state.organizations.find(({ domain }) => domain === business.domain);
    if (!organization) {
      const domains = state.organizations.map(({ domain }) => domain);
      const remedy = `${suggest(business.domain, domains)} New ones are set up in Slack.`;
      report(plan, [...business.path, 'domain'], `There is no business “${business.domain}”. ${remedy}`);
      continue;
    }
    for (const [app, before] of matched(plan, business.apps, organization.apps, 'app')) {
      planApp(plan, { app, before, organization, now });
    }
  }
  return plan;
}

interface AppQuestion {
  app: FileApp;
  before: AppState | undefined;
  organization: CatalogState['organizations'][number];
  now: Date;
}

function planApp(plan: CatalogPlan, { app, before, organization, now }: AppQuestion): void {
  const { domain, id: organizationId } = organization;
  const place = `${app.name} (${domain})`;
  if (app.archived) {
    if (before) archiveApp(plan, app, before, place);
    return;
  }
  const newApp = `${organizationId}/${nameKey(app.name)}`;
  if (before) editApp(plan, app, before, domain);
  else createApp(plan, app, newApp, organization);
  const reference: AppReference = before ? { id: before.id } : { newApp };
  const found = matched(plan, app.subscriptions, before?.subscriptions ?? [], 'subscription');
  for (const [subscription, existing] of found) {
    planSubscription(plan, { subscription, before: existing, app: reference, place, now });
  }
}

/** Its subscriptions may be archived by the same file; they come first. */
function archiveApp(plan: CatalogPlan, app: FileApp, before: AppState, place: string): void {
  const leaving: string[] = [];
  for (const [subscription, existing] of matched(
    plan,
    app.subscriptions,
    before.subscriptions,
    'subscription',
  )) {
    if (!subscription.terms && existing) {
      archiveSubscription(plan, subscription, existing, place);
      leaving.push(existing.id);
    }
  }
  const left = before.subscriptions.filter(({ id }) => !leaving.includes(id)).map(({ name }) => name);
  const obstacle = whyAppStays(before.name, left);
  if (obstacle) report(plan, [...app.path, 'archived'], obstacle);
  plan.changes.push({ step: { kind: 'archive-app', appId: before.id }, lines: [`- app ${place}: archived`] });
}

function createApp(
  plan: CatalogPlan,
  { path, name, roles }: FileApp,
  newApp: string,
  { id: organizationId, domain }: { id: string; domain: string },
): void {
  const obstacle = whyNotTheseRoles(roles);
  if (obstacle) report(plan, path, `“${name}” is new. ${obstacle}`);
  const step: CatalogStep = { kind: 'create-app', newApp, organizationId, name, roles: roles.map(asWanted) };
  plan.changes.push({ step, lines: [`+ app ${name} (${domain}): ${rolesInWords(roles)}`] });
}

function editApp(plan: CatalogPlan, app: FileApp, before: AppState, domain: string): void {
  const place = `${app.name} (${domain})`;
  const roles = mergeRoles(before.roles, app.roles, 'keep', () => '');
  if (app.name === before.name && sameRoles(before.roles, roles)) return;
  const obstacle = whyNotTheseRoles(roles);
  if (obstacle) report(plan, [...app.path, 'roles'], obstacle);
  const renamed = app.name === before.name ? [] : [`~ app ${place}: name ${before.name} → ${app.name}`];
  const roleLines = roles.flatMap((role, index) => {
    const change = roleChange(before.roles[index], role, place);
    return change ? [change] : [];
  });
  const step: CatalogStep = {
    kind: 'edit-app',
    appId: before.id,
    name: app.name,
    roles: app.roles.map(asWanted),
  };
  plan.changes.push({ step, lines: [...renamed, ...roleLines] });
}

function roleChange(before: AppRole | undefined, after: AppRole, place: string): string | null {
  const role = `role ${after.name} of ${place}`;
  if (!before) return `+ ${role}${after.privileged ? ': privileged' : ''}`;
  if (before.archived && after.archived) return null;
  if (after.archived) return `- ${role}: archived`;
  const changes = [
    ...(before.archived ? ['offered again'] : []),
    ...(before.name === after.name ? [] : [`name ${before.name} → ${after.name}`]),
    ...(before.privileged === after.privileged
      ? []
      : [after.privileged ? 'now privileged' : 'no longer privileged']),
  ];
  if (changes.length === 0) return null;
  return `${before.archived ? '+' : '~'} ${role}: ${changes.join(', ')}`;
}

interface SubscriptionQuestion {
  subscription: FileSubscription;
  before: SubscriptionState | undefined;
  app: AppReference;
  place: string;
  now: Date;
}

function planSubscription(
  plan: CatalogPlan,
  { subscription, before, app, place, now }: SubscriptionQuestion,
): void {
  const { name, terms, path } = subscription;
  if (!terms) {
    if (before) archiveSubscription(plan, subscription, before, place);
    return;
  }
  const { plan: planName, seatLimit, endsAt } = terms;
  const obstacle = whyNotThisEnd(endsAt, before?.endsAt ?? null, now);
  if (obstacle) report(plan, [...path, 'ends'], obstacle);
  const fields: SubscriptionInput = { name, plan: planName, seatLimit, endsOn: endsAt };
  const what = `subscription ${name} of ${place}`;
  if (!before) {
    const ends = endsAt ? `, ends ${day(endsAt)}` : '';
    const line = `+ ${what}: plan ${planName}, seats ${seats(seatLimit)}${ends}`;
    plan.changes.push({ step: { kind: 'create-subscription', app, fields }, lines: [line] });
    return;
  }
  const changes = [
    ['name', before.name, name],
    ['plan', before.plan, planName],
    ['seats', seats(before.seatLimit), seats(seatLimit)],
    ['ends', day(before.endsAt), day(endsAt)],
  ].filter(([, old, wanted]) => old !== wanted);
  if (changes.length === 0) return;
  const step: CatalogStep = { kind: 'edit-subscription', subscriptionId: before.id, fields };
  const line = `~ ${what}: ${changes.map(([field, old, wanted]) => `${field} ${old} → ${wanted}`).join(', ')}`;
  plan.changes.push({ step, lines: [line] });
}

function archiveSubscription(
  plan: CatalogPlan,
  { path }: FileSubscription,
  before: SubscriptionState,
  place: string,
): void {
  const obstacle = whySubscriptionStays(before.name, before);
  if (obstacle) report(plan, [...path, 'archived'], obstacle);
  const step: CatalogStep = { kind: 'archive-subscription', subscriptionId: before.id };
  plan.changes.push({ step, lines: [`- subscription ${before.name} of ${place}: archived`] });
}

function asWanted({ name, privileged, archived }: FileRole): WantedRole {
  return { name, privileged, archived };
}

function seats(limit: number | null): string {
  return limit === null ? 'unlimited' : String(limit);
}
