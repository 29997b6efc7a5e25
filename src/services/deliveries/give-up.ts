import { endsInvitation } from '../../domain/deliveries.ts';
import { stale } from '../../domain/errors.ts';
import type { Template } from '../../domain/messages.ts';
import { command, type Effects } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { endAsUndeliverable } from '../invitations/undeliverable.ts';
import { type FailingMessage, findFailing } from './find.ts';
import { noteOf } from './place.ts';

/**
 * A message that fails is tried no more, and one that was given up leaves the list. An invitation whose mail is given up is
 * undeliverable, so that it can be sent again; a reminder of it may be missing.
 * @throws DomainError `deny`; `stale` when it is under way, or somebody was faster
 */
export async function giveUpMessage(context: Context, messageId: string): Promise<{ template: Template }> {
  return command(context, 'message.give-up', async (effects) => {
    const row = await findFailing(context, messageId);
    const { _id, tenantId, template, about, status, organizationId } = row;
    const { name: givenUpBy } = requireAccount(context);
    const problem = `Given up by ${givenUpBy}.`;
    const { modifiedCount } = await context.store.outbox.updateOne(
      { _id, tenantId, status, lease: null },
      { $set: { status: 'cancelled', endedAt: context.now(), problem } },
    );
    if (modifiedCount === 0) throw stale();
    const detail = await noteOf(context, row);
    effects.record({ action: 'message.given-up', organizationId, subjects: [about.id], detail });
    if (status === 'pending') await closeInvitation(context, effects, row, { reason: problem, givenUpBy });
    return { template };
  });
}

async function closeInvitation(
  context: Context,
  effects: Effects,
  { template, to, about, codeVersion }: FailingMessage,
  why: { reason: string; givenUpBy: string },
): Promise<void> {
  if (to.via !== 'mail' || !endsInvitation(template, 'spent') || about.type !== 'invitation') return;
  await endAsUndeliverable(context, effects, {
    invitationId: about.id,
    codeVersion: codeVersion ?? 1,
    ...why,
  });
}
