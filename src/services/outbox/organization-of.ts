import type { Model } from 'mongoose';
import type { Subject } from '../../domain/messages.ts';
import type { Store } from '../../store/index.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';

type Owned = { _id: string; tenantId: string; organizationId: string };

/** Where the subjects are that belong to an organization. */
const homes: Partial<Record<Subject['type'], (store: Store) => unknown>> = {
  invitation: (store) => store.invitations,
  request: (store) => store.accessRequests,
  grant: (store) => store.grants,
  collaboration: (store) => store.collaborations,
  import: (store) => store.imports,
};

/**
 * The organization that a message is of: that of its subject, and for what one person gets of all of theirs, the home of that
 * person. Null where there is none, such as for the whole workspace.
 */
export async function organizationOf(
  { store }: Pick<Runtime, 'store'>,
  { tenantId, about: { type, id: _id } }: Pick<OutboxRecord, 'tenantId' | 'about'>,
): Promise<string | null> {
  if (type === 'organization') return _id;
  if (type === 'account') {
    const account = await store.accounts.findOne({ _id, tenantId }, { homeOrganizationId: 1 }).lean();
    return account?.homeOrganizationId ?? null;
  }
  const home = homes[type]?.(store) as Model<Owned> | undefined;
  const subject = await home?.findOne({ _id, tenantId }, { organizationId: 1 }).lean();
  return subject?.organizationId ?? null;
}

/** The same for many messages of a tenant, by the id of what each is about; those that are of no organization are left out. */
export async function organizationsOfRows(
  { store }: Pick<Runtime, 'store'>,
  tenantId: string,
  rows: readonly Pick<OutboxRecord, 'about'>[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (type: Subject['type']) => [
    ...new Set(rows.flatMap(({ about }) => (about.type === type ? about.id : []))),
  ];
  const found = new Map(idsOf('organization').map((id) => [id, id]));
  for (const type of Object.keys(homes) as Subject['type'][]) {
    const home = homes[type]?.(store) as Model<Owned> | undefined;
    const ids = idsOf(type);
    if (!home || ids.length === 0) continue;
    const subjects = await home.find({ tenantId, _id: { $in: ids } }, { organizationId: 1 }).lean<Owned[]>();
    for (const { _id, organizationId } of subjects) found.set(_id, organizationId);
  }
  const accountIds = idsOf('account');
  if (accountIds.length === 0) return found;
  const accounts = await store.accounts
    .find({ tenantId, _id: { $in: accountIds } }, { homeOrganizationId: 1 })
    .lean();
  for (const { _id, homeOrganizationId } of accounts)
    if (homeOrganizationId) found.set(_id, homeOrganizationId);
  return found;
}
