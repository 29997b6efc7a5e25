import type { MongoBackend } from '@agendajs/mongo-backend';

/** A connected database, as the driver has it. */
export type Db = Extract<ConstructorParameters<typeof MongoBackend>[0], { mongo: unknown }>['mongo'];

interface Lease {
  _id: string;
  holder: string;
  until: Date;
}

/**
 * Takes, or keeps, a role that one process at a time may have, for `forMs`. A holder that dies loses it when that is over.
 * @returns whether `holder` has it
 */
export async function elect(
  db: Db,
  { role, holder, now, forMs }: { role: string; holder: string; now: Date; forMs: number },
): Promise<boolean> {
  try {
    await db
      .collection<Lease>('leases')
      .updateOne(
        { _id: role, $or: [{ holder }, { until: { $lte: now } }] },
        { $set: { holder, until: new Date(now.getTime() + forMs) } },
        { upsert: true },
      );
    return true;
  } catch (error) {
    // Somebody else's lease does not match, and so its id cannot be inserted either.
    if ((error as { code?: unknown }).code === 11000) return false;
    throw error;
  }
}
