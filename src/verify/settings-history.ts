/** Which reminder settings were in force: what is planned already keeps its time after a change of them. */
import type { ReminderSettings } from '../domain/reminder-settings.ts';
import { settingsOf } from '../domain/settings.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import { clockToleranceMs, historyOf } from './history.ts';
import type { View } from './view.ts';

/** The settings of an organization that have been in force at some time since then, the present ones first; empty when it is gone. */
export type RemindersSince = (organizationId: string, since: Date) => readonly ReminderSettings[];

/** Reads the settings of the organizations that records are of, and from the audit what they were before. */
export async function remindersInForce(
  view: View,
  records: readonly { organizationId: string }[],
): Promise<RemindersSince> {
  const ids = [...new Set(records.map(({ organizationId }) => organizationId))];
  const organizations = await view.find<OrganizationRecord>(
    view.store.organizations,
    { _id: { $in: ids } },
    { tenantId: 1, settings: 1 },
  );
  const changes = await historyOf(view, organizations, { action: 'organization.settings-changed' });
  const present = new Map(organizations.map((one) => [one._id, settingsOf(one).reminders]));
  return (organizationId, since) => {
    const now = present.get(organizationId);
    if (!now) return [];
    const from = since.getTime() - clockToleranceMs;
    const later = changes(organizationId).filter(({ at }) => at.getTime() >= from);
    const inForce = [now];
    for (const change of later.toReversed()) inForce.push(asBefore(inForce.at(-1) ?? now, change));
    return inForce;
  };
}

/** The settings before a change, as its audit row has noted them: lists as text. */
function asBefore(after: ReminderSettings, { detail }: AuditRecord): ReminderSettings {
  const entries = Object.entries(after).map(([name, value]) => {
    const before = detail[`${name}Before`];
    if (before === undefined || before === null) return [name, value];
    return [name, Array.isArray(value) ? numbersIn(String(before)) : before];
  });
  return Object.fromEntries(entries) as ReminderSettings;
}

function numbersIn(text: string): number[] {
  return text === '' ? [] : text.split(', ').map(Number);
}
