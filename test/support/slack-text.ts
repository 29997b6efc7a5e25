/** Everything a person can read on a surface, line by line, in order. */
export function visibleText(of: object): string {
  return lines(of).join('\n');
}

const TEXT_OBJECTS = new Set(['plain_text', 'mrkdwn']);
/** Keys that nobody reads on the screen. */
const UNSEEN = new Set(['confirm', 'author', 'state', 'pings', 'private_metadata', 'metadata']);

function lines(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(lines);
  if (typeof value !== 'object' || value === null) return [];
  const node = value as Record<string, unknown>;
  if (TEXT_OBJECTS.has(String(node.type)) && typeof node.text === 'string') return [node.text];
  if (node.type === 'markdown' || node.type === 'text') return [String(node.text)];
  // The text of a message without blocks is what is shown.
  const own = typeof node.text === 'string' && 'ts' in node && isEmpty(node.blocks) ? [node.text] : [];
  const initial = typeof node.initial_value === 'string' ? [node.initial_value] : [];
  const children = Object.entries(node).flatMap(([key, child]) => (UNSEEN.has(key) ? [] : lines(child)));
  return [...own, ...children, ...initial];
}

function isEmpty(blocks: unknown): boolean {
  return !Array.isArray(blocks) || blocks.length === 0;
}
