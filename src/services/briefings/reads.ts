import type { RequestFacts } from '../../domain/messages.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { factsOf } from '../access-requests/facts.ts';
import type { Runtime } from '../context.ts';
import { inGroups } from '../in-groups.ts';

interface Key {
  _id: string;
  tenantId: string;
}

/** What nearly every message is written from. Read when it is asked for, together with what others ask for meanwhile. */
export interface Reads {
  invitation(key: Key): Promise<InvitationRecord | null>;
  organization(key: Key): Promise<OrganizationRecord | null>;
  request(key: Key): Promise<AccessRequestRecord | null>;
  /** What an approver sees of a request; null without its account. */
  requestFacts(request: AccessRequestRecord): Promise<RequestFacts | null>;
}

export function openReads(runtime: Runtime): Reads {
  const { invitations, organizations, accessRequests } = runtime.store;
  return {
    invitation: together((filter) => invitations.find(filter).lean()),
    organization: together((filter) => organizations.find(filter).lean()),
    request: together((filter) => accessRequests.find(filter).lean()),
    requestFacts: inGroups((requests: AccessRequestRecord[]) => factsOfAll(runtime, requests)),
  };
}

function together<Found extends Key>(
  find: (filter: { _id: { $in: string[] }; tenantId: { $in: string[] } }) => Promise<Found[]>,
): (key: Key) => Promise<Found | null> {
  return inGroups(async (keys: Key[]) => {
    const ids = unique(keys.map(({ _id }) => _id));
    const tenantIds = unique(keys.map(({ tenantId }) => tenantId));
    const found = await find({ _id: { $in: ids }, tenantId: { $in: tenantIds } });
    const byId = new Map(found.map((record) => [record._id, record]));
    return keys.map(({ _id, tenantId }) => {
      const record = byId.get(_id);
      return record?.tenantId === tenantId ? record : null;
    });
  });
}

async function factsOfAll(
  runtime: Runtime,
  requests: AccessRequestRecord[],
): Promise<(RequestFacts | null)[]> {
  const byId = new Map<string, RequestFacts>();
  for (const tenantId of unique(requests.map((request) => request.tenantId))) {
    const own = requests.filter((request) => request.tenantId === tenantId);
    for (const facts of await factsOf(runtime, tenantId, own)) byId.set(facts.requestId, facts);
  }
  return requests.map(({ _id }) => byId.get(_id) ?? null);
}

function unique(ids: string[]): string[] {
  return [...new Set(ids)];
}
