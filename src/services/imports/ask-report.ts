import { DomainError } from '../../domain/errors.ts';
import { importTransitions } from '../../domain/imports.ts';
import { command } from '../command.ts';
import { type Context, requirePerson } from '../context.ts';
import { importToSee } from './rights.ts';

/** The beginning of the keys by which the report of an import is announced, and goes, to whoever asked for it. */
export function askedKey(importId: string): string {
  return `import-report-asked:${importId}`;
}

/** What follows the announcement's key in that of the file. */
export const reportMark = ':report';

/**
 * Has the report of an import that has ended sent to the acting person's own conversation with Gatehouse. Noted in the audit.
 * @throws DomainError `deny`, or `stale` while it runs and once its lines are gone
 */
export async function askForReport(context: Context, importId: string): Promise<void> {
  const { identity } = requirePerson(context);
  await command(context, 'import.ask-report', async ({ record, send }) => {
    const { found, organization } = await importToSee(context, importId);
    const { _id: id, tenantId, status, startedAt } = found;
    if (startedAt === null || importTransitions[status].length > 0)
      throw new DomainError('stale', 'There is no report before the import has ended.');
    if (!(await context.store.importRows.exists({ tenantId, importId: id })))
      throw new DomainError('stale', 'The lines of this import were deleted. They are kept for 30 days.');
    record({ action: 'import.report-asked', organizationId: organization._id, subjects: [id] });
    const { teamId, userId } = identity;
    const key = `${askedKey(id)}:${userId}:${context.commandId}`;
    const about = { type: 'import', id } as const;
    const to = { via: 'slack', channel: userId, teamId } as const;
    send({ key, template: 'import-report-asked', about, to });
    send({ key: `${key}${reportMark}`, template: 'import-report', about, to: { ...to, file: true } });
    return null;
  });
}
