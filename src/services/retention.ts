import { cutoffOf, type RetentionKind, retention, retentionKinds } from '../domain/retention.ts';
import { command } from './command.ts';
import type { Context } from './context.ts';
import { purgeAudit } from './retention/audit.ts';
import { purgeMessages } from './retention/messages.ts';

/** What one kind has lost, or would lose. */
export interface Purged {
  kind: RetentionKind;
  /** What ended before this moment goes. */
  before: Date;
  rows: number;
}

export interface PurgeOptions {
  /** Days other than the usual ones. */
  days?: Partial<Record<RetentionKind, number>>;
  /** Counts, and removes nothing. */
  isDryRun?: boolean;
}

/**
 * Removes what is older than it is kept, in the actor's tenant, kind by kind and in batches; noted in the audit when there was
 * anything. Any number of processes may do so at once.
 * @throws RangeError when fewer days are asked for than somebody still needs
 */
export async function purgeOld(
  context: Context,
  { days = {}, isDryRun = false }: PurgeOptions = {},
): Promise<Purged[]> {
  for (const kind of retentionKinds) requireEnough(kind, days[kind]);
  const done: Purged[] = [];
  for (const kind of retentionKinds) {
    const before = cutoffOf(kind, context.now(), days[kind]);
    const rows = await purge(context, kind, { before, isDryRun });
    done.push({ kind, before, rows });
  }
  if (!isDryRun) await note(context, done);
  return done;
}

function requireEnough(kind: RetentionKind, days: number | undefined): void {
  const { atLeastDays } = retention[kind];
  if (days === undefined || (Number.isInteger(days) && days >= atLeastDays)) return;
  throw new RangeError(`${kind} is kept for ${atLeastDays} days at least.`);
}

function purge(
  context: Context,
  kind: RetentionKind,
  options: { before: Date; isDryRun: boolean },
): Promise<number> {
  return kind === 'audit' ? purgeAudit(context, options) : purgeMessages(context, kind, options);
}

async function note(context: Context, done: readonly Purged[]): Promise<void> {
  const counts = done.filter(({ rows }) => rows > 0).map(({ kind, rows }) => [kind, rows] as const);
  if (counts.length === 0) return;
  await command(context, 'retention.purge', ({ record }) => {
    const detail = Object.fromEntries(counts);
    record({ action: 'retention.purged', organizationId: null, subjects: [], detail });
    return Promise.resolve(null);
  });
}
