import { z } from 'zod';
import { deny, formError, stale } from '../../domain/errors.ts';
import { fullName } from '../../domain/people.ts';
import { grantTransitions, sourcesOf } from '../../domain/states.ts';
import { workgroupRoles } from '../../domain/workgroups.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { WorkgroupRecord } from '../../store/models/workgroup.ts';
import { command } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { parseInput } from '../parse.ts';
import { closeGrant } from '../people/close-grant.ts';
import { findGrant, requireRunning } from '../people/find-grant.ts';
import { tellPerson } from '../people/tell-person.ts';
import { liveWorkgroup } from './authority.ts';

const roleInput = z.object({
  grantId: z.string().min(1).max(64),
  role: z.enum(workgroupRoles, { error: 'Choose member or admin.' }),
});

/** Makes a workgroup's member its admin, or the other way round. The person is told. @throws DomainError `form` for oneself */
export async function changeWorkgroupRole(
  context: Context,
  input: unknown,
): Promise<{ personName: string; workgroupName: string }> {
  const { grantId, role } = parseInput(roleInput, input);
  return command(context, 'workgroup.change-role', async (effects) => {
    const { grant, account, workgroup } = await grantInWorkgroup(context, grantId);
    if (account._id === requireAccount(context).id) {
      throw formError({ role: "You can't change your own role. Ask another admin or owner." });
    }
    requireRunning(context, grant);
    const { tenantId, organizationId, accountId, access } = grant;
    const answer = { personName: fullName(account), workgroupName: workgroup.name };
    if (access.kind !== 'workgroup' || access.role === role) return answer;
    const { modifiedCount } = await context.store.grants.updateOne(
      { _id: grantId, tenantId, status: { $in: sourcesOf(grantTransitions, 'expired') } },
      { $set: { access: { ...access, role } } },
    );
    if (modifiedCount === 0) throw stale();
    const detail = { ...detailOf({ ...access, role }), before: access.role, after: role };
    const subjects = [grantId, accountId];
    effects.record({ action: 'grant.role-changed', organizationId, subjects, detail });
    await tellPerson(context, effects, account, {
      key: `access-changed:${grantId}:${context.commandId}`,
      template: 'access-changed',
      about: { type: 'grant', id: grantId },
    });
    return answer;
  });
}

/** Ends somebody's access to a workgroup: by those who manage its people, or by the person. The person is told. */
export async function removeFromWorkgroup(
  context: Context,
  grantId: string,
): Promise<{ personName: string; workgroupName: string }> {
  const actor = requireAccount(context);
  return command(context, 'workgroup.remove-person', async (effects) => {
    const { grant, account, workgroup } = await grantInWorkgroup(context, grantId, actor.id);
    requireRunning(context, grant);
    const ending = { status: 'revoked', endedAt: context.now(), endedBy: actor.name } as const;
    if (!(await closeGrant(context, effects, grant, ending))) throw stale();
    await tellPerson(context, effects, account, {
      key: `access-ended:${grantId}`,
      template: 'access-ended',
      about: { type: 'grant', id: grantId },
    });
    return { personName: fullName(account), workgroupName: workgroup.name };
  });
}

/** @param holderId whoever has the access needs no permission @throws deny */
async function grantInWorkgroup(
  context: Context,
  grantId: string,
  holderId?: string,
): Promise<{ grant: GrantRecord; account: AccountRecord; workgroup: Pick<WorkgroupRecord, 'name'> }> {
  const { grant, account } = await findGrant(context, grantId);
  if (grant.access.kind !== 'workgroup') throw deny();
  const { workgroupId } = grant.access;
  if (account._id !== holderId) {
    const { workgroup } = await liveWorkgroup(context, 'workgroup:people', workgroupId);
    return { grant, account, workgroup };
  }
  const { tenantId } = grant;
  const workgroup = await context.store.workgroups.findOne({ _id: workgroupId, tenantId }).lean();
  if (!workgroup) throw deny();
  return { grant, account, workgroup };
}
