import type { Bulk, BulkAction, BulkForecast, BulkProblem, BulkResult } from '../../domain/bulk.ts';
import { DomainError } from '../../domain/errors.ts';
import { freeSeats } from '../../domain/seats.ts';
import { command } from '../command.ts';
import { type Context, contextFor, newId } from '../context.ts';
import { extendInvitation, requireExtendable } from './extend.ts';
import { authorizeFor, invitationToManage, isOwn, type Managed } from './managed.ts';
import { noSeatToResend, requireResendable, resendInvitation } from './resend.ts';
import { requireRevocable, revokeInvitation } from './revoke.ts';

/** Says for which of some invitations an action will work, by the guards of the action itself. Writes nothing. */
export async function forecastBulk(context: Context, { action, invitationIds }: Bulk): Promise<BulkForecast> {
  const taken = new Map<string, number>();
  const forecast: BulkForecast = { action, possible: [], addresses: [], problems: [] };
  for (const invitationId of new Set(invitationIds)) {
    try {
      const managed = await invitationToManage(context, invitationId);
      await requirePossible(context, action, managed, taken);
      forecast.possible.push(invitationId);
      forecast.addresses.push(managed.invitation.email);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      forecast.problems.push(await problemOf(context, invitationId, error));
    }
  }
  return forecast;
}

/** Longer than a bulk takes: after that, whoever began it is taken for dead, in milliseconds. */
const aloneMs = 30_000;

/**
 * Where a bulk stands for whoever starts it: they do it and tell of it, somebody is at it, or it has ended so. It begins once,
 * however often it is started, and again when it has not ended half a minute later: then its process is gone.
 */
export async function beginBulk(
  context: Context,
  bulkId: string,
): Promise<'begun' | 'under-way' | BulkResult> {
  const once = contextFor(context, context.actor, `bulk:${bulkId}`);
  const beginning = newId(context, 'cmd');
  if ((await command(once, 'bulk.begin', () => Promise.resolve(beginning))) === beginning) return 'begun';
  const { tenantId } = context.actor;
  const { commandId } = once;
  const ended = await context.store.commands.findOne({ tenantId, commandId, name: 'bulk.end' }).lean();
  if (ended) return ended.answer as BulkResult;
  const at = context.now();
  const { modifiedCount } = await context.store.commands.updateOne(
    { tenantId, commandId, name: 'bulk.begin', at: { $lte: new Date(at.getTime() - aloneMs) } },
    { $set: { at } },
  );
  return modifiedCount > 0 ? 'begun' : 'under-way';
}

/**
 * Does it with one invitation after the other, each as a command of its own: the same bulk again does nothing twice, and
 * what fails does not stop the rest.
 * @param bulkId names the bulk for good
 * @param follow `explain` puts any error in words; `tell` hears how many are done
 */
export async function runBulk(
  context: Context,
  bulkId: string,
  { action, invitationIds }: Bulk,
  follow: { explain(error: unknown): DomainError; tell(done: number): void },
): Promise<BulkResult> {
  const result: BulkResult = { action, done: 0, problems: [] };
  for (const [index, invitationId] of invitationIds.entries()) {
    const each = contextFor(context, context.actor, `bulk:${bulkId}:${invitationId}`);
    try {
      await act(each, action, invitationId);
      result.done += 1;
    } catch (error) {
      const problem = follow.explain(error);
      result.problems.push(await problemOf(context, invitationId, problem).catch(() => unnamed(problem)));
    }
    follow.tell(index + 1);
  }
  const once = contextFor(context, context.actor, `bulk:${bulkId}`);
  return command(once, 'bulk.end', () => Promise.resolve(result));
}

async function act(context: Context, action: BulkAction, invitationId: string): Promise<void> {
  switch (action.kind) {
    case 'resend':
      await resendInvitation(context, invitationId);
      return;
    case 'revoke':
      await revokeInvitation(context, invitationId);
      return;
    case 'extend':
      await extendInvitation(context, { invitationId, days: action.days });
      return;
  }
}

/** @param taken how many seats those before it will take, by subscription */
async function requirePossible(
  context: Context,
  action: BulkAction,
  managed: Managed,
  taken: Map<string, number>,
): Promise<void> {
  if (action.kind === 'revoke') return requireRevocable(managed.invitation);
  if (action.kind === 'extend') {
    requireExtendable(context, managed.invitation, action.days);
    return;
  }
  const { subscriptionId } = await requireResendable(context, managed);
  if (!subscriptionId) return;
  const before = taken.get(subscriptionId) ?? 0;
  if ((await freeSeatsOf(context, subscriptionId)) <= before) throw noSeatToResend();
  taken.set(subscriptionId, before + 1);
}

async function freeSeatsOf(context: Context, subscriptionId: string): Promise<number> {
  const { tenantId } = context.actor;
  const subscription = await context.store.subscriptions.findOne({ _id: subscriptionId, tenantId }).lean();
  return subscription ? freeSeats(subscription) : 0;
}

/** Names the invitation and says why, as far as the acting person may see it: all others read as if they were unknown. */
async function problemOf(context: Context, invitationId: string, error: DomainError): Promise<BulkProblem> {
  const { tenantId } = context.actor;
  const invitation = await context.store.invitations.findOne({ _id: invitationId, tenantId }).lean();
  if (!invitation) return unnamed(error);
  try {
    await authorizeFor(context, invitation);
  } catch (refusal) {
    if (refusal instanceof DomainError) return unnamed(refusal);
    throw refusal;
  }
  const { email } = invitation;
  if (error.code !== 'deny') return { email, problem: error.message };
  const problem = isOwn(context, invitation)
    ? 'This invitation is for you. Somebody else has to manage it.'
    : 'What it offers is above your role. Somebody with a higher role has to manage it.';
  return { email, problem };
}

function unnamed({ message }: DomainError): BulkProblem {
  return { email: null, problem: message };
}
