import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView } from '../../views/common/notices.ts';
import { ownWorkgroupsModal } from '../../views/workgroups/own-workgroups-modal.ts';
import { waitingModal } from '../../views/workgroups/waiting-modal.ts';
import { DomainError } from '../domain/errors.ts';
import { resendInvitation } from '../services/invitations/resend.ts';
import { revokeInvitation } from '../services/invitations/revoke.ts';
import type { Cursor } from '../services/paging.ts';
import { leaveWorkgroup, ownWorkgroups } from '../services/workgroups/own.ts';
import { changeWorkgroupRole, removeFromWorkgroup } from '../services/workgroups/people.ts';
import { waitingIn } from '../services/workgroups/waiting.ts';
import { refreshHome } from './home.ts';
import { resentText } from './invitations.ts';
import type { ActionTurn, Feature, Turn } from './turn.ts';
import {
  type Place,
  placeAbove,
  readPlace,
  refreshWorkgroup,
  subjectOf,
  workgroupPage,
} from './workgroup-place.ts';

/** The people of a workgroup, and those who wait for access to it. */
export const workgroupPeople: Feature = {
  actions: {
    [actionIds.workgroupRole]: changeRole,
    [actionIds.workgroupRemove]: remove,
    [actionIds.ownWorkgroups]: openOwn,
    [actionIds.workgroupLeave]: leave,
    [actionIds.workgroupWaiting]: openWaiting,
    [actionIds.waitingResend]: resend,
    [actionIds.waitingRevoke]: revoke,
  },
};

/** The value is the access and the new role. */
async function changeRole(turn: ActionTurn): Promise<void> {
  const place = readPlace(turn.form().subject);
  const [grantId = '', role = ''] = turn.value.split(':');
  const { personName } = await changeWorkgroupRole(turn.context, { grantId, role });
  const text = `${personName} is a workgroup ${role} now, and is told.`;
  await showChange(turn, place, text);
}

async function remove(turn: ActionTurn): Promise<void> {
  const place = readPlace(turn.form().subject);
  const { personName, workgroupName } = await removeFromWorkgroup(turn.context, turn.value);
  const text = `${personName} has no access to ${workgroupName} any more, and is told.`;
  await showChange(turn, place, text);
}

async function openOwn(turn: ActionTurn): Promise<void> {
  await turn.show(ownWorkgroupsModal({ rows: await ownWorkgroups(turn.context) }));
}

async function leave(turn: ActionTurn): Promise<void> {
  const { workgroupName } = await leaveWorkgroup(turn.context, turn.value);
  refreshHome(turn);
  const notice = `You have left ${workgroupName}.`;
  const view = ownWorkgroupsModal({ rows: await ownWorkgroups(turn.context), notice });
  await (turn.view?.view.type === 'modal' ? turn.replace(view) : turn.show(view));
}

/** The workgroup as it is now; whoever has changed their own role may not see it any more. */
async function showChange(turn: ActionTurn, place: Place, text: string): Promise<void> {
  await turn.replace(await changed(turn, place, text));
  await refreshWorkgroup(turn, { ...place, detailViewId: '' });
}

async function changed(turn: Turn, place: Place, text: string): Promise<ModalView> {
  try {
    return await workgroupPage(turn, place, text);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'deny') throw error;
    return noticeView({ text });
  }
}

async function openWaiting(turn: ActionTurn): Promise<void> {
  await turn.show(await waitingPage(turn, placeAbove(turn, turn.value)));
}

/** Another page of those who wait. */
export async function nextWaiting(turn: ActionTurn, cursor: Cursor): Promise<ModalView> {
  return waitingPage(turn, { ...readPlace(turn.form().subject), cursor });
}

async function waitingPage(turn: Turn, place: Place, notice?: string): Promise<ModalView> {
  const found = await waitingIn(turn.context, place.workgroupId, place.cursor);
  if (found.items.length === 0 && place.cursor !== null) {
    return waitingPage(turn, { ...place, cursor: null }, notice);
  }
  const metadata = turn.seal(callbackIds.workgroupWaiting, subjectOf(place));
  return waitingModal({ metadata, notice, ...found });
}

async function resend(turn: ActionTurn): Promise<void> {
  const place = readPlace(turn.form().subject);
  await showWaiting(turn, place, resentText(await resendInvitation(turn.context, turn.value)));
}

async function revoke(turn: ActionTurn): Promise<void> {
  const place = readPlace(turn.form().subject);
  const { email } = await revokeInvitation(turn.context, turn.value);
  await showWaiting(turn, place, `The invitation of ${email} is revoked. The person is told by e-mail.`);
}

async function showWaiting(turn: ActionTurn, place: Place, text: string): Promise<void> {
  await turn.replace(await waitingPage(turn, place, text));
  await refreshWorkgroup(turn, place);
}
