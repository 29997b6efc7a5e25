import { denyInput } from '../../domain/invitations.ts';
import { fullName } from '../../domain/people.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { parseInput } from '../parse.ts';
import { directMessages, toEach } from '../recipients.ts';
import { decide, requestToDecide } from './decide.ts';

/** Denies a request, with a reason or without; its person is told by mail and direct message. */
export async function denyRequest(context: Context, input: unknown): Promise<{ personName: string }> {
  const { requestId, reason } = parseInput(denyInput, input);
  return command(context, 'request.deny', async (effects) => {
    const { request, account } = await requestToDecide(context, requestId);
    await decide(context, request, 'denied', { reason });
    effects.record({
      action: 'request.denied',
      organizationId: request.organizationId,
      subjects: [request._id, account._id, ...(request.invitationId ? [request.invitationId] : [])],
      detail: { reason },
    });
    const about = { type: 'request', id: requestId } as const;
    await refreshCopies(context, effects, about);
    const key = `request-denied:${requestId}:${context.commandId}`;
    effects.send({
      key: `${key}:mail`,
      template: 'request-denied',
      about,
      to: { via: 'mail', address: account.email },
    });
    const person = await directMessages(context, [account._id]);
    for (const message of toEach(person, { key, template: 'request-denied', about })) effects.send(message);
    return { personName: fullName(account) };
  });
}
