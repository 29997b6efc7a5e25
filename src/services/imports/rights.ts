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
  if (!mayImport(place)) throw deny();
  return place;
}

/** Whether who manages the people of an organization may invite many of them. */
export function mayImport({ organization, role }: ImportPlace): boolean {
  return allows(role, 'invitation:send', settingsOf(organization));
}

/** An import of an organization whose people the acting person manages: to see it, to have its report, to end it. @throws deny */
export async function importToSee(
  context: Context,
  importId: string,
): Promise<ImportPlace & { found: ImportRecord }> {
  const { tenantId } = context.actor;
  const found = await context.store.imports.findOne({ _id: importId, tenantId }).lean();
  if (!found) throw deny();
  return { found, ...(await authorize(context, 'people:manage', found.organizationId)) };
}

/** The same for whoever may import there: to start it. @throws deny */
export async function importToStart(
  context: Context,
  importId: string,
): Promise<ImportPlace & { found: ImportRecord }> {
  const place = await importToSee(context, importId);
  if (!mayImport(place)) throw deny();
  return place;
}
