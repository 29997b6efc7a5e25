import type { GrantRecord } from '../../store/models/grant.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { closeGrant } from './close-grant.ts';
import { tellPerson } from './tell-person.ts';

/** The writes that store what the clock has decided about an access: it has expired, and its holder is told. */
export async function endDueGrant(context: Context, effects: Effects, grant: GrantRecord): Promise<void> {
  const { _id, tenantId, accountId } = grant;
  const endedAt = grant.endsAt ?? context.now();
  await closeGrant(context, effects, grant, { status: 'expired', endedAt, endedBy: null });
  const account = await context.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  if (!account) return;
  await tellPerson(context, effects, account, {
    key: `access-ended:${_id}`,
    template: 'access-ended',
    about: { type: 'grant', id: _id },
  });
}
