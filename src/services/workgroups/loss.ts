import type { PartnerLoss } from '../../domain/collaborations.ts';
import type { Context } from '../context.ts';
import { authorizeInWorkgroup } from './authority.ts';
import { countAll } from './end-all.ts';

/** What would end with a workgroup now, for those who may archive it. @throws deny */
export async function lossOfWorkgroup(context: Context, workgroupId: string): Promise<PartnerLoss> {
  await authorizeInWorkgroup(context, 'workgroup:edit', workgroupId);
  return countAll(context, { 'access.workgroupId': workgroupId });
}
