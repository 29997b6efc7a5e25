import type { AuditChange } from '../../domain/audit-rows.ts';
import type { AuditRecord } from '../../store/models/audit.ts';
import { messageIn } from './message-in.ts';

type Detail = AuditRecord['detail'];

export interface Known {
  /** The access that the row is about, in words, and where its role was changed the one of before. */
  now: string | null;
  before: string | null;
  /** What earlier rows say of the same fields. */
  earlier: Detail;
}

/** Ids that `now` says in words, and what only Gatehouse itself reads. */
const hidden = ['app', 'subscription', 'workgroup', 'partner', 'kind', 'status', 'version', 'email'];

/** What a row says has changed, or of what has happened, in words. */
export function changesOf(row: AuditRecord, { now, before, earlier }: Known): AuditChange[] {
  const { action, detail } = row;
  const message = messageIn(row);
  if (message !== null) return [{ label: 'message', before: null, after: message }];
  const used = [...hidden, 'before', 'after', ...(now === null ? [] : ['role'])];
  const fields = Object.keys(detail).filter((name) => !used.includes(name) && !name.endsWith('Before'));
  return [
    ...(now === null ? [] : [{ label: 'access', before, after: now }]),
    ...(action === 'grant.end-changed' ? [change('ends', detail.before, detail.after)] : []),
    ...fields.map((name) => fieldChange(name, detail, earlier)),
  ];
}

/** Both values, as `…Before` and `…After`, or as `…Before` and the name alone; else an earlier row says what it was. */
function fieldChange(name: string, detail: Detail, earlier: Detail): AuditChange {
  const stem = name.replace(/After$/, '');
  if (stem !== name) return change(stem, detail[`${stem}Before`], detail[name]);
  return change(name, detail[`${name}Before`] ?? earlier[name], detail[name]);
}

function change(
  name: string,
  before: Detail[string] | undefined,
  after: Detail[string] | undefined,
): AuditChange {
  return { label: inWords(name), before: before === undefined ? null : value(before), after: value(after) };
}

/** `approvalsChannelId` is the approvals channel. */
function inWords(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('-', ' ')
    .toLowerCase();
  return words.replace(/ id$/, '').replace(/ (?:at|on)$/, '');
}

function value(of: Detail[string] | undefined): string {
  if (of === undefined || of === null || of === '') return 'none';
  if (typeof of === 'boolean') return of ? 'yes' : 'no';
  const text = String(of);
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(text) ? `${text.slice(0, 16).replace('T', ' ')} UTC` : text;
}
