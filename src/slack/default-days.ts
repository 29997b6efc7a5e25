import { defaultSettings, settingsOf } from '../domain/settings.ts';
import type { OrganizationRecord } from '../store/models/organization.ts';
import type { Values } from './values.ts';

/** For how many days an invitation is valid unless its sender says otherwise; undefined: no organization is chosen yet. */
export function defaultDaysOf(organization: OrganizationRecord | undefined): number {
  return (organization ? settingsOf(organization) : defaultSettings).expiryDays;
}

/**
 * What was filled in before another organization was chosen. That one has another default: it replaces the old one, but not what
 * the sender has chosen instead.
 * @param shown the default of the organization that was chosen before
 */
export function withoutDefaultDays(values: Values, shown: string): Values {
  const { expiryDays, ...others } = values;
  return expiryDays === shown ? others : values;
}
