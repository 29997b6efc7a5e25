import { identityKey, type PersonActor } from '../../domain/context.ts';
import { isTimeZone } from '../../domain/working-time.ts';
import type { Runtime } from '../context.ts';

/**
 * Notes in which time zone Slack says somebody is who has an account. Nobody decides that, so it leaves no row in the audit. A zone
 * that nobody knows is left out.
 */
export async function keepTimeZone(
  { store }: Pick<Runtime, 'store'>,
  { tenantId, identity }: Pick<PersonActor, 'tenantId' | 'identity'>,
  timeZone: string | undefined,
): Promise<void> {
  if (!timeZone || !isTimeZone(timeZone)) return;
  await store.accounts.updateOne(
    { tenantId, identityKeys: identityKey(identity), timeZone: { $ne: timeZone } },
    { $set: { timeZone } },
  );
}
