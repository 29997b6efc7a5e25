import type { Access } from '../../domain/access.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { grantKey, inTime } from '../authority.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { endDueGrant } from '../people/end-due-grant.ts';
import { endExpired } from './end-expired.ts';
import { offerKey } from './keys.ts';

interface Invitee {
  emailKey: string;
  accountId: string | null;
}

/** What somebody has at a place already: the access, or a live invitation to it. */
export interface Taken {
  grant: GrantRecord | null;
  invitation: InvitationRecord | null;
}

/** Looks at a place as it is now; an invitation whose time is over does not count. */
export async function whatIsThere(
  context: Context,
  organizationId: string,
  access: Access,
  { emailKey, accountId }: Invitee,
): Promise<Taken> {
  const { tenantId } = context.actor;
  const now = context.now();
  const grant = accountId
    ? await context.store.grants
        .findOne({ tenantId, liveKey: grantKey(organizationId, access, accountId), ...inTime(now) })
        .lean()
    : null;
  const invitation = await context.store.invitations
    .findOne({ tenantId, liveKey: offerKey(organizationId, access, emailKey) })
    .lean();
  const isLive = invitation && (invitation.status === 'waitlisted' || invitation.expiresAt > now);
  return { grant, invitation: isLive ? invitation : null };
}

/** Makes room for a new invitation, and for the access that it leads to, where only the sweep has not come by yet. Only inside a command. */
export async function clearExpired(
  context: Context,
  effects: Effects,
  organizationId: string,
  access: Access,
  { emailKey, accountId }: Invitee,
): Promise<void> {
  const { tenantId } = context.actor;
  const liveKey = offerKey(organizationId, access, emailKey);
  const invitation = await context.store.invitations.findOne({ tenantId, liveKey }).lean();
  if (invitation) await endExpired(context, effects, invitation);
  if (accountId) await clearDueGrant(context, effects, grantKey(organizationId, access, accountId));
}

async function clearDueGrant(context: Context, effects: Effects, liveKey: string): Promise<void> {
  const { tenantId } = context.actor;
  const due = { tenantId, liveKey, endsAt: { $ne: null, $lte: context.now() } };
  const grant = await context.store.grants.findOne(due).lean();
  if (grant) await endDueGrant(context, effects, grant);
}
