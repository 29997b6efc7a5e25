import { invitationTransitions, sourcesOf } from '../../domain/states.ts';
import { endRequest } from '../access-requests/end-request.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { directMessages, toEach } from '../recipients.ts';

/** The mail server refuses the address for good: the code is dead, and the sender hears of it (A57). A resend since then stands. */
export async function markUndeliverable(
  context: Context,
  {
    invitationId,
    codeVersion: mailed,
    reason,
  }: { invitationId: string; codeVersion: number; reason: string },
): Promise<void> {
  await command(context, 'invitation.undeliverable', async (effects) => {
    const { tenantId } = context.actor;
    const invitation = await context.store.invitations
      .findOneAndUpdate(
        {
          _id: invitationId,
          tenantId,
          codeVersion: mailed,
          status: { $in: sourcesOf(invitationTransitions, 'undeliverable') },
        },
        { $set: { status: 'undeliverable', endedAt: context.now() }, $unset: { liveKey: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (!invitation) return;
    const { organizationId, requestId, codeVersion, invitedBy } = invitation;
    effects.record({
      action: 'invitation.undeliverable',
      organizationId,
      subjects: [invitationId],
      detail: { reason },
    });
    if (requestId) await endRequest(context, effects, requestId, organizationId, 'lapsed');
    const about = { type: 'invitation', id: invitationId } as const;
    await refreshCopies(context, effects, about);
    const inviter = await directMessages(context, [invitedBy]);
    const key = `invitation-undeliverable:${invitationId}:${codeVersion}`;
    for (const message of toEach(inviter, { key, template: 'invitation-undeliverable', about })) {
      effects.send(message);
    }
  });
}
