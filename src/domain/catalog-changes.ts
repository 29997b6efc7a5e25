/** The catalog as a file is compared with it, and the changes that come of that. */
import type { AppRole, SubscriptionInput } from './catalog.ts';
import type { Path, Problem } from './catalog-reader.ts';
import type { WantedRole } from './catalog-roles.ts';
import type { SeatCount } from './direct-invitations.ts';

/** The catalog as it is, without what is archived. */
export interface CatalogState {
  organizations: { id: string; domain: string; apps: AppState[] }[];
}

export interface AppState {
  id: string;
  name: string;
  roles: AppRole[];
  subscriptions: SubscriptionState[];
}

export interface SubscriptionState extends SeatCount {
  id: string;
  name: string;
  plan: string;
  endsAt: Date | null;
}

/** An app that is there, or one that another step makes. */
export type AppReference = { id: string } | { newApp: string };

export type CatalogStep =
  | { kind: 'archive-subscription'; subscriptionId: string }
  | { kind: 'archive-app'; appId: string }
  | { kind: 'edit-app'; appId: string; name: string; roles: WantedRole[] }
  | { kind: 'create-app'; newApp: string; organizationId: string; name: string; roles: WantedRole[] }
  | { kind: 'edit-subscription'; subscriptionId: string; fields: SubscriptionInput }
  | { kind: 'create-subscription'; app: AppReference; fields: SubscriptionInput };

/** One change: the step that makes it, and how it reads in a diff. */
export interface CatalogChange {
  step: CatalogStep;
  lines: string[];
}

export interface CatalogPlan {
  changes: CatalogChange[];
  problems: Problem[];
}

/** Notes what is in the way of a plan, and where in the file. */
export function report(plan: CatalogPlan, path: Path, text: string): void {
  plan.problems.push({ path, on: 'value', text });
}

/** The day of an end date, as it is written in a file. */
export function day(end: Date | null): string {
  return end === null ? 'never' : end.toISOString().slice(0, 10);
}
