import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { inviterDestinations, toEach } from '../recipients.ts';

/** Tells whoever proposed an invitation to a privileged role what a second approver has decided, taken back, or not decided in time. */
export async function tellProposer(
  context: Context,
  { send }: Effects,
  invitation: InvitationRecord,
  template: 'proposal-decided' | 'proposal-reopened' | 'proposal-expired',
): Promise<void> {
  const { _id } = invitation;
  const about = { type: 'invitation', id: _id } as const;
  const proposer = await inviterDestinations(context, invitation);
  const message = { key: `${template}:${_id}:${context.commandId}`, template, about } as const;
  for (const each of toEach(proposer, message)) send(each);
}
