import { command, type Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { inviterDestinations, toEach } from '../recipients.ts';
import { endInvitation } from './end-invitation.ts';

interface Undeliverable {
  invitationId: string;
  /** The version of the code that the mail carried. */
  codeVersion: number;
  /** In plain words. */
  reason: string;
  /** Who gave the mail up, while it still failed. */
  givenUpBy?: string;
}

/** The mail server refuses the address for good, or the mail was given up: the code is dead, and the sender hears of it, or the owners (A57). A resend since then stands. */
export async function markUndeliverable(context: Context, lost: Undeliverable): Promise<void> {
  await command(context, 'invitation.undeliverable', (effects) => endAsUndeliverable(context, effects, lost));
}

/** The same, within another command. */
export async function endAsUndeliverable(
  context: Context,
  effects: Effects,
  { invitationId, codeVersion: mailed, reason, givenUpBy }: Undeliverable,
): Promise<void> {
  const { tenantId } = context.actor;
  const invitation = await context.store.invitations.findOne({ _id: invitationId, tenantId }).lean();
  if (!invitation) return;
  const filter = { codeVersion: mailed };
  const detail = { reason, ...(givenUpBy === undefined ? {} : { givenUpBy }) };
  if (!(await endInvitation(context, effects, invitation, 'undeliverable', { filter, detail }))) return;
  const about = { type: 'invitation', id: invitationId } as const;
  const inviter = await inviterDestinations(context, invitation);
  const key = `invitation-undeliverable:${invitationId}:${mailed}`;
  for (const message of toEach(inviter, { key, template: 'invitation-undeliverable', about })) {
    effects.send(message);
  }
}
