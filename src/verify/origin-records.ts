import type { Access } from '../domain/access.ts';
import type { AccessRequestRecord } from '../store/models/access-request.ts';
import type { AppRecord } from '../store/models/app.ts';
import type { GrantRecord } from '../store/models/grant.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import { historyOf } from './history.ts';
import type { View } from './view.ts';

/** What grants come from. */
export interface Origins {
  invitations: ReadonlyMap<string, InvitationRecord>;
  requests: ReadonlyMap<string, AccessRequestRecord>;
  apps: ReadonlyMap<string, AppRecord>;
  /** When an app's roles were last changed: what they were before is not known. */
  editedAt: ReadonlyMap<string, Date>;
  /** The roles of those who gave, in organizations and in workgroups, running and ended. */
  giverGrants: GrantRecord[];
  /** How many grants of the same account come from the same invitation. */
  countFrom(grant: GrantRecord): number;
  hasFounded(grant: GrantRecord): boolean;
}

/** Reads what a batch of grants comes from: everything by an index. */
export async function readOrigins(view: View, grants: GrantRecord[]): Promise<Origins> {
  const { store } = view;
  const invitations = byId(
    await view.find(store.invitations, { _id: { $in: present(grants.map((each) => each.invitationId)) } }),
  );
  const requestIds = present([...invitations.values()].map(({ requestId }) => requestId));
  const requests = byId(await view.find(store.accessRequests, { _id: { $in: requestIds } }));
  const appIds = present(grants.map(({ access }) => (access.kind === 'app' ? access.appId : null)));
  const foundApps = byId(await view.find(store.apps, { _id: { $in: appIds } }));
  const edits = await historyOf(view, [...foundApps.values()], { action: 'app.edited' });
  const ofGivers = await grantsOf(view, grants, (each) => each.grantedBy, {
    'access.kind': { $in: ['organization', 'workgroup'] },
  });
  const siblings = await grantsOf(view, grants, (each) => each.accountId, { invitationId: { $ne: null } });
  const founders = await foundersOf(view, grants);
  return {
    invitations,
    requests,
    apps: foundApps,
    editedAt: new Map(
      [...foundApps.keys()].flatMap((id) =>
        edits(id)
          .slice(-1)
          .map(({ at }) => [id, at] as const),
      ),
    ),
    giverGrants: ofGivers,
    countFrom: (grant) => siblings.filter(({ invitationId }) => invitationId === grant.invitationId).length,
    hasFounded: ({ organizationId, accountId }) => founders.get(organizationId)?.has(accountId) === true,
  };
}

/** Whether an access took two approvers when it was given; false where an edit of the app since then hides it. */
export function isPrivileged({ apps, editedAt }: Origins, { since }: GrantRecord, access: Access): boolean {
  if (access.kind !== 'app') return false;
  const edited = editedAt.get(access.appId);
  if (edited && edited >= since) return false;
  return apps.get(access.appId)?.roles.find(({ id }) => id === access.roleId)?.privileged ?? false;
}

function grantsOf(
  view: View,
  grants: GrantRecord[],
  whose: (grant: GrantRecord) => string,
  filter: object,
): Promise<GrantRecord[]> {
  return view.find(view.store.grants, {
    tenantId: { $in: present(grants.map(({ tenantId }) => tenantId)) },
    accountId: { $in: present(grants.map(whose)) },
    ...filter,
  });
}

/** Who set each organization up, or took it over. */
async function foundersOf(view: View, grants: GrantRecord[]): Promise<Map<string, ReadonlySet<string>>> {
  const founded = grants
    .filter(({ invitationId }) => invitationId === null)
    .map(({ organizationId: _id, tenantId }) => ({ _id, tenantId }));
  const history = await historyOf(view, founded, {
    action: { $in: ['organization.created', 'organization.taken-over'] },
  });
  return new Map(founded.map(({ _id }) => [_id, new Set(history(_id).map(({ actor }) => actor))] as const));
}

function byId<T extends { _id: string }>(records: T[]): Map<string, T> {
  return new Map(records.map((record) => [record._id, record]));
}

function present(ids: (string | null | undefined)[]): string[] {
  return [...new Set(ids.filter((id) => typeof id === 'string'))];
}
