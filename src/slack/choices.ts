import type { ChosenAccess } from '../services/catalog/choices.ts';
import { text, type Values } from './values.ts';

/** The choices that make an access, each depending on those before it. */
export const choosing = ['organizationId', 'appId', 'subscriptionId', 'roleId'] as const;
export type Choosing = (typeof choosing)[number];

/** What is chosen in a form; the choices below the one that has just `changed` are empty (design §4). */
export function chosenSoFar(values: Values, changed?: Choosing): ChosenAccess {
  const kept = changed ? choosing.slice(0, choosing.indexOf(changed) + 1) : choosing;
  const entries = kept.flatMap((name) => {
    const value = text(values, name);
    return value ? [[name, value] as const] : [];
  });
  return Object.fromEntries(entries);
}
