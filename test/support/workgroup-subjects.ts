/** What an organization and its partner share, in a known state: part of `Subjects`. */
import type { WorkgroupAccess } from '../../src/domain/access.ts';
import { olga, workspace } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { grantKey } from '../../src/services/authority.ts';
import { newId } from '../../src/services/context.ts';
import { createWorkgroup } from '../../src/services/workgroups/create.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { World } from './gatehouse.ts';
import { accountIdOf, openInvitation } from './residents.ts';
import { acting } from './verbs.ts';
import { personOf } from './workgroups.ts';

const tenantId = workspace.id;

/** The admin of the workgroup: a person of Birch. */
export const lena = personOf('birch', 'Lena Lang');
/** A member of it, and of Aster Labs. */
export const pia = personOf('aster', 'Pia Plum');

/** A workgroup with a member, and an admin who comes in by a partner. */
export async function makeShared(world: World, organizationId: string, owner: string) {
  const { store, gatehouse } = world;
  const { runtime } = gatehouse;
  const birch = await store.organizations.findOne({ tenantId, domain: 'birch' }).lean();
  const partnerId = birch?._id ?? '';
  const partnership = newId(runtime, 'col');
  const leftPartnership = newId(runtime, 'col');
  const now = runtime.now();
  const changed = { tenantId, since: now, changedAt: now, changedBy: 'Olga Owens' };
  await store.collaborations.insertMany([
    { ...changed, _id: partnership, organizationId, partnerId, status: 'active' },
    {
      ...changed,
      _id: leftPartnership,
      organizationId: partnerId,
      partnerId: organizationId,
      status: 'left',
    },
  ]);
  const form = { organizationId, name: 'Pilots', collaborative: 'yes' };
  const { workgroupId } = await createWorkgroup(await acting(runtime, olga.id), form);
  const grant = async (person: Person, access: WorkgroupAccess): Promise<GrantRecord> => {
    const accountId = await accountIdOf(world, person);
    return {
      _id: newId(runtime, 'grt'),
      tenantId,
      organizationId,
      accountId,
      access,
      status: 'active',
      invitationId: null,
      grantedBy: owner,
      since: now,
      endsAt: null,
      endedAt: null,
      endedBy: null,
      liveKey: grantKey(organizationId, access, accountId),
    };
  };
  const within = { kind: 'workgroup', workgroupId } as const;
  const member = await grant(pia, { ...within, role: 'member', partnerId: null });
  await store.grants.insertMany([member, await grant(lena, { ...within, role: 'admin', partnerId })]);
  return {
    workgroup: workgroupId,
    workgroupGrant: member._id,
    workgroupInvitation: await openInvitation(world, {
      organizationId,
      invitedBy: owner,
      kind: 'access',
      access: { ...within, role: 'member', partnerId: null },
    }),
    partnership,
    leftPartnership,
  };
}
