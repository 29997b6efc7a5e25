import { type ReminderSettings, reminderSettingsInput } from '../domain/reminder-settings.ts';
import { type OrganizationSettings, settingsInput, settingsOf } from '../domain/settings.ts';
import { authorize } from './authority.ts';
import { command } from './command.ts';
import type { Context } from './context.ts';
import { armDigest } from './digest.ts';
import { hasUnreachableChannel } from './outbox/channel-state.ts';
import { parseInput } from './parse.ts';

export interface SettingsResult {
  organizationName: string;
  settings: OrganizationSettings;
  /** Nothing can be posted in the approvals channel. */
  isChannelUnreachable?: boolean;
}

/** What an organization has decided for itself, for those who may change it. */
export async function getSettings(context: Context, organizationId: string): Promise<SettingsResult> {
  const { organization } = await authorize(context, 'settings:edit', organizationId);
  const isChannelUnreachable = hasUnreachableChannel(organization);
  return { organizationName: organization.name, settings: settingsOf(organization), isChannelUnreachable };
}

/** Changes what an organization has decided for itself; what was sent before stays as it was sent. Reminders stay. */
export async function editSettings(
  context: Context,
  organizationId: string,
  input: unknown,
): Promise<SettingsResult> {
  const typed = parseInput(settingsInput, input);
  return decide(context, 'organization.edit-settings', organizationId, typed);
}

/**
 * Changes when an organization reminds people. What is planned already is looked at by the new rules when its time comes; the
 * weekly digest moves at once; all else stays.
 */
export async function editReminders(
  context: Context,
  organizationId: string,
  input: unknown,
): Promise<SettingsResult> {
  const reminders = parseInput(reminderSettingsInput, input);
  return decide(context, 'organization.edit-reminders', organizationId, { reminders });
}

async function decide(
  context: Context,
  name: string,
  organizationId: string,
  decided: Partial<OrganizationSettings>,
): Promise<SettingsResult> {
  return command(context, name, async (effects) => {
    const { organization } = await authorize(context, 'settings:edit', organizationId);
    const before = settingsOf(organization);
    const settings = { ...before, ...decided };
    const result = { organizationName: organization.name, settings };
    const detail = changed(flat(before), flat(settings));
    if (Object.keys(detail).length === 0) return result;
    const nextDigestAt = armDigest(organization, settings.reminders, context.now());
    await context.store.organizations.updateOne(
      { _id: organizationId, tenantId: context.actor.tenantId },
      nextDigestAt
        ? { $set: { settings, nextDigestAt } }
        : { $set: { settings }, $unset: { nextDigestAt: 1 } },
    );
    effects.record({
      action: 'organization.settings-changed',
      organizationId,
      subjects: [organizationId],
      detail,
    });
    return result;
  });
}

type Flat = Record<string, string | number | boolean>;

/** One plain value for each decision, as the audit wants them. */
function flat({
  acceptance,
  allowedDomains,
  expiryDays,
  whoMayInvite,
  reminders,
}: OrganizationSettings): Flat {
  return {
    acceptanceOfOrganization: acceptance.organization,
    acceptanceOfApp: acceptance.app,
    acceptanceOfWorkgroup: acceptance.workgroup,
    allowedDomains: allowedDomains.join(', '),
    expiryDays,
    whoMayInvite,
    ...flatReminders(reminders),
  };
}

function flatReminders({ inviteeDays, accessEndDays, workingDays, ...rest }: ReminderSettings): Flat {
  return {
    ...rest,
    inviteeDays: inviteeDays.join(', '),
    accessEndDays: accessEndDays.join(', '),
    workingDays: workingDays.join(', '),
  };
}

/** What is another than before: `expiryDaysBefore` and `expiryDaysAfter`. */
function changed(before: Flat, after: Flat): Flat {
  const entries = Object.entries(after).filter(([name, value]) => before[name] !== value);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => [
      [`${name}Before`, before[name] ?? ''],
      [`${name}After`, value],
    ]),
  );
}
