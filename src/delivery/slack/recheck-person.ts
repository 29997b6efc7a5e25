import type { WebClient } from '@slack/web-api';
import { contextFor, type Runtime } from '../../services/context.ts';
import { isPerson } from '../../services/outbox/channel-state.ts';
import { endOf } from '../../services/outbox/outcomes.ts';
import type { ClaimedRow } from '../../services/outbox.ts';
import { deactivateAccount } from '../../services/people/deactivate.ts';

/** Slack takes no message for a person: where it says that they are deactivated, so is their account from now on (A54). */
export async function recheckPerson(runtime: Runtime, client: WebClient, row: ClaimedRow): Promise<void> {
  const { _id, tenantId, to } = row;
  if (to.via !== 'slack' || !isPerson(to.channel)) return;
  const identityKeys = `${to.teamId ?? tenantId}:${to.channel}`;
  const account = await runtime.store.accounts.findOne({ tenantId, identityKeys }).lean();
  if (!account || account.deactivatedAt) return;
  const { user } = await client.users.info({ user: to.channel });
  if (user?.deleted !== true) return;
  const context = contextFor(runtime, { kind: 'system', tenantId, name: 'slack' }, `refused:${endOf(row)}`);
  await deactivateAccount(context, account._id);
}
