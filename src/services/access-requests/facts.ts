import type { RequestFacts } from '../../domain/messages.ts';
import { fullName, identityProviderNames } from '../../domain/people.ts';
import { statusAt } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { Runtime } from '../context.ts';

/** What an approver sees of each request, in the order given. */
export async function factsOf(
  runtime: Pick<Runtime, 'store' | 'now'>,
  tenantId: string,
  requests: AccessRequestRecord[],
): Promise<RequestFacts[]> {
  const { accounts, organizations } = runtime.store;
  const now = runtime.now();
  const people = await accounts
    .find({ tenantId, _id: { $in: requests.map((request) => request.accountId) } })
    .lean();
  const places = await organizations
    .find({ tenantId, _id: { $in: requests.map((request) => request.organizationId) } })
    .lean();
  const accountById = new Map(people.map((account) => [account._id, account]));
  const nameById = new Map(places.map((organization) => [organization._id, organization.name]));
  return requests.flatMap((request) => {
    const account = accountById.get(request.accountId);
    if (!account) return [];
    return [
      {
        requestId: request._id,
        organizationName: nameById.get(request.organizationId) ?? '',
        personName: fullName(account),
        username: account.username,
        email: account.email,
        provider: identityProviderNames[account.provider],
        providerUsername: account.providerUsername,
        invitedEmail: request.invitedEmail,
        inviterName: request.inviterName,
        status: statusAt(request, now),
        createdAt: request.createdAt,
        decidedBy: request.decidedByName,
        decidedAt: request.decidedAt,
        reason: request.reason,
        role: request.role,
      },
    ];
  });
}
