/** The audit as those see it who may: what they look for, and what a row says. */
import { type AuditGroup, auditGroups } from './audit-words.ts';

/** Null: all of it. Days are days of UTC, such as `2025-11-30`, and both belong to what is asked for. */
export interface AuditFilter {
  group: AuditGroup | null;
  accountId: string | null;
  from: string | null;
  until: string | null;
}

export interface AuditChange {
  label: string;
  /** Null where it was not there before, or nobody knows. */
  before: string | null;
  after: string;
}

export interface AuditRow {
  id: string;
  at: Date;
  who: string;
  what: string;
  /** The names of whom and what it is about. */
  about: string[];
  changes: AuditChange[];
}

export const wholeAudit: AuditFilter = { group: null, accountId: null, from: null, until: null };

const nothing = '-';

/** A filter as one text without a space. */
export function auditFilterText({ group, accountId, from, until }: AuditFilter): string {
  return [group, accountId, from, until].map((part) => part ?? nothing).join(',');
}

/** Reads that text again; what it does not understand is not asked for. */
export function readAuditFilter(text: string): AuditFilter {
  const [group, accountId, from, until] = text.split(',').map((part) => (part === nothing ? '' : part));
  return {
    group: auditGroups.find((each) => each === group) ?? null,
    accountId: accountId || null,
    from: dayIn(from),
    until: dayIn(until),
  };
}

function dayIn(text = ''): string | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null;
}
