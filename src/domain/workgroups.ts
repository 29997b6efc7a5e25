/** Workgroups (design §4 "Partner workgroup"): groups in an organization, into which partners' people can be let as well. */
import { z } from 'zod';
import type { NamedChoice } from './direct-invitations.ts';
import { addressesField, expiryField, noteField } from './invitations.ts';
import { nameLimit, plainName } from './names.ts';
import type { OrganizationRole } from './permissions.ts';

export const workgroupRoles = ['member', 'admin'] as const;
export type WorkgroupRole = (typeof workgroupRoles)[number];

/** What people read. */
export const workgroupRoleNames: Readonly<Record<WorkgroupRole, string>> = {
  member: 'Workgroup member',
  admin: 'Workgroup admin',
};

/** What people may do in a workgroup: create and archive is for the organization, the rest also for the workgroup's admins. */
export type WorkgroupPermission = 'workgroup:edit' | 'workgroup:people';

/** Whether somebody may do `permission` in a workgroup, by their role in its organization and in the workgroup itself. */
export function allowsInWorkgroup(
  roles: { organization: OrganizationRole | undefined; workgroup: WorkgroupRole | undefined },
  permission: WorkgroupPermission,
): boolean {
  if (roles.organization === 'owner' || roles.organization === 'admin') return true;
  return permission === 'workgroup:people' && roles.workgroup === 'admin';
}

const id = z.string().min(1).max(64);

/** What the form sends that creates a workgroup. `collaborative` has no default: it can never be changed. */
export const workgroupInput = z.object({
  organizationId: id,
  name: plainName({
    missing: 'Enter the name of the workgroup.',
    tooLong: `The name can have at most ${nameLimit} characters.`,
  }),
  description: z
    .string()
    .trim()
    .max(300, 'The description can have at most 300 characters.')
    .nullish()
    .transform((description) => description || null),
  collaborative: z
    .enum(['yes', 'no'], { error: 'Choose whether partners can be let in.' })
    .transform((choice) => choice === 'yes'),
});

/** What the form sends that invites into a workgroup. There is no default role (seed 000 offers ADMINS first). */
export const workgroupInviteInput = z.object({
  workgroupId: id,
  role: z.enum(workgroupRoles, { error: 'Choose member or admin.' }),
  emails: addressesField,
  /** The partner through whose domain they come; null for the organization's own people. */
  partnerId: id.nullish().transform((partner) => partner ?? null),
  expiryDays: expiryField.optional(),
  note: noteField,
});

/** What became of one address (design §4). */
export type WorkgroupOutcome =
  | 'granted'
  /** The organization wants workgroup access to be accepted: the account has an offer. */
  | 'offered'
  | 'waiting-for-account'
  | 'already-waiting'
  | 'not-a-partner'
  | 'not-collaborative'
  | 'already-member'
  | 'invalid';

export interface WorkgroupLine {
  /** As typed when invalid, else the address. */
  address: string;
  outcome: WorkgroupOutcome;
  /** Why the line is invalid, or what to do about it. */
  problem?: string;
  /** Their name, where an account was found. */
  personName?: string;
}

export interface WorkgroupInviteResult {
  workgroupId: string;
  workgroupName: string;
  organizationName: string;
  role: WorkgroupRole;
  /** The partner's name; null for the organization's own people. */
  partnerName: string | null;
  lines: WorkgroupLine[];
  /** Until when those who wait can take it up; null when nobody waits. */
  expiresAt: Date | null;
}

/** How many workgroups a page of the list has. */
export const workgroupsPerPage = 30;

/** A workgroup that somebody is in, as they see it themselves. */
export interface OwnWorkgroup {
  grantId: string;
  organizationName: string;
  name: string;
  role: WorkgroupRole;
  /** The organization that they come by; null for the workgroup's own. */
  partnerName: string | null;
}

/** A workgroup in the list. */
export interface WorkgroupRow {
  id: string;
  organizationName: string;
  name: string;
  description: string | null;
  collaborative: boolean;
  members: number;
  admins: number;
  /** Invitations that wait for an account, or for an answer. */
  waiting: number;
  /** Whether the acting person may edit it and archive it, and not only invite. */
  mayEdit: boolean;
}

/** Somebody in a workgroup. */
export interface WorkgroupMember {
  grantId: string;
  accountId: string;
  name: string;
  username: string;
  email: string;
  role: WorkgroupRole;
  /** The partner through whom they came; null for the organization's own people. */
  partnerName: string | null;
  since: Date;
}

/** One workgroup, a page of its people at a time. */
export interface WorkgroupDetail extends WorkgroupRow {
  organizationId: string;
  people: WorkgroupMember[];
  /** Whether there are people before and after this page. */
  hasNewer: boolean;
  hasOlder: boolean;
  /** The active partners of a collaborative workgroup's organization: through one of them people can be invited. */
  partners: NamedChoice[];
}
