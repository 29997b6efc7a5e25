import type { AccountRecord } from '../../store/models/account.ts';
import { grantKey } from '../authority.ts';
import type { Effects } from '../command.ts';
import { type Context, newId } from '../context.ts';
import { enterDirectory } from '../directory.ts';

/** An owner's access. */
export const ownership = { kind: 'organization', role: 'owner' } as const;

/** Makes somebody without a role in an organization its owner, by their own right and without an invitation. Only inside a command. */
export async function makeOwner(
  context: Context,
  effects: Effects,
  organizationId: string,
  account: AccountRecord,
): Promise<void> {
  const { tenantId, _id: accountId } = account;
  const _id = newId(context, 'grt');
  await context.store.grants.insertMany(
    [
      {
        _id,
        tenantId,
        organizationId,
        accountId,
        access: ownership,
        status: 'active',
        invitationId: null,
        grantedBy: accountId,
        since: context.now(),
        endsAt: null,
        endedAt: null,
        endedBy: null,
        liveKey: grantKey(organizationId, ownership, accountId),
      },
    ],
    { lean: true },
  );
  const detail = { role: 'owner' };
  effects.record({ action: 'grant.created', organizationId, subjects: [_id, accountId], detail });
  await enterDirectory(context, organizationId, account);
}
