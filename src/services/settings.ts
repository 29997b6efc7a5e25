import { type OrganizationSettings, settingsInput, settingsOf } from '../domain/settings.ts';
import { authorize } from './authority.ts';
import { command } from './command.ts';
import type { Context } from './context.ts';
import { parseInput } from './parse.ts';

export interface SettingsResult {
  organizationName: string;
  settings: OrganizationSettings;
}

/** What an organization has decided for itself, for those who may change it. */
export async function getSettings(context: Context, organizationId: string): Promise<SettingsResult> {
  const { organization } = await authorize(context, 'settings:edit', organizationId);
  return { organizationName: organization.name, settings: settingsOf(organization) };
}

/** Changes what an organization has decided for itself; what was sent before stays as it was sent. */
export async function editSettings(
  context: Context,
  organizationId: string,
  input: unknown,
): Promise<SettingsResult> {
  const settings = parseInput(settingsInput, input);
  return command(context, 'organization.edit-settings', async (effects) => {
    const { organization } = await authorize(context, 'settings:edit', organizationId);
    const result = { organizationName: organization.name, settings };
    const detail = changed(flat(settingsOf(organization)), flat(settings));
    if (Object.keys(detail).length === 0) return result;
    await context.store.organizations.updateOne(
      { _id: organizationId, tenantId: context.actor.tenantId },
      { $set: { settings } },
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
function flat({ acceptance, allowedDomains, expiryDays, whoMayInvite }: OrganizationSettings): Flat {
  return {
    acceptanceOfOrganization: acceptance.organization,
    acceptanceOfApp: acceptance.app,
    acceptanceOfWorkgroup: acceptance.workgroup,
    allowedDomains: allowedDomains.join(', '),
    expiryDays,
    whoMayInvite,
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
