import type { Model } from 'mongoose';
import type { Store } from '../store/index.ts';
import type { View } from './view.ts';
import type { Violation } from './violation.ts';

/** A record names another one. */
export interface Reference {
  from: string;
  tenantId: string;
  /** Null: it names nobody. */
  to: string | null;
}

/** Where the records of an id's kind are. */
const homes: Readonly<Record<string, (store: Store) => unknown>> = {
  org: (store) => store.organizations,
  app: (store) => store.apps,
  sub: (store) => store.subscriptions,
  acc: (store) => store.accounts,
  inv: (store) => store.invitations,
  req: (store) => store.accessRequests,
  grt: (store) => store.grants,
  wgr: (store) => store.workgroups,
  col: (store) => store.collaborations,
  imp: (store) => store.imports,
};

/** I10: whatever a record names exists, in the same tenant. */
export async function strayReferences(view: View, references: Reference[]): Promise<Violation[]> {
  const named = references.flatMap(({ from, tenantId, to }) =>
    to === null || to === tenantId ? [] : [{ from, tenantId, to }],
  );
  const tenantOf = await tenantsOf(view, [...new Set(named.map(({ to }) => to))]);
  return named
    .filter(({ tenantId, to }) => tenantOf.get(to) !== tenantId)
    .map(({ from, to }) => {
      const problem = tenantOf.has(to)
        ? `names ${to}, of another tenant`
        : `names ${to}, which does not exist`;
      return { invariant: 'I10', id: from, problem };
    });
}

async function tenantsOf(view: View, ids: string[]): Promise<Map<string, string>> {
  const tenants = new Map<string, string>();
  for (const [kind, home] of Object.entries(homes)) {
    const ofKind = ids.filter((id) => id.startsWith(`${kind}_`));
    if (ofKind.length === 0) continue;
    const model = home(view.store) as Model<{ _id: string; tenantId: string }>;
    const found = await view.find(model, { _id: { $in: ofKind } }, { tenantId: 1 });
    for (const { _id, tenantId } of found) tenants.set(_id, tenantId);
  }
  return tenants;
}
