/** What the views of many invitations at once have in common. */
import type { SectionBlock } from '@slack/types';
import type { BulkAction, BulkProblem } from '../../src/domain/bulk.ts';
import { section } from '../common/blocks.ts';
import { mrkdwn, shorten } from '../common/escape.ts';
import { withDates } from '../common/notices.ts';
import { count } from '../common/words.ts';

export const bulkTitle = 'Several invitations';

/** A section's text at most, and room for a line break. */
const sectionLength = 2900;

export function bulkActionText(action: BulkAction): string {
  if (action.kind === 'resend') return 'Resend';
  return action.kind === 'revoke' ? 'Revoke' : `Extend by ${count(action.days, 'day', 'days')}`;
}

/** `3 invitations`. */
export function invitationCount(amount: number): string {
  return count(amount, 'invitation', 'invitations');
}

/** One line for each invitation with its reason, in as few sections as Slack takes. */
export function problemSections(problems: readonly BulkProblem[]): SectionBlock[] {
  const texts: string[] = [];
  for (const line of problems.map(problemLine)) {
    const last = texts.at(-1);
    if (last === undefined || last.length + line.length > sectionLength) texts.push(line);
    else texts[texts.length - 1] = `${last}\n${line}`;
  }
  return texts.map((markup) => section(mrkdwn`${{ markup }}`));
}

/** Escaping can make a text five times as long: a line always fits into a section. */
function problemLine({ email, problem }: BulkProblem): string {
  const reason = withDates(shorten(problem, 300));
  return email === null ? mrkdwn`${reason}`.text : mrkdwn`${shorten(email, 80)}: ${reason}`.text;
}
