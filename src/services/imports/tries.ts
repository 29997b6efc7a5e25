/** How often a row is tried, and when again. */
import { DomainError } from '../../domain/errors.ts';
import type { ImportRowRecord } from '../../store/models/import-row.ts';
import type { Context } from '../context.ts';
import { endRow } from './row.ts';

/** How often a row is tried that fails for reasons of its own, or in which processes die. */
const triesAtMost = 6;

/**
 * Notes that a row is begun, so that one which ends the process is counted too; gives it up after too many such ends (A65).
 * @returns false when there is nothing to do: it is given up, or somebody else has done it
 */
export async function beginRow(context: Context, row: ImportRowRecord): Promise<boolean> {
  if ((row.begun ?? 0) >= triesAtMost) {
    await giveUp(context, row);
    return false;
  }
  const { _id, tenantId } = row;
  const { matchedCount } = await context.store.importRows.updateOne(
    { _id, tenantId, outcome: null },
    { $inc: { begun: 1 } },
  );
  return matchedCount > 0;
}

/** Later, and each time later still. What fails by itself again and again is given up. */
export async function putOff(context: Context, row: ImportRowRecord, error: unknown): Promise<void> {
  const isOfTheMoment = error instanceof DomainError;
  const tries = row.tries + 1;
  if (!isOfTheMoment && tries >= triesAtMost) {
    await giveUp(context, row);
    return;
  }
  const { _id, tenantId } = row;
  const seconds = Math.min(60, 2 ** row.tries);
  const notBefore = new Date(context.now().getTime() + seconds * 1000);
  await context.store.importRows.updateOne(
    { _id, tenantId, outcome: null },
    { $set: { tries, notBefore }, $unset: { begun: 1 } },
  );
}

async function giveUp(context: Context, row: ImportRowRecord): Promise<void> {
  const remark = 'Gatehouse could not do this line. Invite the person with /invite-user.';
  await endRow(context, row, { outcome: 'refused', remark });
}
