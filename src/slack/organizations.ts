import type { ModalView } from '@slack/types';
import { accountModal } from '../../views/accounts/account-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView } from '../../views/common/notices.ts';
import { helpMessage, workgroupAdminHelp } from '../../views/messages/help-message.ts';
import { organizationModal } from '../../views/organizations/organization-modal.ts';
import { notSetUpMessage, setUpMessage } from '../../views/organizations/set-up-message.ts';
import { DomainError, deny } from '../domain/errors.ts';
import { createAccount, verifiedEmail } from '../services/accounts.ts';
import {
  editOrganization,
  hasOrganizations,
  organizationsFor,
  setUpOrganization,
} from '../services/organizations.ts';
import { hasUnreachableChannel } from '../services/outbox/channel-state.ts';
import { isWorkgroupAdminOnly } from '../services/workgroups/list.ts';
import { openAuditList } from './audit.ts';
import { openAppsList, openSubscriptionsList } from './catalog.ts';
import { openDeliveriesList } from './deliveries.ts';
import { openDomainsList } from './domains.ts';
import { refreshHome } from './home.ts';
import { openPeopleSearch } from './people.ts';
import { workspaceAdmins } from './profile.ts';
import { openSettingsForm } from './settings.ts';
import { takeOverQuestion } from './take-over.ts';
import type { ActionTurn, CommandTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';
import { showUsernameState } from './username.ts';
import { withOrganization } from './which-organization.ts';
import { openWorkgroupsList } from './workgroups.ts';

/** `/gatehouse`: set an organization up, and change it. */
export const organizations: Feature = {
  commands: { '/gatehouse': gatehouse },
  actions: {
    [actionIds.setUp]: openSetUp,
    [actionIds.editOrganization]: openChosen,
    username: showUsernameState,
  },
  submissions: {
    [callbackIds.account]: submitAccount,
    [callbackIds.organization]: submitOrganization,
  },
};

async function gatehouse(turn: CommandTurn): Promise<void> {
  const [word = '', ...rest] = turn.text.trim().toLowerCase().split(/\s+/);
  if (word === 'help') return help(turn);
  const open = sections.get(word);
  if (word !== '' && !open) {
    return turn.tell(helpMessage('gatehouse', `Gatehouse does not know “${word.slice(0, 40)}”.`));
  }
  if (!(await hasOrganizations(turn.context, turn.install.tenantId))) return offerSetUp(turn);
  if (word === '') return help(turn);
  await open?.(turn, rest.join(' '));
}

async function help(turn: Turn): Promise<void> {
  await turn.tell((await isWorkgroupAdminOnly(turn.context)) ? workgroupAdminHelp() : helpMessage());
}

async function openOrganization(turn: Turn, typed: string): Promise<void> {
  const question = {
    permission: 'organization:edit',
    typed,
    action: actionIds.editOrganization,
    command: '/gatehouse organization',
  } as const;
  await withOrganization(turn, question, async (id) => turn.show(await editForm(turn, id)));
}

/** What can be typed after `/gatehouse`. */
const sections: ReadonlyMap<string, (turn: Turn, rest: string) => Promise<void>> = new Map([
  ['organization', openOrganization],
  ['apps', openAppsList],
  ['subscriptions', openSubscriptionsList],
  ['workgroups', openWorkgroupsList],
  ['domains', openDomainsList],
  ['deliveries', openDeliveriesList],
  ['people', openPeopleSearch],
  ['audit', openAuditList],
  ['settings', openSettingsForm],
]);

/** For what needs an organization: where there is none yet, it says who can set one up. */
export function needsSetUp<Any extends Turn>(handle: (turn: Any) => Promise<void>) {
  return async (turn: Any): Promise<void> => {
    try {
      await handle(turn);
    } catch (error) {
      const isFresh = !(await hasOrganizations(turn.context, turn.install.tenantId));
      if (!isFresh || !(error instanceof DomainError) || error.code !== 'deny') throw error;
      await offerSetUp(turn);
    }
  };
}

/** A fresh workspace: its admins are offered the set-up, everybody else is told who they are. */
async function offerSetUp(turn: Turn): Promise<void> {
  const { isWorkspaceAdmin } = await turn.profile();
  if (isWorkspaceAdmin) return turn.tell(setUpMessage());
  await turn.tell(notSetUpMessage({ adminIds: await workspaceAdmins(turn.client, turn.install) }));
}

/** Who has no account makes one first; the form of the organization follows in its place. */
async function openSetUp(turn: ActionTurn): Promise<void> {
  const profile = await turn.profile();
  if (!profile.isWorkspaceAdmin) throw deny();
  const { account } = turn.context.actor;
  if (account) return turn.show(setUpForm(turn, account.email));
  await turn.show(
    accountModal({
      metadata: turn.seal(callbackIds.account),
      email: verifiedEmail(profile).address,
      values: { firstName: profile.firstName, lastName: profile.lastName },
      username: null,
    }),
  );
}

async function submitAccount(turn: SubmissionTurn): Promise<Verdict> {
  const profile = await turn.profile();
  if (!profile.isWorkspaceAdmin) throw deny();
  await createAccount(turn.context, turn.values, profile);
  if (turn.form.subject !== '') {
    return { response_action: 'update', view: await takeOverQuestion(turn, turn.form.subject) };
  }
  return { response_action: 'update', view: setUpForm(turn, verifiedEmail(profile).address) };
}

function setUpForm(turn: Turn, notificationEmail: string) {
  const metadata = turn.seal(callbackIds.organization);
  return organizationModal({ metadata, mode: 'create', values: { notificationEmail } });
}

/** Chosen on Home, or in the question which one: that has its answer then. */
async function openChosen(turn: ActionTurn): Promise<void> {
  const isAsked = turn.view?.callbackId === callbackIds.organizations;
  await (isAsked ? turn.replace : turn.show)(await editForm(turn, turn.value));
}

async function editForm(turn: Turn, organizationId: string): Promise<ModalView> {
  const places = await organizationsFor(turn.context, 'organization:edit');
  const place = places.find(({ organization }) => organization._id === organizationId);
  if (!place) throw deny();
  const { name, domain, notificationEmail, approvalsChannelId } = place.organization;
  return organizationModal({
    metadata: turn.seal(callbackIds.organization, organizationId),
    mode: 'edit',
    values: { name, domain, notificationEmail, approvalsChannelId },
    isChannelUnreachable: hasUnreachableChannel(place.organization),
  });
}

/** The form's subject is the organization to change; without one it makes a new one. */
async function submitOrganization(turn: SubmissionTurn): Promise<Verdict> {
  const input = { ...turn.values, approvalsChannelId: turn.values.approvalsChannelId ?? null };
  const { subject } = turn.form;
  if (subject !== '') {
    const { name } = await editOrganization(turn.context, subject, input);
    refreshHome(turn);
    return { response_action: 'update', view: noticeView({ text: `${name} is saved.` }) };
  }
  const { name } = await setUpOrganization(turn.context, input, await turn.profile());
  refreshHome(turn);
  const text = `${name} is set up, and you are its owner. Invite people with /invite-user.`;
  return { response_action: 'update', view: noticeView({ text }) };
}
