import { auditExportMessage } from '../../views/audit/audit-export.ts';
import { readAuditFilter } from '../domain/audit-rows.ts';
import { slackDate } from '../domain/errors.ts';
import { exportAudit } from '../services/audit/export.ts';
import { listMark } from '../services/audit/send.ts';
import { authorize } from '../services/authority.ts';
import type { Runtime } from '../services/context.ts';
import type { OutboxRecord } from '../store/models/outbox.ts';
import type { Composed, FileToSend } from './compose.ts';
import { unlessRefused } from './imports.ts';
import { asReader } from './reader.ts';

export async function auditExport(
  { store }: Runtime,
  { about, tenantId }: OutboxRecord,
): Promise<Composed | null> {
  const organization = await store.organizations.findOne({ _id: about.id, tenantId }).lean();
  return organization && { message: auditExportMessage({ organizationName: organization.name }) };
}

/** What was asked for of the audit, for who asked for it, if they still may. */
export async function auditList(runtime: Runtime, row: OutboxRecord): Promise<FileToSend | null> {
  const { about, key } = row;
  const context = await asReader(runtime, row);
  if (!context) return null;
  // A row that is tried again gets the stored answer of its command, whatever has become of the person meanwhile.
  const allowed = await unlessRefused(authorize(context, 'audit:view', about.id));
  if (!allowed) return null;
  const [after = '', filter = ''] = key.split(listMark);
  return {
    name: `audit-of-${allowed.organization.domain}.csv`,
    comment: `The audit as it was ${slackDate(row.createdAt)}, newest first. Of more than 100,000 rows it has the newest.`,
    after,
    content: exportAudit(context, about.id, readAuditFilter(filter)),
  };
}
