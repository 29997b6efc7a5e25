import type { OrganizationRole } from '../../src/domain/permissions.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { roleNames } from '../common/words.ts';

/** An invitation as the people see it who manage it. */
export type InvitationRow = {
  id: string;
  kind: 'join' | 'access';
  email: string;
  organizationName: string;
  role: OrganizationRole | null;
  status: InvitationStatus;
  inviterName: string;
  createdAt: Date;
  expiresAt: Date;
  note: string | null;
};

/** One event in the life of an invitation. */
export type TimelineEntry = { at: Date; text: string };

/** What an invitation is for, in two or three words. */
export function purpose({ kind, role }: InvitationRow): string {
  if (kind === 'join') return 'Create an account';
  return role === null ? 'Access' : `Access as ${roleNames[role]}`;
}
