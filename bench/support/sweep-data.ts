import { randomBytes } from 'node:crypto';
import { selectorFrom } from '../../src/domain/codes.ts';
import { day } from '../../src/domain/invitations.ts';
import { joinKey } from '../../src/services/invitations/keys.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import { organization, owner, plainInvitation, tenantId } from './records.ts';

export type SweepQuestion =
  /** Makes the database, the organization and its owner. */
  | { kind: 'prepare' }
  /** New invitations are due, every second one for a reminder, the others because they are over. Answers how many a second. */
  | { kind: 'sweep'; count: number };

/** Invitations to addresses, sent two days ago or a week ago. */
export function dueInvitations(count: number): InvitationRecord[] {
  const now = new Date();
  return Array.from({ length: count }, (_, index) => {
    const isOver = index % 2 === 1;
    const email = `p${randomBytes(8).toString('hex')}@aster.example`;
    const expiresAt = new Date(now.getTime() + (isOver ? -1000 : 5 * day));
    return {
      ...plainInvitation,
      _id: `inv_${randomBytes(13).toString('hex')}`,
      tenantId,
      organizationId: organization._id,
      kind: 'join',
      status: 'pending',
      email,
      emailKey: email,
      nearKey: email,
      selector: selectorFrom(randomBytes(8)),
      invitedBy: owner._id,
      inviterName: 'Pat owner',
      createdAt: new Date(expiresAt.getTime() - 7 * day),
      expiresAt,
      liveKey: joinKey(organization._id, email),
      ...(isOver ? {} : { nextReminderAt: new Date(now.getTime() - 1000), remindersSent: 0 }),
    };
  });
}
