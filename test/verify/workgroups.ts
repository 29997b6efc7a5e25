/** Partners and workgroups in the workspace in which everything has happened. */
import { createAccount } from '../../src/services/accounts.ts';
import { addPartner } from '../../src/services/collaborations/add.ts';
import {
  allowPartnershipAgain,
  leavePartnership,
  removePartner,
} from '../../src/services/collaborations/end.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { offerByUsername } from '../../src/services/invitations/offer.ts';
import { setUpOrganization } from '../../src/services/organizations.ts';
import { archiveWorkgroup } from '../../src/services/workgroups/archive.ts';
import { createWorkgroup } from '../../src/services/workgroups/create.ts';
import { editWorkgroup } from '../../src/services/workgroups/edit.ts';
import { inviteToWorkgroup } from '../../src/services/workgroups/invite.ts';
import { changeWorkgroupRole } from '../../src/services/workgroups/people.ts';
import { codeOf, newAccountOf, profileOf, redeem } from '../support/verbs.ts';
import type { VerifyWorld } from './world.ts';

export interface WorkgroupsHappened {
  /** Workgroups: one that a partner's person is in, one that only the organization's own people are in. */
  shared: string;
  closed: string;
  /** The grants of those who are in: by their home in the partner alone, and by a role in the organization. */
  byHome: string;
  byRole: string;
  homeOnly: string;
  /** An invitation that waits for an account of the partner. */
  waiting: string;
}

/** A partnership that was ended from both sides and renewed, and workgroups in every state. */
export async function workgroupsHappen(world: VerifyWorld): Promise<WorkgroupsHappened> {
  const { by, join, organizationId, store, runtime } = world;
  await createAccount(await by('pia'), newAccountOf('pia'), profileOf('pia'));
  const setUp = {
    name: 'Cedar',
    domain: 'cedar',
    notificationEmail: 'gate@cedar.example',
    approvalsChannelId: null,
  };
  const cedar = await setUpOrganization(await by('pia'), setUp, { isWorkspaceAdmin: true });
  const through = { partnerId: cedar.organizationId };
  const make = async (name: string, collaborative: 'yes' | 'no') =>
    (await createWorkgroup(await by('olga'), { organizationId, name, collaborative })).workgroupId;
  const invite = async (workgroupId: string, name: string, more: Record<string, string> = {}) => {
    const form = { workgroupId, emails: `${name}@aster.example`, role: 'member', ...more };
    await inviteToWorkgroup(await by('adam'), form);
    const of = { 'access.workgroupId': workgroupId, emailKey: `${name}@aster.example` };
    const invitation = await store.invitations.findOne(of).sort({ _id: -1 }).lean();
    if (!invitation) throw new Error(`${name} was not invited`);
    return invitation;
  };

  const add = async () => addPartner(await by('olga'), { organizationId, domain: 'cedar' });
  const { collaborationId } = await add();
  const shared = await make('Shared', 'yes');
  await invite(shared, 'cleo', through);
  await leavePartnership(await by('pia'), collaborationId);
  await allowPartnershipAgain(await by('pia'), collaborationId);
  await add();
  await removePartner(await by('adam'), collaborationId);
  await add();

  const homeless = await invite(shared, 'cleo', through);
  await redeem(await by('cleo'), codeOf(runtime, homeless), 'cleo');
  const waiting = await invite(shared, 'clem', through);
  await createAccount(await by('curt'), newAccountOf('curt'), profileOf('curt'));
  await invite(shared, 'curt', through);
  const offer = await offerByUsername(await by('pia'), {
    ...cedar,
    email: 'curt@aster.example',
    username: 'curt',
    role: 'member',
  });
  if ('invitationId' in offer) await acceptOffer(await by('curt'), offer.invitationId);

  const closed = await make('Closed', 'no');
  await join('wim', 'member');
  const own = await invite(closed, 'wim');
  const byRole = await world.grantOf(own._id);
  await changeWorkgroupRole(await by('olga'), { grantId: byRole, role: 'admin' });
  await editWorkgroup(await by('adam'), closed, { name: 'Closed', description: 'For us' });
  const gone = await make('Gone', 'yes');
  await invite(gone, 'wim');
  await archiveWorkgroup(await by('olga'), gone);
  const byHome = await world.grantOf(homeless._id);
  const homeOnly = (await store.grants.findOne({ _id: byHome }).lean())?.accountId ?? '';
  return { shared, closed, byHome, byRole, homeOnly, waiting: waiting._id };
}
