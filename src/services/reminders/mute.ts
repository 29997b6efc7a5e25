import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { requestHeldByActor } from './held-request.ts';

export interface Muted {
  organizationName: string;
  personName: string;
}

/**
 * Reminds the acting person of a request no more. Others who hold it are reminded as before, and the request waits on.
 * @throws DomainError `stale` when it is decided or over, `deny` to whoever does not hold it now
 */
export async function muteRequest(context: Context, requestId: string): Promise<Muted> {
  return command(context, 'request.mute', async (effects) => {
    const { request, organization, personName, holder } = await requestHeldByActor(context, requestId);
    const { tenantId, organizationId, mutedBy = [] } = request;
    const { accountId } = holder;
    const muted = { organizationName: organization.name, personName };
    if (mutedBy.includes(accountId)) return muted;
    await context.store.accessRequests.updateOne(
      { _id: requestId, tenantId, status: 'pending' },
      { $set: { mutedBy: [...mutedBy, accountId] } },
    );
    effects.record({ action: 'request.muted', organizationId, subjects: [requestId, accountId] });
    return muted;
  });
}
