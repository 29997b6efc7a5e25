import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { directMessages, toEach } from '../recipients.ts';

/** Tells of an invitation's current version: by mail, with its code where it has one, and in Slack whoever has an account. */
export async function tellInvitee(
  context: Context,
  effects: Effects,
  invitation: InvitationRecord,
): Promise<void> {
  const { _id, kind, codeVersion, email } = invitation;
  const template = kind === 'join' ? 'join-invitation' : 'offer';
  const key = kind === 'join' ? `join-invitation:${_id}:${codeVersion}` : `offer:${_id}:${codeVersion}:mail`;
  const about = { type: 'invitation', id: _id } as const;
  effects.send({ key, template, about, codeVersion, to: { via: 'mail', address: email } });
  if (kind === 'access') await showOffer(context, effects, invitation);
}

/** The direct message with Accept and Decline, once there is an account to send it to. */
export async function showOffer(
  context: Context,
  { send }: Effects,
  { _id, accountId, codeVersion }: InvitationRecord,
): Promise<void> {
  const invitee = await directMessages(context, accountId ? [accountId] : []);
  const about = { type: 'invitation', id: _id } as const;
  const offer = { key: `offer:${_id}:${codeVersion}`, template: 'offer', about, codeVersion } as const;
  for (const message of toEach(invitee, offer)) send(message);
}
