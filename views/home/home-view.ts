import type { HomeView, KnownBlock } from '@slack/types';
import type { HomeOverview } from '../../src/domain/overviews.ts';
import { actions, button, context, facts, header, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { providerName } from '../common/words.ts';
import { approvingBlocks } from './approving.ts';
import { accessBlocks, offersBlocks, requestsBlocks } from './own.ts';
import { troubleBlocks } from './troubles.ts';
import { undoableBlocks } from './undoable.ts';
import { type VacantOrganization, vacantBlocks } from './vacant.ts';

/** What one person's Home tab shows. `canSetUp` says whether that person may create the first organization. */
export type HomeData = HomeOverview & { canSetUp: boolean; vacant?: VacantOrganization[] };

/** The Home tab: what waits for this person, what they have, and what they can do. */
export function homeView(data: HomeData): HomeView {
  return {
    type: 'home',
    callback_id: callbackIds.home,
    blocks: data.hasOrganizations ? contents(data) : beforeSetUp(data),
  };
}

function contents(data: HomeData): KnownBlock[] {
  return [
    ...start(data),
    ...vacantBlocks(data.vacant ?? []),
    ...troubleBlocks(data.troubles),
    ...undoableBlocks(data.undoable),
    ...offersBlocks(data),
    ...approvingBlocks(data.approving, data.moreApproving),
    ...requestsBlocks(data.requests),
    ...accessBlocks(data.access),
    ...accountBlocks(data.account),
    ...organizationBlocks(data.organizations),
    context(plain`Type /gatehouse help to see all commands.`),
  ];
}

function beforeSetUp({ canSetUp, account }: HomeData): KnownBlock[] {
  return [
    header('Welcome to Gatehouse'),
    section(plain`Gatehouse lets people into organizations. It is not set up yet.`),
    ...(canSetUp
      ? [
          section(plain`Create the first organization to begin.`),
          actions('set-up', [button('Set up', { action: actionIds.setUp, style: 'primary' })]),
        ]
      : [section(plain`A workspace admin can set it up by typing /gatehouse.`)]),
    ...accountBlocks(account),
  ];
}

function start({ account, approving, access }: HomeData): KnownBlock[] {
  const approver = approving.length > 0;
  const isWorkgroupAdmin = access.some(
    ({ access: held }) => held.kind === 'workgroup' && held.role === 'admin',
  );
  return [
    header('Gatehouse'),
    ...(account
      ? []
      : [
          section(
            plain`You have no Gatehouse account yet. It is created when you enter the code from your invitation.`,
          ),
        ]),
    actions('start', [
      button('Enter code', { action: actionIds.enterCode, ...(approver ? {} : { style: 'primary' }) }),
      ...(approver
        ? [
            button('Invite user', { action: actionIds.inviteUser, style: 'primary' }),
            button('Requests', { action: actionIds.openRequests, label: 'Open the access requests' }),
            button('Invitations', { action: actionIds.openInvitations, label: 'Open the invitations' }),
            button('People', { action: actionIds.openPeople, label: 'Find people and their access' }),
            button('Apps', { action: actionIds.openApps, label: 'Open the apps' }),
            button('Subscriptions', { action: actionIds.openSubscriptions, label: 'Open the subscriptions' }),
            button('Partners', { action: actionIds.openDomains, label: 'Open the partner organizations' }),
          ]
        : []),
      ...(approver || isWorkgroupAdmin
        ? [button('Workgroups', { action: actionIds.openWorkgroups, label: 'Open the workgroups' })]
        : []),
    ]),
  ];
}

function accountBlocks(account: HomeData['account']): KnownBlock[] {
  if (!account) return [];
  return [
    header('Your account'),
    ...facts([
      ['Name', account.name],
      ['Username', account.username],
      ['E-mail', account.email],
      ['Identity provider', providerName(account.provider)],
      ['Provider username', account.providerUsername],
    ]),
  ];
}

const mostOrganizations = 3;

function organizationBlocks(organizations: HomeData['organizations']): KnownBlock[] {
  if (organizations.length === 0) return [];
  const hidden = organizations.length - mostOrganizations;
  return [
    header('Your organizations'),
    ...organizations.slice(0, mostOrganizations).flatMap(({ id, name, maySet }) => [
      section(plain`${name}`),
      actions(`organization:${id}`, [
        button('Edit', { action: actionIds.editOrganization, value: id, label: `Edit ${name}` }),
        ...(maySet
          ? [
              button('Settings', {
                action: actionIds.openSettings,
                value: id,
                label: `Settings of ${name}`,
              }),
            ]
          : []),
      ]),
    ]),
    ...(hidden > 0 ? [context(plain`${hidden} more: type /gatehouse organization.`)] : []),
  ];
}
