import type { DeliveryCounts } from '../../domain/deliveries.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Runtime } from '../context.ts';
import { lateMessages } from './late.ts';
import { givenUp, stillFailing } from './trouble.ts';

type Place = Pick<OrganizationRecord, '_id' | 'tenantId'>;

const countedAtMost = 1000;

/** How many messages of an organization were given up and nobody has looked after yet, up to 1000. */
export function countDeadLetters(runtime: Pick<Runtime, 'store'>, place: Place): Promise<number> {
  return runtime.store.outbox.countDocuments(givenUp(place), { limit: countedAtMost });
}

/** The same, with those that still fail or are late. */
export async function countTroubled(
  runtime: Pick<Runtime, 'store' | 'now'>,
  place: Place,
): Promise<DeliveryCounts> {
  const failing = stillFailing(place, runtime.now());
  const stillTried = await runtime.store.outbox.countDocuments(failing, { limit: countedAtMost });
  const late = await lateMessages(runtime, place);
  return { givenUp: await countDeadLetters(runtime, place), waiting: stillTried + late.length };
}
