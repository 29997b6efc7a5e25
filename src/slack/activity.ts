import type { WebClient } from '@slack/web-api';
import type { SlackIdentity } from '../domain/context.ts';
import { deny } from '../domain/errors.ts';
import { findAccountOf } from '../services/accounts.ts';
import { contextFor, type Runtime } from '../services/context.ts';
import { deactivateAccount } from '../services/people/deactivate.ts';
import { reactivateAccount } from '../services/people/reactivate.ts';
import type { AccountRecord } from '../store/models/account.ts';
import type { Install } from './install.ts';

interface Told {
  identity: SlackIdentity;
  client: WebClient;
  /** Names the command that follows. */
  commandId: string;
}

/**
 * Slack tells of a change of a person. Such events come late and in any order (A48), so Slack is asked what is so now, where the
 * event says something else than the account does (A54).
 */
export async function notePersonChange(
  runtime: Runtime,
  install: Install,
  { identity, client, commandId, isDeleted }: Told & { isDeleted: boolean },
): Promise<void> {
  const account = await findAccountOf(runtime, { tenantId: install.tenantId, identity });
  if (!account || isDeleted === isDeactivated(account)) return;
  if ((await isDeletedNow(client, identity)) !== isDeleted) return;
  const context = contextFor(runtime, systemOf(install), commandId);
  await (isDeleted ? deactivateAccount : reactivateAccount)(context, account._id);
}

/**
 * Somebody acts whose account is deactivated: if Slack says that they are back, it is active again.
 * @throws DomainError `deny` when they are not
 */
export async function requireBack(
  runtime: Runtime,
  install: Install,
  { identity, client, commandId }: Told,
  account: AccountRecord,
): Promise<void> {
  if (await isDeletedNow(client, identity)) throw deny();
  await reactivateAccount(contextFor(runtime, systemOf(install), `back:${commandId}`), account._id);
}

export function isDeactivated({ deactivatedAt }: Pick<AccountRecord, 'deactivatedAt'>): boolean {
  return deactivatedAt !== undefined;
}

function systemOf({ tenantId }: Install) {
  return { kind: 'system', tenantId, name: 'slack' } as const;
}

async function isDeletedNow(client: WebClient, { userId }: SlackIdentity): Promise<boolean> {
  const { user } = await client.users.info({ user: userId });
  return user?.deleted === true;
}
