import type { AccountRecord } from '../store/models/account.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { View } from './view.ts';
import { type Violation, violationsOf } from './violation.ts';

/** I8: what is about all that waits for one person goes to that person alone. */
export async function remindersAreOwn(view: View, rows: readonly OutboxRecord[]): Promise<Violation[]> {
  const own = rows.filter(({ about, to }) => about.type === 'account' && to.via !== 'refresh');
  if (own.length === 0) return [];
  const accounts = await view.find<AccountRecord>(
    view.store.accounts,
    { _id: { $in: own.map(({ about }) => about.id) } },
    { tenantId: 1, email: 1, identityKeys: 1 },
  );
  const byId = new Map(accounts.map((account) => [account._id, account]));
  return own
    .filter(({ about, to }) => !isOf(byId.get(about.id), to))
    .map(({ _id, about }) => violationsOf(_id)('I8', `goes to somebody else than ${about.id}`));
}

function isOf(account: AccountRecord | undefined, to: OutboxRecord['to']): boolean {
  if (to.via === 'mail') return account?.email === to.address;
  return to.via === 'slack' && account?.identityKeys.some((key) => key.split(':')[1] === to.channel) === true;
}
