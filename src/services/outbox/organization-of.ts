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
