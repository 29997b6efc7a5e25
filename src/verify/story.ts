import { collaborationTransitions } from '../domain/collaborations.ts';
import {
  extendableStatuses,
  grantTransitions,
  invitationTransitions,
  invitationUndo,
  requestTransitions,
  requestUndo,
  undoWindowMs,
} from '../domain/states.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import { clockToleranceMs } from './history.ts';
import { type Violation, violationsOf } from './violation.ts';

type Table = Readonly<Record<string, readonly string[]>>;

interface Machine {
  /** The beginning of the actions that are about it. */
  prefix: string;
  table: Table;
  undo: Table;
}

export const machines = {
  invitation: { prefix: 'invitation.', table: invitationTransitions, undo: invitationUndo },
  request: { prefix: 'request.', table: requestTransitions, undo: requestUndo },
  grant: { prefix: 'grant.', table: grantTransitions, undo: {} },
  collaboration: { prefix: 'collaboration.', table: collaborationTransitions, undo: {} },
} as const satisfies Record<string, Machine>;

/** What an action makes of its subject; where several are possible the row says which. Other actions change no status. */
const statusAfter: Partial<
  Record<AuditRecord['action'], string | ((detail: AuditRecord['detail']) => unknown)>
> = {
  'invitation.created': ({ status = 'pending' }) => status,
  'invitation.promoted': ({ status }) => status,
  'invitation.restored': ({ status }) => status,
  'invitation.approved': 'pending',
  'invitation.resent': 'pending',
  'invitation.redeemed': 'redeemed',
  'invitation.accepted': 'accepted',
  'invitation.declined': 'declined',
  'invitation.revoked': 'revoked',
  'invitation.expired': 'expired',
  'invitation.undeliverable': 'undeliverable',
  'request.created': 'pending',
  'request.reopened': 'pending',
  'request.restored': 'approved',
  'request.approved': 'approved',
  'request.denied': 'denied',
  'request.withdrawn': 'withdrawn',
  'request.expired': 'expired',
  'request.fulfilled': 'fulfilled',
  'request.lapsed': 'lapsed',
  'grant.created': 'active',
  'grant.suspended': 'suspended',
  'grant.resumed': 'active',
  'grant.revoked': 'revoked',
  'grant.expired': 'expired',
  'collaboration.created': 'active',
  'collaboration.renewed': 'active',
  'collaboration.removed': 'removed',
  'collaboration.left': 'left',
  'collaboration.allowed': 'removed',
};

/** Actions that change no status, and the statuses in which alone they are possible. */
const possibleIn: Partial<Record<AuditRecord['action'], readonly string[]>> = {
  'invitation.extended': extendableStatuses,
  'invitation.reminded': extendableStatuses,
  'invitation.renewal-asked': ['expired'],
  'request.reminded': ['pending'],
  'request.escalated': ['pending'],
  'request.snoozed': ['pending'],
  'request.muted': ['pending'],
  'grant.warned': ['active'],
};

const undoing: readonly AuditRecord['action'][] = [
  'invitation.restored',
  'request.reopened',
  'request.restored',
];

/** One row about a record, and the statuses around it: equal when the action changes none. */
export interface Step {
  row: AuditRecord;
  before: string | undefined;
  after: string | undefined;
  /** The row that made it what it was before. */
  since: AuditRecord | undefined;
}

/** Rows of about the same time can stand in many orders; so many steps are tried before the written order is taken. */
const triesAtMost = 10_000;

/**
 * Plays a record's history back. Rows of about the same time may be in the wrong order: then in one that is possible, and leads to
 * `status`; in the written one where none is.
 */
export function stepsOf(machine: Machine, rows: readonly AuditRecord[], status: string): Step[] {
  const own = rows.filter(({ action }) => action.startsWith(machine.prefix));
  const search = { machine, status, triesLeft: triesAtMost };
  return possibleSteps(search, own, []) ?? stepsAsWritten(own);
}

function stepsAsWritten(rows: readonly AuditRecord[]): Step[] {
  const steps: Step[] = [];
  for (const row of rows) steps.push(stepAfter(steps.at(-1), row));
  return steps;
}

