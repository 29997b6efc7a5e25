import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { inviteModal } from '../../views/invitations/invite-modal.ts';
import { inviteResultView } from '../../views/invitations/invite-result-view.ts';
import { helpMessage } from '../../views/messages/help-message.ts';
import { splitAddresses } from '../domain/email.ts';
import { DomainError, deny } from '../domain/errors.ts';
import type { InviteResult } from '../domain/invitations.ts';
import { sendJoinInvitations } from '../services/invitations/send-join.ts';
import { organizationsFor } from '../services/organizations.ts';
import { isWorkgroupAdminOnly } from '../services/workgroups/list.ts';
import { defaultDaysOf, withoutDefaultDays } from './default-days.ts';
import { directForm } from './direct.ts';
import { refreshHome } from './home.ts';
import { needsSetUp } from './organizations.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';
import { text, type Values } from './values.ts';

/** `/invite-user` and its shortcut: invite addresses to create an account and ask for access, or people to an app. */
export const invite: Feature = {
  commands: {
    '/invite-user': needsSetUp(async (turn) => {
      if (turn.text.trim().toLowerCase() === 'help') return turn.tell(helpMessage('invite-user'));
      await open(turn, splitAddresses(turn.text.replace(/\s+/g, '\n')).join('\n'));
    }),
  },
  shortcuts: { 'invite-user': needsSetUp((turn) => open(turn, '')) },
  actions: {
    [actionIds.inviteUser]: openFromButton,
    [actionIds.inviteWay]: async (turn) =>
      turn.replace(turn.value === 'direct' ? await directForm(turn, {}) : await form(turn, {})),
    [actionIds.correctAddresses]: async (turn) => turn.replace(await form(turn, { emails: turn.value })),
  },
  submissions: { [callbackIds.invite]: submit },
};

async function open(turn: Turn, emails: string): Promise<void> {
  await turn.show(await form(turn, emails === '' ? {} : { emails }));
}

/** In the answer to an invitation the next form takes its place, because Slack stacks three modals at most. */
async function openFromButton(turn: ActionTurn): Promise<void> {
  if (turn.value !== 'direct') return open(turn, '');
  const view = await directForm(turn, {});
  await (turn.view?.callbackId === callbackIds.directResult ? turn.replace(view) : turn.show(view));
}

/** Draws the form anew for the organization that was chosen. What was typed stays; the addresses are checked when it is sent. */
export async function redrawInvite(turn: ActionTurn): Promise<void> {
  const { defaultExpiryDays } = readSubject(turn.form().subject);
  await turn.replace(await form(turn, withoutDefaultDays(turn.values, defaultExpiryDays)));
}

async function form(turn: Turn, values: Values, confirm?: Extract<InviteResult, { kind: 'confirm' }>) {
  const places = await organizationsFor(turn.context, 'invitation:send');
  const [first, ...others] = places;
  if (!first) throw await refusal(turn);
  const emails = text(values, 'emails');
  const organizationId = text(values, 'organizationId');
  const note = text(values, 'note');
  const chosen =
    others.length === 0 ? first : places.find(({ organization }) => organization._id === organizationId);
  const defaultExpiryDays = defaultDaysOf(chosen?.organization);
  return inviteModal({
    metadata: turn.seal(callbackIds.invite, `${confirm?.digest ?? ''}:${defaultExpiryDays}`),
    organizations: places.map(({ organization }) => ({ id: organization._id, name: organization.name })),
    values: {
      ...(emails ? { emails } : {}),
      ...(organizationId ? { organizationId } : {}),
      ...(note ? { note } : {}),
      ...(values.expiryDays ? { expiryDays: Number(values.expiryDays) } : {}),
    },
    defaultExpiryDays,
    ...(confirm ? { warnings: confirm.warnings } : {}),
  });
}

/** The subject of the form is the digest of the warnings that it shows, and for how many days an invitation is valid by default. */
function readSubject(subject: string): { digest: string; defaultExpiryDays: string } {
  const [digest = '', defaultExpiryDays = ''] = subject.split(':');
  return { digest, defaultExpiryDays };
}

/** The admin of a workgroup hears where they can invite people; for everybody else it is as if there were nothing. */
async function refusal({ context }: Turn): Promise<DomainError> {
  if (!(await isWorkgroupAdminOnly(context))) return deny();
  return new DomainError(
    'deny',
    `${deny().message}\nTo invite people into your workgroups, type /gatehouse workgroups.`,
  );
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const { values } = turn;
  const result = await sendJoinInvitations(turn.context, {
    ...values,
    confirmed: (values.confirmed ?? []).length > 0 ? readSubject(turn.form.subject).digest : '',
  });
  if (result.kind === 'confirm') {
    return { response_action: 'update', view: await form(turn, values, result) };
  }
  refreshHome(turn);
  return { response_action: 'update', view: inviteResultView({ result }) };
}
