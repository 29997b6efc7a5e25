import { DomainError } from '../domain/errors.ts';
import { undoWindowMs } from '../domain/states.ts';
import type { Context } from './context.ts';

/** Until when a decision of `at` can be taken back by `makerId`; null when it cannot by the acting person. */
export function undoableUntil(context: Context, makerId: string | null, at: Date | null): Date | null {
  const actorId = context.actor.kind === 'person' ? context.actor.account?.id : undefined;
  if (!at || !makerId || makerId !== actorId) return null;
  const until = new Date(at.getTime() + undoWindowMs);
  return until > context.now() ? until : null;
}

/** The answer to an undo that comes too late. */
export function tooLateToUndo(): DomainError {
  return new DomainError(
    'stale',
    'A decision can be taken back for ten minutes, and as long as nobody has acted on it.',
  );
}
