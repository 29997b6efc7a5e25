import { deny } from '../../domain/errors.ts';
import { allows, type OrganizationRole } from '../../domain/permissions.ts';
import { settingsOf } from '../../domain/settings.ts';
import type { ImportRecord } from '../../store/models/import.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';

export interface ImportPlace {
  organization: OrganizationRecord;
  role: OrganizationRole;
}

/** Makes sure that the acting person may invite many people into an organization: it takes the right to manage them too. @throws deny */
export async function authorizeImport(context: Context, organizationId: string): Promise<ImportPlace> {
  const place = await authorize(context, 'people:manage', organizationId);
  if (!allows(place.role, 'invitation:send', settingsOf(place.organization))) throw deny();
  return place;
}

/** An import of an organization in which the acting person may import. @throws deny */
export async function importToManage(
  context: Context,
  importId: string,
): Promise<ImportPlace & { found: ImportRecord }> {
  const { tenantId } = context.actor;
  const found = await context.store.imports.findOne({ _id: importId, tenantId }).lean();
  if (!found) throw deny();
  return { found, ...(await authorizeImport(context, found.organizationId)) };
}
