import { collaborationTransitions, type PartnerLoss } from '../../domain/collaborations.ts';
import { DomainError, stale } from '../../domain/errors.ts';
import { sourcesOf } from '../../domain/states.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { countAll, endAll } from '../workgroups/end-all.ts';
import { closeGates } from '../workgroups/gates.ts';
import { type Partnership, partnershipAs } from './find.ts';
import { tellOwners } from './tell-owners.ts';

export type EndedPartnership = { organizationName: string; partnerName: string } & PartnerLoss;

/** What would end with a partnership now, for those who may end it from either side. @throws deny */
export async function lossOfPartner(context: Context, collaborationId: string): Promise<PartnerLoss> {
  const { collaboration } = await partnershipAs(context, 'host', collaborationId).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'deny') {
      return partnershipAs(context, 'partner', collaborationId);
    }
    throw error;
  });
  return countAll(context, allOf(collaboration));
}

/**
 * Takes a partner off an organization's list: its people lose the access to the organization's workgroups in the same moment, and
 * codes that wait are dead (A15).
 * @throws DomainError `deny`, or `stale` when it has ended already
 */
export async function removePartner(context: Context, collaborationId: string): Promise<EndedPartnership> {
  return command(context, 'collaboration.remove', async (effects) => {
    return end(context, effects, await partnershipAs(context, 'host', collaborationId), 'removed');
  });
}

/** The same from the partner's side: only its owners can allow it again. */
export async function leavePartnership(context: Context, collaborationId: string): Promise<EndedPartnership> {
  return command(context, 'collaboration.leave', async (effects) => {
    return end(context, effects, await partnershipAs(context, 'partner', collaborationId), 'left');
  });
}

/** After it has left, the partner can be added again by its host. Nobody has access by this alone. */
export async function allowPartnershipAgain(
  context: Context,
  collaborationId: string,
): Promise<{ organizationName: string; partnerName: string }> {
  return command(context, 'collaboration.allow', async (effects) => {
    const { collaboration, host, partner } = await partnershipAs(context, 'partner', collaborationId);
    const { _id, tenantId, organizationId, partnerId, changedBy, changedAt } = collaboration;
    const { modifiedCount } = await context.store.collaborations.updateOne(
      { _id, tenantId, status: 'left' },
      { $set: { status: 'removed', ...changed(context) } },
    );
    if (modifiedCount === 0) throw stale(changedBy, changedAt);
    effects.record({ action: 'collaboration.allowed', organizationId, subjects: [_id, partnerId] });
    await tellOwners(context, effects, [host], {
      key: `partner-allowed:${_id}:${context.commandId}`,
      template: 'partner-allowed',
      about: { type: 'collaboration', id: _id },
    });
    return { organizationName: host.name, partnerName: partner.name };
  });
}

async function end(
  context: Context,
  effects: Effects,
  { collaboration, host, partner }: Partnership,
  status: 'left' | 'removed',
): Promise<EndedPartnership> {
  const { _id, tenantId, organizationId, partnerId, changedBy, changedAt } = collaboration;
  const endable = sourcesOf(collaborationTransitions, 'left');
  const { modifiedCount } = await context.store.collaborations.updateOne(
    { _id, tenantId, status: { $in: endable } },
    { $set: { status, ...changed(context) } },
  );
  if (modifiedCount === 0) throw stale(changedBy, changedAt);
  await closeGates(context, { organizationId });
  const loss = await endAll(context, effects, allOf(collaboration));
  effects.record({
    action: `collaboration.${status}`,
    organizationId,
    subjects: [_id, partnerId],
    detail: { ...loss },
  });
  await tellOwners(context, effects, [host, partner], {
    key: `partner-ended:${_id}:${context.commandId}`,
    template: 'partner-ended',
    about: { type: 'collaboration', id: _id },
  });
  return { organizationName: host.name, partnerName: partner.name, ...loss };
}

function changed(context: Context) {
  return { changedAt: context.now(), changedBy: requireAccount(context).name };
}

function allOf({ organizationId, partnerId }: Partnership['collaboration']) {
  return { organizationId, 'access.partnerId': partnerId };
}
