/** What may not be done to the catalog, and what to do instead. Each rule answers null where nothing is in the way. */
import { rolesPerApp } from './catalog.ts';
import { offeredRoles } from './catalog-roles.ts';
import type { SeatCount } from './direct-invitations.ts';

/** Why an app cannot be archived: somebody may still get in through its subscriptions. */
export function whyAppStays(name: string, subscriptionNames: readonly string[]): string | null {
  const [first] = subscriptionNames;
  if (first === undefined) return null;
  const others = subscriptionNames.length - 1;
  const more = others === 0 ? '' : ` and ${others} more`;
  return `${name} has subscriptions: ${first}${more}. Archive them first.`;
}

/** Why a subscription cannot be archived: people have access by it, or were promised it. */
export function whySubscriptionStays(
  name: string,
  { active, held, waiting }: Pick<SeatCount, 'active' | 'held' | 'waiting'>,
): string | null {
  const obstacles = [
    { count: active, text: `${active} in use (end their access)` },
    { count: held, text: `${held} held by invitations (revoke them, or wait for the answers)` },
    { count: waiting, text: `${waiting} on the waitlist (revoke their invitations)` },
  ].filter(({ count }) => count > 0);
  if (obstacles.length === 0) return null;
  return `${name} is still needed: ${obstacles.map(({ text }) => text).join(', ')}. Then archive it.`;
}

/** Why an app cannot have these roles. */
export function whyNotTheseRoles(roles: readonly { archived: boolean }[]): string | null {
  const count = offeredRoles(roles).length;
  if (count === 0) return 'An app needs at least one role that is offered.';
  return count > rolesPerApp ? `An app can have at most ${rolesPerApp} roles.` : null;
}

/** Why a subscription cannot get this end date; one that it has already stays as it is. */
export function whyNotThisEnd(end: Date | null, before: Date | null, now: Date): string | null {
  if (end === null || end > now || end.getTime() === before?.getTime()) return null;
  return 'This day is over. Choose today or a later day.';
}
