import type { Model } from 'mongoose';
import { fullName } from '../../domain/people.ts';
import type { AuditRecord } from '../../store/models/audit.ts';
import type { Context } from '../context.ts';

/** The names of what each row is about, without the organization that it belongs to. */
export async function namesOf(
  context: Context,
  rows: readonly AuditRecord[],
): Promise<(row: AuditRecord) => string[]> {
  const ids = [...new Set(rows.flatMap(({ subjects }) => subjects))];
  const names = new Map<string, string>();
  const addresses = new Map<string, string>();
  for (const [kind, read] of readers(context, addresses)) {
    const ofKind = ids.filter((id) => id.startsWith(`${kind}_`));
    if (ofKind.length > 0) for (const [id, name] of await read(ofKind)) names.set(id, name);
  }
  return ({ subjects, organizationId }) => {
    const others = subjects.filter((id) => id !== organizationId);
    const known = others.map((id) => addresses.get(id));
    const all = others.flatMap((id) => names.get(id) ?? []);
    // Who is named needs no address besides.
    return [...new Set(all)].filter((name) => !known.includes(name));
  };
}

type Reader = (ids: string[]) => Promise<[id: string, name: string][]>;

/**
 * A request and an access say nothing that the other subjects of their rows do not.
 * @param addresses gets those of the accounts
 */
function readers({ store, actor }: Context, addresses: Map<string, string>): [kind: string, read: Reader][] {
  const { tenantId } = actor;
  const named =
    (model: unknown): Reader =>
    async (ids) => {
      const records = model as Model<{ _id: string; tenantId: string; name: string }>;
      const found = await records.find({ tenantId, _id: { $in: ids } }, { name: 1 }).lean();
      return found.map(({ _id, name }) => [_id, name]);
    };
  const partners: Reader = async (ids) => {
    const found = await store.collaborations.find({ tenantId, _id: { $in: ids } }).lean();
    const names = new Map(await named(store.organizations)(found.map(({ partnerId }) => partnerId)));
    return found.map(({ _id, partnerId }) => [_id, names.get(partnerId) ?? '']);
  };
  return [
    [
      'acc',
      async (ids) => {
        const found = await store.accounts.find({ tenantId, _id: { $in: ids } }).lean();
        return found.map((account) => {
          addresses.set(account._id, account.email);
          return [account._id, `${fullName(account)} (${account.username})`];
        });
      },
    ],
    [
      'inv',
      async (ids) => {
        const found = await store.invitations.find({ tenantId, _id: { $in: ids } }, { email: 1 }).lean();
        return found.map(({ _id, email }) => [_id, email]);
      },
    ],
    [
      'imp',
      async (ids) => {
        const found = await store.imports.find({ tenantId, _id: { $in: ids } }, { fileName: 1 }).lean();
        return found.map(({ _id, fileName }) => [_id, fileName]);
      },
    ],
    ['app', named(store.apps)],
    ['sub', named(store.subscriptions)],
    ['wgr', named(store.workgroups)],
    ['org', named(store.organizations)],
    ['col', partners],
  ];
}
