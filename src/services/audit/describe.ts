import type { Access } from '../../domain/access.ts';
import type { AuditRow } from '../../domain/audit-rows.ts';
import { auditWords } from '../../domain/audit-words.ts';
import type { AuditRecord } from '../../store/models/audit.ts';
import { describeAccesses } from '../access.ts';
import type { Context } from '../context.ts';
import { accessIn, phrase } from './access-of.ts';
import { changesOf } from './changes.ts';
import { earlierValues } from './earlier.ts';
import { isDismissal } from './message-in.ts';
import { namesOf } from './names.ts';

/** Says audit rows in plain words. Asks nobody's permission: that is for the caller. */
export async function describeAudit(context: Context, rows: readonly AuditRecord[]): Promise<AuditRow[]> {
  const { tenantId } = context.actor;
  const names = await namesOf(context, rows);
  const describe = await describeAccesses(
    context,
    tenantId,
    rows.flatMap((row) => [accessIn(row.detail, 'role'), accessBefore(row)]),
  );
  const inWords = (access: Access | null) => access && phrase(describe(access));
  const earlier = await earlierValues(context, rows);
  return rows.map((row) => ({
    id: row._id,
    at: row.at,
    who: row.actorName,
    what: whatHappened(row),
    about: names(row),
    changes: changesOf(row, {
      now: inWords(accessIn(row.detail, 'role')),
      before: inWords(accessBefore(row)),
      earlier: earlier(row._id),
    }),
  }));
}

/** One action, and two things that happen: what was given up already is only dismissed. */
function whatHappened(row: AuditRecord): string {
  if (isDismissal(row)) return 'Message dismissed that was given up';
  return auditWords[row.action]?.[1] ?? row.action;
}

function accessBefore({ action, detail }: AuditRecord): Access | null {
  return action.endsWith('.role-changed') ? accessIn(detail, 'before') : null;
}
