import type { Subject, Template } from '../domain/messages.ts';
import type { Effects } from './command.ts';
import type { Context } from './context.ts';

/**
 * The messages that change with their subject: an approver's card, a second approver's, an invitee's offer, and the question to
 * send an invitation again.
 */
const living: Template[] = ['request-opened', 'proposal', 'offer', 'offer-reminder', 'renewal-asked'];

/**
 * Has every copy of a subject's card in Slack written anew, wherever it was posted or is still about to be, and every reminder
 * that shows it. A refresh is a row of the outbox like any message, so none is lost.
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
  const { tenantId } = context.actor;
  const { outbox } = context.store;
  const fields = { template: 1, about: 1 } as const;
  const copies = await outbox
    .find(
      {
        tenantId,
        'about.id': { $in: ids },
        'about.type': type,
        template: { $in: living },
        'to.via': 'slack',
      },
      fields,
    )
    .lean();
  const reminders = await outbox.find({ tenantId, shows: { $in: ids } }, fields).lean();
  for (const { _id, template, about } of [...copies, ...reminders]) {
    send({
      key: `refresh:${_id}:${context.commandId}`,
      template,
      about,
      to: { via: 'refresh', copyOf: _id },
    });
  }
}
