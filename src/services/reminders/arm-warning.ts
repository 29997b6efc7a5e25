import type { ReminderSettings } from '../../domain/reminder-settings.ts';
import { settingsOf } from '../../domain/settings.ts';
import { lastWarning, nextWarning } from '../../domain/warning-plan.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { Context } from '../context.ts';

type Ending = Pick<GrantRecord, 'endsAt' | 'warnedDays'>;
type Armed = Pick<GrantRecord, 'nextWarningAt' | 'warnedDays'>;

/** When an access of this end is warned of next, as its record keeps it; with a new end it begins anew. */
export async function armWarning(
  context: Context,
  { organizationId, ...ending }: Ending & Pick<GrantRecord, 'organizationId'>,
): Promise<Armed> {
  if (ending.endsAt === null) return {};
  const organization = await context.store.organizations
    .findOne({ _id: organizationId, tenantId: context.actor.tenantId }, { settings: 1 })
    .lean();
  return armedWarning(context, settingsOf(organization ?? {}).reminders, ending);
}

/** The same, where the organization's settings are at hand. What it is too late for counts as given: it does not come later either. */
export function armedWarning(
  context: Pick<Context, 'now'>,
  settings: ReminderSettings,
  { endsAt, warnedDays: given }: Ending,
): Armed {
  const now = context.now();
  const days = [given, lastWarning(endsAt, settings, now)].filter((each) => each !== undefined);
  const warned = days.length > 0 ? { warnedDays: Math.min(...days) } : {};
  const nextWarningAt = nextWarning({ endsAt, ...warned }, settings, now);
  return { ...warned, ...(nextWarningAt ? { nextWarningAt } : {}) };
}

/** The update that sets these fields of a record, and arms it so, however it was armed before. */
export function armingUpdate(fields: Partial<GrantRecord>, { nextWarningAt, warnedDays }: Armed) {
  const isWarned = warnedDays !== undefined;
  return {
    $set: { ...fields, ...(nextWarningAt ? { nextWarningAt } : {}), ...(isWarned ? { warnedDays } : {}) },
    $unset: {
      ...(nextWarningAt ? {} : { nextWarningAt: 1 as const }),
      ...(isWarned ? {} : { warnedDays: 1 as const }),
    },
  };
}