/** Depth first, the written order first; null when no order is possible. */
function possibleSteps(
  search: { machine: Machine; status: string; triesLeft: number },
  left: readonly AuditRecord[],
  steps: Step[],
): Step[] | null {
  const [first] = left;
  if (!first) return steps.at(-1)?.after === search.status ? steps : null;
  const until = first.at.getTime() + clockToleranceMs;
  for (const row of left) {
    if (row.at.getTime() > until) continue;
    search.triesLeft -= 1;
    if (search.triesLeft < 0) return null;
    const step = stepAfter(steps.at(-1), row);
    if (whyNot(search.machine, step)) continue;
    const rest = left.filter((each) => each !== row);
    const found = possibleSteps(search, rest, [...steps, step]);
    if (found) return found;
  }
  return null;
}

function stepAfter(last: Step | undefined, row: AuditRecord): Step {
  const since = last && (statusOf(last.row) === undefined ? last.since : last.row);
  const before = last?.after;
  return { row, before, after: statusOf(row) ?? before, since };
}

/** I6, I7: the steps are those of the state tables, an undo is its maker's and in time, and they lead to what is stored. */
export function storyIsTrue(
  machine: Machine,
  { _id, status }: { _id: string; status: string },
  steps: readonly Step[],
): Violation[] {
  const violation = violationsOf(_id);
  const problems = steps.flatMap((step) => {
    const why = whyNot(machine, step);
    return why ? [violation(undoing.includes(step.row.action) ? 'I6' : 'I7', why)] : [];
  });
  const told = steps.at(-1)?.after;
  if (told === status) return problems;
  return [...problems, violation('I7', `is ${status}, and the audit says ${told ?? 'nothing'}`)];
}

/** I15: one command makes each transition of one record at most once. */
export function commandsActOnce(id: string, rows: readonly AuditRecord[]): Violation[] {
  const own = rows.filter(({ subjects }) => subjects[0] === id);
  const keys = own.map(({ commandId, action, subjects }) => JSON.stringify([commandId, action, subjects]));
  return own
    .filter((_, i) => keys.indexOf(keys[i] ?? '') < i)
    .map(({ action, commandId }) =>
      violationsOf(id)('I15', `had ${action} twice by the command ${commandId}`),
    );
}

/** Why a step cannot have happened; undefined when it can. */
function whyNot(
  { table, undo }: Machine,
  { row, before, since }: Pick<Step, 'row' | 'before' | 'since'>,
): string | undefined {
  const after = statusOf(row);
  if (after === undefined) return whyNotThen(row, before);
  const impossible = `went from ${before ?? 'nothing'} to ${after} by ${row.action}`;
  if (row.action.endsWith('.created')) return before === undefined ? undefined : impossible;
  if (undoing.includes(row.action)) {
    if (!undo[before ?? '']?.includes(after)) return impossible;
    return whyNoUndo(row, since);
  }
  const isResend = row.action === 'invitation.resent' && before === 'pending';
  return isResend || table[before ?? '']?.includes(after) ? undefined : impossible;
}

/** Why an action that changes no status cannot have happened in this one. */
function whyNotThen({ action }: AuditRecord, before: string | undefined): string | undefined {
  if (before === undefined) return `had ${action} before it was there`;
  return possibleIn[action]?.includes(before) === false ? `had ${action} while it was ${before}` : undefined;
}

/** Whoever made a decision can take it back for ten minutes. */
function whyNoUndo(row: AuditRecord, decision: AuditRecord | undefined): string | undefined {
  if (!decision || decision.actor !== row.actor)
    return `had ${row.action} by somebody who had not decided it`;
  const passedMs = row.at.getTime() - decision.at.getTime();
  return passedMs <= undoWindowMs + clockToleranceMs ? undefined : `had ${row.action} after the time for it`;
}

function statusOf({ action, detail }: AuditRecord): string | undefined {
  const status = statusAfter[action];
  return typeof status === 'function' ? String(status(detail)) : status;
}
