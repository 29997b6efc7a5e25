import { deny } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import { statusAt } from '../../domain/states.ts';
import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { requestToDecide, whyUndecidable } from '../access-requests/decide.ts';
import type { Holder } from '../authority.ts';
import { type Context, requireAccount } from '../context.ts';
import { holdersNow } from './holders-now.ts';

/** A request that the acting person can put off. */
export interface HeldByActor {
  request: AccessRequestRecord;
  organization: OrganizationRecord;
  personName: string;
  holder: Holder;
}

/**
 * A request that waits for the acting person among others.
 * @throws DomainError `stale` when it is decided or over, `deny` to whoever does not hold it now
 */
export async function requestHeldByActor(context: Context, requestId: string): Promise<HeldByActor> {
  const { request, organization, account } = await requestToDecide(context, requestId);
  if (statusAt(request, context.now()) !== 'pending') throw whyUndecidable(request);
  const { id } = requireAccount(context);
  const holder = (await holdersNow(context, request, id)).find(({ accountId }) => accountId === id);
  if (!holder) throw deny();
  return { request, organization, personName: fullName(account), holder };
}
