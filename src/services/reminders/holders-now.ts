import type { AccessRequestRecord } from '../../store/models/access-request.ts';
import { type Holder, holdersOf } from '../authority.ts';
import type { Runtime } from '../context.ts';

/** A request, as far as it decides who holds it. */
export type HeldRequest = Pick<
  AccessRequestRecord,
  'tenantId' | 'organizationId' | 'accountId' | 'approvals' | 'escalatedAt'
>;

/**
 * The people whose decision a pending request waits for: the admins; the owners too once it has been waiting for too long, or
 * when no admin is left. Neither the person who asks (A12), nor who has agreed already. Of very many the first; and `among` them,
 * if that account is one.
 */
export async function holdersNow(
  runtime: Pick<Runtime, 'store' | 'now'>,
  request: HeldRequest,
  among?: string,
): Promise<Holder[]> {
  const { tenantId, organizationId } = request;
  const deciders = await holdersOf(runtime, tenantId, organizationId, 'request:decide', among);
  return holdersAmong(deciders, request);
}

/** The same, where those who decide in the organization are at hand. */
export function holdersAmong(
  deciders: readonly Holder[],
  { accountId, approvals, escalatedAt }: Omit<HeldRequest, 'tenantId' | 'organizationId'>,
): Holder[] {
  const done = new Set([accountId, ...approvals.map((approval) => approval.accountId)]);
  const open = deciders.filter((holder) => !done.has(holder.accountId));
  const admins = open.filter(({ role }) => role !== 'owner');
  return escalatedAt || admins.length === 0 ? open : admins;
}

/**
 * The filter of the pending requests of an organization that an account holds: the same rule, for many at once. The account has to
 * be among the deciders, if it is one.
 */
export function heldBy(deciders: readonly Holder[], accountId: string) {
  const role = deciders.find((holder) => holder.accountId === accountId)?.role;
  if (!role) return null;
  const others = { accountId: { $ne: accountId }, 'approvals.accountId': { $ne: accountId } };
  const admins = deciders.filter((holder) => holder.role !== 'owner');
  if (role !== 'owner' || admins.length === 0) return others;
  const isDone = (admin: Holder) => ({
    $or: [{ accountId: admin.accountId }, { 'approvals.accountId': admin.accountId }],
  });
  return { ...others, $or: [{ escalatedAt: { $exists: true } }, { $and: admins.map(isDone) }] };
}
