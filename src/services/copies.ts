import type { Subject, Template } from '../domain/messages.ts';
import type { Effects } from './command.ts';
import type { Context } from './context.ts';

/** The messages that change with their subject: an approver's card, a second approver's, and an invitee's offer. */
const living: Template[] = ['request-opened', 'proposal', 'offer', 'offer-reminder'];

/**
 * Has every copy of a subject's card in Slack written anew, wherever it was posted or is still about to be.
 * A refresh is a row of the outbox like any message, so none is lost.
 */
export async function refreshCopies(context: Context, effects: Effects, about: Subject): Promise<void> {
  await refreshCopiesOf(context, effects, about.type, [about.id]);
}

/** The same for many subjects of one kind. */
export async function refreshCopiesOf(
  context: Context,
  { send }: Effects,
  type: Subject['type'],
  ids: string[],
): Promise<void> {
  const copies = await context.store.outbox
    .find(
      {
        tenantId: context.actor.tenantId,
        'about.id': { $in: ids },
        template: { $in: living },
        'to.via': 'slack',
      },
      { template: 1, about: 1 },
    )
    .lean();
  for (const copy of copies) {
    send({
      key: `refresh:${copy._id}:${context.commandId}`,
      template: copy.template,
      about: { type, id: copy.about.id },
      to: { via: 'refresh', copyOf: copy._id },
    });
  }
}
