import type { Access } from '../../domain/access.ts';
import type { RequestFacts } from '../../domain/messages.ts';
import { fullName, identityProviderNames } from '../../domain/people.ts';
import { statusAt } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { AppRecord } from '../../store/models/app.ts';
import { describeAccesses } from '../access.ts';
import type { Runtime } from '../context.ts';
import { approvalsFor } from '../invitations/approvals.ts';

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
  const describe = await describeAccesses(
    runtime,
    tenantId,
    requests.flatMap(({ access, wanted }) => [access, wanted]),
  );
  const apps = await appsOf(runtime, tenantId, requests);
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
        access: request.access && describe(request.access),
        approvals: request.approvals.map(({ name }) => name),
        approvalsNeeded: approvalsFor(request.access, apps.get(appIdOf(request.access) ?? '')),
        wanted: request.wanted && describe(request.wanted),
      },
    ];
  });
}

/** The apps that the requests name, by id. */
async function appsOf(
  runtime: Pick<Runtime, 'store'>,
  tenantId: string,
  requests: AccessRequestRecord[],
): Promise<ReadonlyMap<string, Pick<AppRecord, 'roles'>>> {
  const appIds = requests.flatMap(({ access }) => appIdOf(access) ?? []);
  if (appIds.length === 0) return new Map();
  const apps = await runtime.store.apps.find({ tenantId, _id: { $in: appIds } }, { roles: 1 }).lean();
  return new Map(apps.map((app) => [app._id, app]));
}

function appIdOf(access: Access | null): string | null {
  return access?.kind === 'app' ? access.appId : null;
}
