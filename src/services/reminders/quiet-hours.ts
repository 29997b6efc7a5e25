import type { OutgoingMessage, QuietHours } from '../../domain/messages.ts';
import { settingsOf } from '../../domain/settings.ts';
import { nextHumaneTime } from '../../domain/working-time.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';

/** When a message that nobody waits on leaves, and whose quiet hours it keeps if it is late. */
export type Humane = Required<Pick<OutgoingMessage, 'notBefore' | 'quiet'>>;

export interface Recipient {
  /** Where they are, if it is known. */
  timeZone?: string | undefined;
  /** When it would be too late to tell them. */
  until?: Date;
}

/** The earliest humane time for a message of an organization from `now` on, where its recipient is. */
export function humane(
  organization: Pick<OrganizationRecord, '_id' | 'settings'>,
  { timeZone, until }: Recipient,
  now: Date,
): Humane {
  const { reminders } = settingsOf(organization);
  const quiet: QuietHours = {
    organizationId: organization._id,
    ...(timeZone ? { timeZone } : {}),
    ...(until ? { until } : {}),
  };
  return { notBefore: nextHumaneTime(now, timeZone, reminders, until), quiet };
}

/** How long, in milliseconds, a message that comes late has to wait, because people do not work where its recipient is. */
export async function quietMs(runtime: Runtime, { tenantId, quiet }: OutboxRecord): Promise<number> {
  if (!quiet) return 0;
  const { organizationId: _id, timeZone, until } = quiet;
  const organization = await runtime.store.organizations.findOne({ _id, tenantId }, { settings: 1 }).lean();
  const now = runtime.now();
  const time = nextHumaneTime(now, timeZone, settingsOf(organization ?? {}).reminders, until);
  return time.getTime() - now.getTime();
}
