import { DomainError, deny } from '../../domain/errors.ts';
import { type Context, contextFor } from '../context.ts';
import { organizationsFor } from '../organizations.ts';
import { resendInvitation } from './resend.ts';

/** As many as one press sends again: what fits into the time that a person waits. */
const atOnce = 25;

export interface RetryResult {
  resent: number;
  /** Why some were not, each with the address. */
  problems: { email: string; problem: string }[];
  /** How many undeliverable invitations are left. */
  left: number;
  /** Where to go on, when some of those were not tried: the `after` of the next press. */
  next: string | null;
}

/**
 * Sends the undeliverable invitations of the actor's organizations again, oldest first, each as a command of its own.
 * @param after the last one that was tried; empty to begin with the oldest
 */
export async function retryUndeliverable(context: Context, after = ''): Promise<RetryResult> {
  const places = await organizationsFor(context, 'invitation:manage');
  if (places.length === 0) throw deny();
  const { tenantId } = context.actor;
  const filter = {
    tenantId,
    organizationId: { $in: places.map(({ organization }) => organization._id) },
    status: 'undeliverable' as const,
  };
  const found = await context.store.invitations
    .find({ ...filter, _id: { $gt: after } }, { email: 1, codeVersion: 1 })
    .sort({ _id: 1 })
    .limit(atOnce + 1)
    .lean();
  const tried = found.slice(0, atOnce);
  const problems: RetryResult['problems'] = [];
  for (const { _id, email, codeVersion } of tried) {
    const each = contextFor(context, context.actor, `retry:${_id}:${codeVersion}`);
    try {
      await resendInvitation(each, _id);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      problems.push({ email, problem: error.message });
    }
  }
  const left = await context.store.invitations.countDocuments(filter, { limit: 1000 });
  const next = found.length > tried.length ? (tried.at(-1)?._id ?? null) : null;
  return { resent: tried.length - problems.length, problems, left, next };
}
