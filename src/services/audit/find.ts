import type { AuditFilter, AuditRow } from '../../domain/audit-rows.ts';
import { actionsOf } from '../../domain/audit-words.ts';
import { deny } from '../../domain/errors.ts';
import { firstIdAt } from '../../domain/id-times.ts';
import type { PersonRow } from '../../domain/overviews.ts';
import { fullName } from '../../domain/people.ts';
import { authorize } from '../authority.ts';
import type { Context } from '../context.ts';
import { isKnownTo } from '../directory.ts';
import { type Cursor, inDirection, type Page, page } from '../paging.ts';
import { describeAudit } from './describe.ts';

const pageSize = 8;
const dayMs = 24 * 60 * 60 * 1000;

export interface AuditPage extends Page<AuditRow> {
  organizationName: string;
  /** The person whose rows alone are listed. */
  person: PersonRow | null;
}

/**
 * One page of what has happened in an organization, newest first. What belongs to no organization is not in it.
 * @throws deny
 */
export async function listAudit(
  context: Context,
  { organizationId, filter, cursor }: { organizationId: string; filter: AuditFilter; cursor: Cursor },
): Promise<AuditPage> {
  const { organization } = await authorize(context, 'audit:view', organizationId);
  const person = await personIn(context, organizationId, filter.accountId);
  const found = await context.store.audit
    .find({ ...auditOf(context, organizationId, filter), $and: [inDirection(cursor)] })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  const rows = await describeAudit(context, items);
  return { organizationName: organization.name, person, items: rows, older, newer };
}

/** Whom the filter names. @throws deny when the organization does not know them */
export async function personIn(
  context: Context,
  organizationId: string,
  accountId: string | null,
): Promise<PersonRow | null> {
  if (accountId === null) return null;
  if (!(await isKnownTo(context, organizationId, accountId))) throw deny();
  const { tenantId } = context.actor;
  const account = await context.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  if (!account) throw deny();
  const { username, email } = account;
  return { accountId, name: fullName(account), username, email };
}

/** The filter for the rows of one organization. A row's time is in its id. */
export function auditOf({ actor }: Context, organizationId: string, filter: AuditFilter) {
  const { group, accountId, from, until } = filter;
  return {
    tenantId: actor.tenantId,
    organizationId,
    ...(group === null ? {} : { action: { $in: actionsOf(group) } }),
    ...(accountId === null ? {} : { $or: [{ subjects: accountId }, { actor: accountId }] }),
    _id: {
      $gte: firstIdAt('aud', new Date(from ?? 0)),
      ...(until === null ? {} : { $lt: firstIdAt('aud', new Date(Date.parse(until) + dayMs)) }),
    },
  };
}
