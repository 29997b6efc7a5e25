import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Access } from './access.ts';
import { formError } from './errors.ts';
import { organizationRoles } from './permissions.ts';

export const day = 24 * 60 * 60 * 1000;

/** How many days an invitation is valid unless its sender says otherwise. */
export const defaultExpiryDays = 7;
export const expiryChoices = [1, 3, 7, 14, 30] as const;

/** Until when an invitation that begins now can be answered: never beyond the end of the access that it offers. */
export function validUntil(now: Date, validDays: number, accessEndsAt: Date | null): Date {
  const until = now.getTime() + validDays * day;
  return new Date(Math.min(until, accessEndsAt?.getTime() ?? until));
}

/** Until when it can be answered once it is extended by some days: never beyond the end of the access that it offers. */
export function extendedUntil(expiresAt: Date, days: number, accessEndsAt: Date | null): Date {
  return validUntil(expiresAt, days, accessEndsAt);
}

/** How many days after it has expired its invitee can ask for an invitation anew. */
export const renewalDays = 30;

export const noteLimit = 500;
export const reasonLimit = 500;
export const addressesPerInvitation = 100;

const objectId = z.string().min(1).max(64);

/** What is typed into a list of addresses, one per line. */
export const addressesField = z
  .string({ error: 'Enter at least one e-mail address.' })
  .trim()
  .min(1, 'Enter at least one e-mail address.')
  .max(3000, 'Enter at most 3,000 characters.');

/** What the inviter adds; nothing counts as none. */
export const noteField = z
  .string()
  .trim()
  .max(noteLimit, `The note can have at most ${noteLimit} characters.`)
  .nullish()
  .transform((note) => note || null);

/** How many days an invitation is valid. */
export const expiryField = z.coerce
  .number({ error: 'Choose how long it is valid.' })
  .refine((days) => (expiryChoices as readonly number[]).includes(days), 'Choose how long it is valid.');

export const inviteInput = z.object({
  organizationId: objectId,
  emails: addressesField,
  note: noteField,
  expiryDays: expiryField.default(defaultExpiryDays),
  /** The digest of the warnings that the sender has seen and confirmed; empty when none. */
  confirmed: z.string().default(''),
});

/** What an approver gives: a role in the organization, or a role on one of its apps. `chosenAccess` makes one of it. */
const accessInput = {
  what: z.enum(['organization', 'app'], { error: 'Choose what to give access to.' }).default('organization'),
  role: z.enum(organizationRoles, { error: 'Choose a role.' }).optional(),
  appId: objectId.optional(),
  subscriptionId: objectId.optional(),
  roleId: objectId.optional(),
};

type ChosenAccess = z.output<z.ZodObject<typeof accessInput>>;

/** The access that was chosen. @throws DomainError `form` that names everything that is still to be chosen */
export function chosenAccess({ what, role, appId, subscriptionId, roleId }: ChosenAccess): Access {
  if (what === 'organization') {
    if (!role) throw formError({ role: 'Choose a role.' });
    return { kind: 'organization', role };
  }
  if (appId && subscriptionId && roleId) return { kind: 'app', appId, subscriptionId, roleId };
  throw formError({
    ...(appId ? {} : { appId: 'Choose an app.' }),
    ...(subscriptionId ? {} : { subscriptionId: 'Choose a subscription.' }),
    ...(roleId ? {} : { roleId: 'Choose a role.' }),
  });
}

export const offerInput = z.object({
  organizationId: objectId,
  email: z.string({ error: 'Enter the e-mail address.' }).trim().min(1, 'Enter the e-mail address.'),
  username: z.string({ error: 'Enter the username.' }).trim().min(1, 'Enter the username.'),
  ...accessInput,
});

export const approveInput = z.object({ requestId: objectId, ...accessInput });

export const denyInput = z.object({
  requestId: objectId,
  reason: z
    .string()
    .trim()
    .max(reasonLimit, `The reason can have at most ${reasonLimit} characters.`)
    .nullish()
    .transform((reason) => reason || null),
});

export const extendInput = z.object({
  invitationId: objectId,
  days: z.coerce
    .number({ error: 'Choose how much longer it is valid.' })
    .refine(
      (days) => (expiryChoices as readonly number[]).includes(days),
      'Choose how much longer it is valid.',
    ),
});

/** Statuses as people filter by them in `/invitations`. */
export const invitationFilters = [
  'all',
  'pending',
  'proposed',
  'waitlisted',
  'redeemed',
  'accepted',
  'declined',
  'revoked',
  'expired',
  'undeliverable',
] as const;
export type InvitationFilter = (typeof invitationFilters)[number];

/** What became of one line of the invite form. */
export type InviteOutcome = 'invited' | 'already-invited' | 'has-account' | 'has-access' | 'invalid';

export interface InviteLine {
  /** As typed when invalid, else the address that mail goes to. */
  address: string;
  outcome: InviteOutcome;
  /** Why the line is invalid. */
  problem?: string;
  /** The new or the live invitation. */
  invitationId?: string;
  /** The username of the account that the address belongs to. */
  username?: string;
}

export interface InviteWarning {
  address: string;
  text: string;
}

export type InviteResult =
  | { kind: 'confirm'; warnings: InviteWarning[]; digest: string }
  | { kind: 'done'; organizationName: string; expiresAt: Date; lines: InviteLine[] };

/** Names a set of warnings: whoever confirms it confirms these and no others (A34, A37). */
export function digestOf(warnings: InviteWarning[]): string {
  const hash = createHash('sha256').update(JSON.stringify(warnings));
  return hash.digest('base64url').slice(0, 22);
}
