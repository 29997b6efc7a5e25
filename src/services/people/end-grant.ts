import type { AccessFacts } from '../../domain/access.ts';
import { deny } from '../../domain/errors.ts';
import { describeAccess, mayManage } from '../access.ts';
import { authorize } from '../authority.ts';
import { command } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { closeGrant } from './close-grant.ts';
import { findGrant, requireRunning } from './find-grant.ts';
import { isOwnership, keepAnOwner } from './last-owner.ts';
import { tellPerson } from './tell-person.ts';

/** Which access of whom has ended. */
export interface EndedGrant {
  accountId: string;
  personName: string;
  organizationId: string;
  access: AccessFacts;
}

/**
 * Ends one access now: by somebody who manages people there and may give such access, or by its own holder. What else the
 * person has stays. The person is told.
 * @throws DomainError `form` for the last owner, `stale` when it has ended already
 */
export async function endGrant(context: Context, grantId: string): Promise<EndedGrant> {
  const actor = requireAccount(context);
  return command(context, 'grant.end', async (effects) => {
    const { grant, account, personName } = await findGrant(context, grantId);
    const { accountId, organizationId, access } = grant;
    const ceiling =
      accountId === actor.id ? null : (await authorize(context, 'people:manage', organizationId)).role;
    requireRunning(context, grant);
    // First: of two owners who end each other's access at once, the second is none any more, and hears why (A13).
    if (isOwnership(access)) await keepAnOwner(context, grant);
    if (ceiling && !(await mayManage(context, ceiling, access))) throw deny();
    await closeGrant(context, effects, grant, {
      status: 'revoked',
      endedAt: context.now(),
      endedBy: actor.name,
    });
    await tellPerson(context, effects, account, {
      key: `access-ended:${grantId}`,
      template: 'access-ended',
      about: { type: 'grant', id: grantId },
    });
    const facts = await describeAccess(context, grant.tenantId, access);
    return { accountId, personName, organizationId, access: facts };
  });
}
