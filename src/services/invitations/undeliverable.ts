import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { inviterDestinations, toEach } from '../recipients.ts';
import { endInvitation } from './end-invitation.ts';

/** The mail server refuses the address for good: the code is dead, and the sender hears of it, or the owners (A57). A resend since then stands. */
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
    const invitation = await context.store.invitations.findOne({ _id: invitationId, tenantId }).lean();
    if (!invitation) return;
    const filter = { codeVersion: mailed };
    const detail = { reason };
    if (!(await endInvitation(context, effects, invitation, 'undeliverable', { filter, detail }))) return;
    const about = { type: 'invitation', id: invitationId } as const;
    const inviter = await inviterDestinations(context, invitation);
    const key = `invitation-undeliverable:${invitationId}:${mailed}`;
    for (const message of toEach(inviter, { key, template: 'invitation-undeliverable', about })) {
      effects.send(message);
    }
  });
}
