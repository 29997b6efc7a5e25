/** Which record each item of a catalog file means. */
import { nameKey } from './catalog.ts';
import { type CatalogPlan, report } from './catalog-changes.ts';
import { type Path, suggest } from './catalog-reader.ts';

type Written = { path: Path; name: string; renamedFrom: string | null };

/**
 * Each item of the file with the record that it means. What was renamed already has its new name, so that the same file can
 * be applied again.
 */
export function matched<Item extends Written, State extends { name: string }>(
  plan: CatalogPlan,
  items: readonly Item[],
  states: readonly State[],
  what: string,
): [Item, State | undefined][] {
  const byKey = new Map(states.map((state) => [nameKey(state.name), state]));
  const mentioned = new Set(items.map(({ name }) => nameKey(name)));
  const renamed = new Set<State>();
  const pairs = items.map(({ name, renamedFrom, path }): State | undefined => {
    const own = byKey.get(nameKey(name));
    const oldKey = renamedFrom === null ? nameKey(name) : nameKey(renamedFrom);
    if (renamedFrom === null || oldKey === nameKey(name)) return own;
    const old = byKey.get(oldKey);
    const at = [...path, 'renamed-from'];
    if (own) {
      if (old && !mentioned.has(oldKey)) {
        const remedy = 'Remove this line, or archive one of the two.';
        report(plan, at, `There is “${renamedFrom}” and “${name}” already. ${remedy}`);
      }
      return own;
    }
    if (old) renamed.add(old);
    else {
      const names = states.map((state) => state.name);
      report(plan, at, `There is no ${what} “${renamedFrom}” to rename. ${suggest(renamedFrom, names)}`);
    }
    return old;
  });
  return items.map((item, index) => {
    const state = pairs[index];
    const isTaken = state !== undefined && renamed.has(state) && nameKey(state.name) === nameKey(item.name);
    if (!isTaken) return [item, state];
    if (item.renamedFrom === null) return [item, undefined];
    const remedy = `Rename the other ${what} first, by a file of its own.`;
    const text = `The name “${item.name}” is free only after this file. ${remedy}`;
    report(plan, [...item.path, 'renamed-from'], text);
    return [item, state];
  });
}
