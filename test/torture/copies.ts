/** What arrived, against what was to be sent (I9), and secrets where none may be (I13). */
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import type { Town } from './town.ts';

const codes = /\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b/g;

/** A message arrives once, and once more for each attempt that nobody knows the outcome of; each copy carries the same code. */
export async function copiesOf(town: Town): Promise<string[]> {
  const { house, tenantId } = town;
  const rows = await house.store.outbox.find({ tenantId }).lean();
  const mails = groupedBy(house.mails, ({ messageId }) => messageId.slice(1).split('@')[0] ?? '');
  const posts = groupedBy(house.slack.log.filter(isPost), ({ args }) => idOf(args));
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const copies = mails.get(row._id) ?? [];
    const arrived =
      row.to.via === 'mail' ? copies.length : row.to.via === 'slack' ? (posts.get(row._id)?.length ?? 0) : 0;
    const allowed = Math.max(1, row.attempts);
    if (arrived > allowed)
      problems.push(`I9 ${row._id} arrived ${arrived} times after ${row.attempts} attempts`);
    if (row.status === 'sent' && arrived === 0 && row.to.via !== 'refresh')
      problems.push(`I9 ${row._id} counts as sent, and never arrived`);
    const carried = new Set(copies.flatMap(({ text }) => text.match(codes) ?? []));
    if (carried.size > 1) problems.push(`I9 ${row._id} carries different codes`);
    for (const code of carried) seen.add(code);
  }
  return [...problems, ...(await leaks(town, rows, seen))];
}

function groupedBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

function isPost({ method, response }: { method: string; response: Record<string, unknown> }): boolean {
  return method === 'chat.postMessage' && response.ok === true;
}

function idOf(args: Record<string, unknown>): string {
  const given: unknown = typeof args.metadata === 'string' ? JSON.parse(args.metadata) : args.metadata;
  return (given as { event_payload?: { id?: string } } | undefined)?.event_payload?.id ?? '';
}

/** Codes are derived when they are sent; they are stored nowhere. */
async function leaks(
  { house: { store }, tenantId }: Town,
  rows: OutboxRecord[],
  seen: ReadonlySet<string>,
): Promise<string[]> {
  const stored = JSON.stringify([
    rows,
    await store.audit.find({ tenantId }).lean(),
    await store.commands.find({ tenantId }).lean(),
    await store.invitations.find({ tenantId }).lean(),
  ]);
  return [...seen].filter((code) => stored.includes(code)).map(() => 'I13 a code is stored');
}
