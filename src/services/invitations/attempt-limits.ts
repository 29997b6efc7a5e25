import { setTimeout as sleep } from 'node:timers/promises';
import { identityKey, type PersonActor } from '../../domain/context.ts';
import { busy, tooManyTries } from '../../domain/errors.ts';
import type { AttemptRecord } from '../../store/models/attempt.ts';
import { isDuplicateKey } from '../../store/transaction.ts';
import { type Context, newId, type Runtime } from '../context.ts';

const windowMs = 15 * 60 * 1000;

/** Failed codes that one person may send in 15 minutes (A18). */
export const failuresPerPerson = 5;
/** Failed codes in 15 minutes after which a whole tenant pauses (A20). */
export const failuresPerTenant = 200;

/** A try that was taken, until its code has been looked at. */
export interface Try {
  giveBack(): Promise<void>;
  useUp(): Promise<void>;
}

/**
 * Takes one try from the person and the tenant before a code is looked at, so that tries at the same time cannot slip
 * through together. A right code gives the try back, a wrong one has used it up.
 * @throws DomainError `limit` when there is none left, `busy` when the last ones are still being looked at
 */
export async function takeTry(context: Context, actor: PersonActor): Promise<Try> {
  const person = { key: `identity:${identityKey(actor.identity)}`, limit: failuresPerPerson };
  const tenant = { key: 'tenant', limit: failuresPerTenant };
  await take(context, actor.tenantId, person);
  try {
    await take(context, actor.tenantId, tenant);
  } catch (error) {
    await release(context, actor.tenantId, person.key);
    throw error;
  }
  const both = { tenantId: actor.tenantId, key: { $in: [person.key, tenant.key] } };
  return {
    giveBack: async () => {
      await context.store.attempts.updateMany({ ...both, count: { $gt: 0 } }, { $inc: { count: -1 } });
    },
    useUp: async () => {
      await context.store.attempts.updateMany(both, { $inc: { failed: 1 } });
    },
  };
}

/** When the tenant may try again, once it has used its last try; else null. */
export async function tenantExhaustedUntil(context: Context): Promise<Date | null> {
  const { tenantId } = context.actor;
  const row = await context.store.attempts.findOne({ tenantId, key: 'tenant' }).lean();
  return row && row.failed >= failuresPerTenant && row.resetAt > context.now() ? row.resetAt : null;
}

/** Tries that are being looked at may be given back within milliseconds: worth a wait, but less than Slack's. */
const patience = { rounds: 60, pauseMs: 25 };

async function take(runtime: Runtime, tenantId: string, on: { key: string; limit: number }): Promise<void> {
  let used: AttemptRecord | null = null;
  for (let round = 0; round < patience.rounds; round += 1) {
    used = await takeOnce(runtime, tenantId, on);
    if (!used) return;
    if (used.failed >= on.limit) break;
    await sleep(patience.pauseMs);
  }
  if (!used || used.failed < on.limit) throw busy();
  throw tooManyTries(used.resetAt);
}

/** Null when a try was taken, else the exhausted counter. */
async function takeOnce(
  runtime: Runtime,
  tenantId: string,
  { key, limit }: { key: string; limit: number },
): Promise<AttemptRecord | null> {
  const now = runtime.now();
  const over = { $lte: ['$resetAt', now] };
  const fresh = { $or: [{ $eq: [{ $type: '$resetAt' }, 'missing'] }, over] };
  for (;;) {
    try {
      await runtime.store.attempts.updateOne(
        { tenantId, key, $or: [{ resetAt: { $lte: now } }, { count: { $lt: limit } }] },
        [
          {
            $set: {
              _id: { $ifNull: ['$_id', newId(runtime, 'try')] },
              count: { $cond: [fresh, 1, { $add: ['$count', 1] }] },
              failed: { $cond: [fresh, 0, { $ifNull: ['$failed', 0] }] },
              resetAt: { $cond: [fresh, new Date(now.getTime() + windowMs), '$resetAt'] },
            },
          },
        ],
        { upsert: true, updatePipeline: true },
      );
      return null;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const row = await runtime.store.attempts.findOne({ tenantId, key }).lean();
      if (row && row.count >= limit && row.resetAt > now) return row;
    }
  }
}

async function release(runtime: Runtime, tenantId: string, key: string): Promise<void> {
  await runtime.store.attempts.updateOne({ tenantId, key, count: { $gt: 0 } }, { $inc: { count: -1 } });
}
