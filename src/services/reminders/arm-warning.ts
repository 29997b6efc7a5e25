import type { ReminderSettings } from '../../domain/reminder-settings.ts';
import { settingsOf } from '../../domain/settings.ts';
import { nextWarning } from '../../domain/warning-plan.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { Context } from '../context.ts';

type Armed = Pick<GrantRecord, 'nextWarningAt'>;

/** When an access of this end is first warned of, as its record keeps it; empty when no warning is to come. */
export async function armWarning(
  context: Context,
  { organizationId, endsAt }: Pick<GrantRecord, 'organizationId' | 'endsAt'>,
): Promise<Armed> {
  if (endsAt === null) return {};
  const organization = await context.store.organizations
    .findOne({ _id: organizationId, tenantId: context.actor.tenantId }, { settings: 1 })
    .lean();
  return armedWarning(context, settingsOf(organization ?? {}).reminders, endsAt);
}

/** The same, where the organization's settings are at hand. */
export function armedWarning(
  context: Pick<Context, 'now'>,
  settings: ReminderSettings,
  endsAt: Date | null,
): Armed {
  const nextWarningAt = nextWarning(endsAt, settings, context.now());
  return nextWarningAt ? { nextWarningAt } : {};
}

/** The update that sets these fields of a record, and arms it so, however it was armed before. */
export function armingUpdate(fields: Partial<GrantRecord>, { nextWarningAt }: Armed) {
  return nextWarningAt
    ? { $set: { ...fields, nextWarningAt } }
    : { $set: fields, $unset: { nextWarningAt: 1 as const } };
}
