import { type Access, placeOf } from '../../domain/access.ts';
import type { InvitationStatus } from '../../domain/states.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import { importRowId } from '../../store/models/import-row.ts';
import type { Context, Runtime } from '../context.ts';

const runsAtMost = 20;

/** The imports that were started with the same content for the same organization, before this one; the last one first. */
export async function earlierRuns(
  { store }: Pick<Runtime, 'store'>,
  { _id, tenantId, organizationId, digest, startedAt }: ImportRecord,
): Promise<{ _id: string; startedAt: Date | null }[]> {
  const before = startedAt ? { $ne: null, $lt: startedAt } : { $ne: null };
  return store.imports
    .find({ tenantId, organizationId, digest, startedAt: before, _id: { $ne: _id } }, { startedAt: 1 })
    .sort({ startedAt: -1 })
    .limit(runsAtMost)
    .lean();
}

/** How an invitation ended that the same file is not to repeat. One that ran out may be made again. */
const endings: Partial<Record<InvitationStatus, string>> = {
  declined: 'was declined',
  revoked: 'was revoked',
  accepted: 'was accepted, and the access has ended',
  redeemed: 'was accepted, and the access has ended',
};

/** What earlier runs of the same file have made of some of its lines: by line and place, how it ended. */
export type Spent = (line: number, access: Access) => string | null;

/**
 * Finds what has ended of all that earlier runs of the same file gave: the same file has the same lines.
 * @param runs their ids
 */
export async function spentBefore(
  { store, actor: { tenantId } }: Context,
  organizationId: string,
  runs: readonly string[],
  lines: readonly number[],
): Promise<Spent> {
  if (runs.length === 0 || lines.length === 0) return () => null;
  const ids = runs.flatMap((run) => lines.map((line) => importRowId(run, line)));
  const rows = await store.importRows
    .find({ _id: { $in: ids }, tenantId, outcome: { $ne: null } }, { line: 1, made: 1 })
    .lean();
  const made = rows.flatMap((row) => row.made.map((id) => [id, row.line] as const));
  if (made.length === 0) return () => null;
  const lineOf = new Map(made);
  const invitations = await store.invitations
    .find({ _id: { $in: [...lineOf.keys()] }, tenantId }, { access: 1, status: 1 })
    .lean();
  const spent = new Map(
    invitations.flatMap(({ _id, access, status }) => {
      const ending = endings[status];
      const key = access && keyOf(lineOf.get(_id) ?? 0, organizationId, access);
      return key && ending ? [[key, ending] as const] : [];
    }),
  );
  return (line, access) => spent.get(keyOf(line, organizationId, access)) ?? null;
}

function keyOf(line: number, organizationId: string, access: Access): string {
  return `${line}:${placeOf(organizationId, access)}`;
}
