/**
 * I2, I3: one live record at each place. Exactly the live ones name their place, it is theirs, and no place is named twice. The
 * last is also a unique index, which a restored database may lack.
 */
import type { Model, PipelineStage } from 'mongoose';
import { type Access, placeOf } from '../domain/access.ts';
import { liveInvitations } from '../domain/states.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { View } from './view.ts';
import { type Invariant, type Violation, violationsOf } from './violation.ts';

interface Placed {
  _id: string;
  status: string;
  liveKey?: string;
}

/** I2, for invitations: one live one per kind, place and address. */
export function invitationAtItsPlace(invitation: InvitationRecord): Violation[] {
  const { kind, organizationId, emailKey, access } = invitation;
  const isLive = (liveInvitations as readonly string[]).includes(invitation.status);
  const place =
    kind === 'join'
      ? `join:${organizationId}:${emailKey}`
      : access && `access:${placeOf(organizationId, access)}:${emailKey}`;
  return place === null
    ? [violationsOf(invitation._id)('I2', 'is an invitation to an access, and offers none')]
    : atItsPlace('I2', invitation, isLive, place);
}

/** I2, for requests: one live one per organization and account. */
export function requestAtItsPlace(request: AccessRequestRecord): Violation[] {
  const isLive = request.status === 'pending' || request.status === 'approved';
  return atItsPlace('I2', request, isLive, `request:${request.organizationId}:${request.accountId}`);
}

/** I3: one active grant per place and account. */
export function grantAtItsPlace(grant: GrantRecord): Violation[] {
  const place = `${placeOf(grant.organizationId, grant.access as Access)}:${grant.accountId}`;
  return atItsPlace('I3', grant, grant.status === 'active', place);
}

/** Places that several records of a collection name. The server groups them, on its disk where they are many. */
export async function sharedPlaces(
  view: View,
  { model, filter }: { model: Model<never>; filter: object },
  invariant: Invariant,
): Promise<Violation[]> {
  const stages: PipelineStage[] = [
    { $match: { ...filter, liveKey: { $exists: true } } },
    { $group: { _id: { tenantId: '$tenantId', liveKey: '$liveKey' }, ids: { $push: '$_id' } } },
    { $match: { 'ids.1': { $exists: true } } },
    { $limit: 1000 },
  ];
  const shared = await view.aggregate<{ ids: string[] }>(model, stages);
  return shared.map(({ ids }) => {
    const [first = '', ...others] = ids.sort();
    return { invariant, id: first, problem: `has the same place as ${others.slice(0, 20).join(', ')}` };
  });
}

function atItsPlace(
  invariant: Invariant,
  { _id, status, liveKey }: Placed,
  isLive: boolean,
  place: string,
): Violation[] {
  const violation = violationsOf(_id);
  if (isLive && liveKey === undefined) return [violation(invariant, `is ${status}, and names no place`)];
  if (!isLive && liveKey !== undefined) return [violation(invariant, `is ${status}, and keeps its place`)];
  return liveKey === undefined || liveKey === place
    ? []
    : [violation(invariant, 'names a place that is not its own')];
}
