import { deny } from '../domain/errors.ts';
import { kindOf } from '../domain/ids.ts';
import type { Undoable } from '../domain/overviews.ts';
import { undoDecision } from './access-requests/undo-decision.ts';
import { command } from './command.ts';
import type { Context } from './context.ts';
import { undoRevocation } from './invitations/undo-revocation.ts';

/**
 * Takes back what the acting person decided within the last ten minutes: an approval, a denial, a revocation. Whoever was
 * told gets a correction.
 * @param id of the request or the invitation
 * @throws DomainError `deny` to everybody but its maker, `stale` when the time is over or others have acted since
 */
export async function undo(context: Context, id: string): Promise<Pick<Undoable, 'what' | 'who'>> {
  return command(context, 'decision.undo', (effects) => {
    if (kindOf(id) === 'req') return undoDecision(context, effects, id);
    if (kindOf(id) === 'inv') return undoRevocation(context, effects, id);
    throw deny();
  });
}
