import { type AuditFilter, auditFilterText } from '../../domain/audit-rows.ts';
import { authorize } from '../authority.ts';
import { command } from '../command.ts';
import { type Context, requirePerson } from '../context.ts';
import { personIn } from './find.ts';

/** What follows the announcement's key in that of the file: what was asked for comes after it. */
export const listMark = ':list:';

/**
 * Announces what the filter finds of the audit in the person's own conversation, and sends it there as a file.
 * @throws deny
 */
export async function sendAudit(
  context: Context,
  organizationId: string,
  filter: AuditFilter,
): Promise<void> {
  const { teamId, userId } = requirePerson(context).identity;
  const about = { type: 'organization', id: organizationId } as const;
  const key = `audit-export:${userId}:${context.commandId}`;
  const to = { via: 'slack', channel: userId, teamId } as const;
  await command(context, 'audit.export', async ({ send }) => {
    await authorize(context, 'audit:view', organizationId);
    await personIn(context, organizationId, filter.accountId);
    send({ key, template: 'audit-export', about, to });
    const list = `${key}${listMark}${auditFilterText(filter)}`;
    send({ key: list, template: 'audit-list', about, to: { ...to, file: true } });
    return null;
  });
}
