/** What an organization decides for itself (design §2, §6). */
import { z } from 'zod';
import { parseEmail, splitAddresses } from './email.ts';
import { defaultExpiryDays, expiryChoices } from './invitations.ts';
import { type OrganizationRole, organizationRoles } from './permissions.ts';

export interface OrganizationSettings {
  /** Whether the invitee has to accept, by kind of access. Without it, an account has the access at once. */
  acceptance: { organization: boolean; app: boolean };
  /** The domains that people may be invited from, in ASCII; none means any. */
  allowedDomains: string[];
  /** How long an invitation is valid unless its sender says otherwise. */
  expiryDays: number;
  /** The lowest role that may send invitations. */
  whoMayInvite: OrganizationRole;
}

export const defaultSettings: OrganizationSettings = {
  acceptance: { organization: true, app: true },
  allowedDomains: [],
  expiryDays: defaultExpiryDays,
  whoMayInvite: 'admin',
};

/** The settings that hold for an organization: its own, and the defaults for what it has not decided. */
export function settingsOf(organization: { settings?: Partial<OrganizationSettings> }): OrganizationSettings {
  return { ...defaultSettings, ...organization.settings };
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
    const bad = read.find(({ email }) => 'problem' in email);
    if (bad) issue.addIssue({ code: 'custom', message: `“${bad.domain.slice(0, 60)}” is not a domain.` });
    return [...new Set(read.flatMap(({ email }) => ('domain' in email ? [email.domain] : [])))];
  });

/** The kinds of access for which the form ticks that the invitee has to accept. */
export const acceptanceKinds = ['organization', 'app'] as const;

/** What the settings form sends. */
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
    ({ acceptance, ...rest }): OrganizationSettings => ({
      ...rest,
      acceptance: {
        organization: acceptance.includes('organization'),
        app: acceptance.includes('app'),
      },
    }),
  );
