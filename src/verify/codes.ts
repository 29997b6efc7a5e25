import type { AuditRecord } from '../store/models/audit.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { Step } from './story.ts';
import { type Violation, violationsOf } from './violation.ts';

/**
 * I6: a code is redeemed at most once, each version of it is spent at most once by somebody else, and as many requests come
 * of it as the record and its history say.
 */
export function codesWorkOnce(
  { _id, kind, requestId }: InvitationRecord,
  steps: readonly Step[],
  rows: readonly AuditRecord[],
): Violation[] {
  const violation = violationsOf(_id);
  const actions = steps.map(({ row }) => row.action);
  const redeemed = actions.filter((action) => action === 'invitation.redeemed').length;
  const requested = rows.filter(({ action }) => action === 'request.created').length;
  const versions = actions.filter((action) => action === 'invitation.resent').length + 1;
  const spent = actions.filter((action) => action === 'invitation.code-spent').length;
  const problems: Violation[] = [];
  if (redeemed > 1) problems.push(violation('I6', `was redeemed ${redeemed} times`));
  if (spent > versions) problems.push(violation('I6', `was spent ${spent} times, with ${versions} codes`));
  const expected = kind === 'join' ? Number(requestId !== null) : spent;
  if (requested !== expected)
    problems.push(violation('I6', `opened ${requested} requests instead of ${expected}`));
  return problems;
}
