import { placeOf } from '../../domain/access.ts';
import type { ExpiredOffer } from '../../domain/overviews.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { describeAccesses } from '../access.ts';
import type { Context } from '../context.ts';
import { renewableSince } from '../invitations/ask-renewal.ts';

/** How many Home shows, and how many it looks at to find them. */
const shown = 3;
const lookedAt = 20;

/**
 * The invitations of an account that have expired and can be asked for anew, the newest first: one for each place at which the
 * person has neither the access nor another invitation by now.
 */
export async function expiredOffers(
  context: Context,
  accountId: string,
  has: { grants: readonly GrantRecord[]; offers: readonly InvitationRecord[] },
): Promise<ExpiredOffer[]> {
  const { tenantId } = context.actor;
  const now = context.now();
  const expired = await context.store.invitations
    .find({
      tenantId,
      accountId,
      // The sweep may not have come by yet.
      status: { $in: ['expired', 'pending'] },
      kind: 'access',
      expiresAt: { $gt: renewableSince(now), $lte: now },
      endedFrom: { $ne: 'proposed' },
    })
    .sort({ expiresAt: -1 })
    .limit(lookedAt)
    .lean();
  const taken = new Set([...has.grants, ...has.offers].map(placeKey));
  const missed = expired.filter((invitation) => {
    const isFirst = !taken.has(placeKey(invitation));
    taken.add(placeKey(invitation));
    return isFirst;
  });
  return inWords(context, missed.slice(0, shown));
}

async function inWords(context: Context, invitations: InvitationRecord[]): Promise<ExpiredOffer[]> {
  if (invitations.length === 0) return [];
  const { tenantId } = context.actor;
  const describe = await describeAccesses(
    context,
    tenantId,
    invitations.map(({ access }) => access),
  );
  const places = await context.store.organizations
    .find({ tenantId, _id: { $in: invitations.map(({ organizationId }) => organizationId) } }, { name: 1 })
    .lean();
  const names = new Map(places.map(({ _id, name }) => [_id, name]));
  return invitations.flatMap(({ _id: invitationId, organizationId, access, expiresAt, renewalAskedAt }) => {
    if (!access) return [];
    const organizationName = names.get(organizationId) ?? '';
    const asked = renewalAskedAt !== undefined;
    return [{ invitationId, organizationName, access: describe(access), expiredAt: expiresAt, asked }];
  });
}

function placeKey({
  organizationId,
  access,
}: Pick<GrantRecord | InvitationRecord, 'organizationId' | 'access'>): string {
  return access ? placeOf(organizationId, access) : '';
}
