import type { ListedInvitation } from '../../domain/overviews.ts';
import type { Context } from '../context.ts';
import { listInvitationRecords } from '../invitations/listed.ts';
import { type Cursor, inDirection, type Page, page } from '../paging.ts';
import { liveWorkgroup } from './authority.ts';

const pageSize = 10;

/** The invitations into a workgroup that wait, for an account or for an answer: newest first, one page. @throws deny */
export async function waitingIn(
  context: Context,
  workgroupId: string,
  cursor: Cursor,
): Promise<Page<ListedInvitation>> {
  await liveWorkgroup(context, 'workgroup:people', workgroupId);
  const { tenantId } = context.actor;
  const found = await context.store.invitations
    .find({
      tenantId,
      'access.workgroupId': workgroupId,
      status: 'pending',
      expiresAt: { $gt: context.now() },
      ...inDirection(cursor),
    })
    .sort({ _id: cursor && 'after' in cursor ? 1 : -1 })
    .limit(pageSize + 1)
    .lean();
  const { items, older, newer } = page(found, cursor, pageSize);
  return { items: await listInvitationRecords(context, items), older, newer };
}
