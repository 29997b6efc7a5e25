import type { AccountRecord } from '../store/models/account.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import { clockToleranceMs } from './history.ts';
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

/** I8: of one end of an access nobody is warned twice by the same number of days, unless it was changed in between. */
export function warnedOnce(id: string, rows: readonly AuditRecord[]): Violation[] {
  const changes = rows.filter(({ action }) => action === 'grant.end-changed').map(({ at }) => at.getTime());
  // Rows of before do not say the days.
  const warnings = rows.filter(({ action, detail }) => action === 'grant.warned' && 'days' in detail);
  const isSame = (one: AuditRecord, other: AuditRecord) =>
    one.detail.until === other.detail.until && one.detail.days === other.detail.days;
  const isChangedBetween = (one: AuditRecord, other: AuditRecord) => {
    const [from = 0, to = 0] = [one.at.getTime(), other.at.getTime()].sort((a, b) => a - b);
    return changes.some((at) => at >= from - clockToleranceMs && at <= to + clockToleranceMs);
  };
  return warnings.flatMap((row, i) => {
    const earlier = warnings.slice(0, i).findLast((other) => isSame(other, row));
    if (!earlier || isChangedBetween(earlier, row)) return [];
    return [
      violationsOf(id)('I8', `was warned of twice, ${row.detail.days} days before ${row.detail.until}`),
    ];
  });
}
