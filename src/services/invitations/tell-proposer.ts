import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { inviterDestinations, toEach } from '../recipients.ts';
import { type Humane, humane } from '../reminders/quiet-hours.ts';

/**
 * Tells whoever proposed an invitation to a privileged role what a second approver has decided, taken back, or not decided in
 * time. That it has expired waits for a humane time.
 */
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
  for (const to of proposer) {
    const when = template === 'proposal-expired' ? await humaneTime(context, invitation, to) : {};
    for (const each of toEach([to], { ...message, ...when })) send(each);
  }
}

async function humaneTime(
  context: Context,
  { tenantId, organizationId: _id }: InvitationRecord,
  to: Awaited<ReturnType<typeof inviterDestinations>>[number],
): Promise<Humane> {
  const { organizations, accounts } = context.store;
  const organization = await organizations.findOne({ _id, tenantId }, { settings: 1 }).lean();
  const identityKeys = `${to.teamId ?? tenantId}:${to.channel}`;
  const account = await accounts.findOne({ tenantId, identityKeys }, { timeZone: 1 }).lean();
  return humane(organization ?? { _id }, { timeZone: account?.timeZone }, context.now());
}
