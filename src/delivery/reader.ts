import type { SlackIdentity } from '../domain/context.ts';
import { actingAccount, findAccountOf } from '../services/accounts.ts';
import { type Context, contextFor, type Runtime } from '../services/context.ts';
import type { AccountRecord } from '../store/models/account.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';

/** Acts as somebody, for one row: a row that is tried again gets the stored answer of its command. */
export function actingAs(
  runtime: Runtime,
  { _id, tenantId }: Pick<OutboxRecord, '_id' | 'tenantId'>,
  identity: SlackIdentity,
  account: AccountRecord,
): Context {
  const actor = { kind: 'person', tenantId, identity, account: actingAccount(account) } as const;
  return contextFor(runtime, actor, _id);
}

/** Acts as the person whose conversation a row goes to, whatever they may by now; null when there is no such account. */
export async function asReader(runtime: Runtime, row: OutboxRecord): Promise<Context | null> {
  const { tenantId, to } = row;
  if (to.via !== 'slack') return null;
  const identity = { teamId: to.teamId ?? tenantId, userId: to.channel };
  const account = await findAccountOf(runtime, { tenantId, identity });
  return account && actingAs(runtime, row, identity, account);
}
