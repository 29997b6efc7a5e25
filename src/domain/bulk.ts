/** Doing the same with many invitations at once: what can be done, with which, and what became of it. */
import { expiryChoices } from './invitations.ts';

/** As many as a menu of Slack holds. */
export const bulkAtMost = 100;

export type BulkAction = { kind: 'resend' } | { kind: 'revoke' } | { kind: 'extend'; days: number };

export interface Bulk {
  action: BulkAction;
  invitationIds: string[];
}

/** Why an invitation is left out, or was. No address where the acting person may not know of it. */
export interface BulkProblem {
  email: string | null;
  problem: string;
}

/** What starting it would do. */
export interface BulkForecast {
  action: BulkAction;
  /** The ids of those for which it will work. */
  possible: string[];
  /** Their addresses, in the same order. */
  addresses: string[];
  problems: BulkProblem[];
}

export interface BulkResult {
  action: BulkAction;
  /** For how many it worked. */
  done: number;
  problems: BulkProblem[];
}

/** All that can be chosen. */
export const bulkActions: readonly BulkAction[] = [
  { kind: 'resend' },
  { kind: 'revoke' },
  ...expiryChoices.map((days) => ({ kind: 'extend' as const, days })),
];

/** The name of an action in a form: `resend`, or `extend-7`. */
export function bulkActionName(action: BulkAction): string {
  return action.kind === 'extend' ? `extend-${action.days}` : action.kind;
}

export function readBulkAction(name: unknown): BulkAction | null {
  return bulkActions.find((action) => bulkActionName(action) === name) ?? null;
}

const idStart = 'inv_';
const idPattern = /^inv_[0-9A-Z]{26}$/;
const idLength = 26;

/** Whether it can be an invitation's id at all. */
export function isInvitationId(id: string): boolean {
  return idPattern.test(id);
}

/** A bulk as text. A hundred ids fit into a form's metadata, for which Slack has 3,000 characters. */
export function packBulk({ action, invitationIds }: Bulk): string {
  return `${bulkActionName(action)} ${invitationIds.map((id) => id.slice(idStart.length)).join('')}`;
}

/** Reads what `packBulk` has written; null for anything else. */
export function unpackBulk(text: string): Bulk | null {
  const [name = '', ids = ''] = text.split(' ');
  const action = readBulkAction(name);
  const invitationIds = Array.from(
    { length: Math.ceil(ids.length / idLength) },
    (_, index) => idStart + ids.slice(index * idLength, (index + 1) * idLength),
  );
  const isWhole = invitationIds.length > 0 && invitationIds.every(isInvitationId);
  return action && isWhole ? { action, invitationIds } : null;
}
