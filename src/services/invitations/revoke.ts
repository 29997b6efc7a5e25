import { alreadyEnded } from '../../domain/errors.ts';
import { invitationTransitions, sourcesOf } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { command, type Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { endInvitation } from './end-invitation.ts';
import { invitationToManage } from './managed.ts';

/** Takes an invitation back: its code is dead, its seat is free, and the invited address is told if it has heard of it. */
export async function revokeInvitation(context: Context, invitationId: string): Promise<{ email: string }> {
  return command(context, 'invitation.revoke', async (effects) => {
    const { invitation } = await invitationToManage(context, invitationId);
    await revoke(context, effects, invitation);
    return { email: invitation.email };
  });
}

/** Writes nothing. @throws DomainError `stale` when it has ended already */
export function requireRevocable(invitation: InvitationRecord): void {
  if (!sourcesOf(invitationTransitions, 'revoked').includes(invitation.status))
    throw alreadyEnded(invitation);
}

/** The writes of a revocation. @throws DomainError `stale` when it has ended already */
export async function revoke(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
): Promise<void> {
  const { _id, email, status } = invitation;
  requireRevocable(invitation);
  if (!(await endInvitation(context, effects, invitation, 'revoked'))) throw alreadyEnded(invitation);
  if (status !== 'pending') return;
  effects.send({
    key: `invitation-withdrawn:${_id}:${context.commandId}`,
    template: 'invitation-withdrawn',
    about: { type: 'invitation', id: _id },
    to: { via: 'mail', address: email },
  });
}
