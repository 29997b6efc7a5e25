import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { roleNames } from '../common/words.ts';

/** What an invitation is for, in two or three words. */
export function purpose({ kind, role }: ListedInvitation): string {
  if (kind === 'join') return 'Create an account';
  return role === null ? 'Access' : `Access as ${roleNames[role]}`;
}
