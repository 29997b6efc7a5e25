/** What an organization decides for itself (design §2, §6). */
import { z } from 'zod';
import { parseEmail, splitAddresses } from './email.ts';
import { defaultExpiryDays, expiryChoices } from './invitations.ts';
import { type OrganizationRole, organizationRoles } from './permissions.ts';
import { defaultReminders, type ReminderSettings } from './reminder-settings.ts';

export interface OrganizationSettings {
  /** Whether the invitee has to accept, by kind of access. Without it, an account has the access at once. */
  acceptance: { organization: boolean; app: boolean; workgroup: boolean };
  /** The domains that people may be invited from, in ASCII; none means any. */
  allowedDomains: string[];
  /** How long an invitation is valid unless its sender says otherwise. */
  expiryDays: number;
  /** The lowest role that may send invitations. */
  whoMayInvite: OrganizationRole;
  reminders: ReminderSettings;
}

/** What an organization has stored: records are older than some of the settings. */
export type StoredSettings = Partial<Omit<OrganizationSettings, 'acceptance' | 'reminders'>> & {
  acceptance?: Partial<OrganizationSettings['acceptance']>;
  reminders?: Partial<ReminderSettings>;
};

export const defaultSettings: OrganizationSettings = {
  acceptance: { organization: true, app: true, workgroup: false },
  allowedDomains: [],
  expiryDays: defaultExpiryDays,
  whoMayInvite: 'admin',
  reminders: defaultReminders,
};

/** The settings that hold for an organization: its own, and the defaults for what it has not decided. */
export function settingsOf(organization: { settings?: StoredSettings }): OrganizationSettings {
  const { settings = {} } = organization;
  const acceptance = { ...defaultSettings.acceptance, ...settings.acceptance };
  const reminders = { ...defaultReminders, ...settings.reminders };
  return { ...defaultSettings, ...settings, acceptance, reminders };
}

/** Whether somebody of this domain may be invited; a subdomain is another domain. */
export function isAllowedDomain({ allowedDomains }: OrganizationSettings, domain: string): boolean {
  return allowedDomains.length === 0 || allowedDomains.includes(domain);
}

const domains = z
  .string()
  .max(2000, 'Enter at most 2,000 characters.')
  .nullish()
  .transform((typed, issue) => {
    const found = splitAddresses(typed ?? '').map((piece) => piece.replace(/^@/, ''));
    const read = found.map((domain) => ({ domain, email: parseEmail(`x@${domain}`) }));
    const bad = read.filter(({ email }) => 'problem' in email).slice(0, 5);
    const problems = bad.map(({ domain }) => `“${domain.slice(0, 60)}” is not a domain.`);
    if (problems.length > 0) issue.addIssue({ code: 'custom', message: problems.join(' ') });
    return [...new Set(read.flatMap(({ email }) => ('domain' in email ? [email.domain] : [])))];
  });

/** The kinds of access for which the form ticks that the invitee has to accept. */
export const acceptanceKinds = ['organization', 'app', 'workgroup'] as const;

/** What the settings form sends; reminders have a form of their own. */
export const settingsInput = z
  .object({
    acceptance: z.array(z.enum(acceptanceKinds)).default([]),
    allowedDomains: domains,
    expiryDays: z.coerce
      .number({ error: 'Choose how long invitations are valid.' })
      .refine(
        (days) => (expiryChoices as readonly number[]).includes(days),
        'Choose how long invitations are valid.',
      ),
    whoMayInvite: z.enum(organizationRoles, { error: 'Choose who may invite.' }),
  })
  .transform(
    ({ acceptance, ...rest }): Omit<OrganizationSettings, 'reminders'> => ({
      ...rest,
      acceptance: {
        organization: acceptance.includes('organization'),
        app: acceptance.includes('app'),
        workgroup: acceptance.includes('workgroup'),
      },
    }),
  );
