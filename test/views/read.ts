/** What can be done in a view or a message. */

/** The buttons in order: action id and value. */
export function actionsIn(of: object): [action: string, value: string | undefined][] {
  return nodes(of)
    .filter(({ type }) => type === 'button')
    .map(({ action_id, value }) => [String(action_id), value === undefined ? undefined : String(value)]);
}

/** The names of the inputs in order. Fails when the two ids of an input differ. */
export function inputsIn(of: object): string[] {
  return nodes(of)
    .filter(({ type }) => type === 'input')
    .map(({ block_id, element }) => {
      const { action_id } = element as { action_id: string };
      if (block_id !== action_id) throw new Error(`${String(block_id)} has the action id ${action_id}`);
      return action_id;
    });
}

/** The node that has these ids, such as a button or an option. */
export function nodeWith(of: object, wanted: Record<string, unknown>): Record<string, unknown> | undefined {
  return nodes(of).find((node) => Object.entries(wanted).every(([key, value]) => node[key] === value));
}

function nodes(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(nodes);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(nodes)];
}
