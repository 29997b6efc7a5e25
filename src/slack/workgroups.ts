import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView, workingView } from '../../views/common/notices.ts';
import { count } from '../../views/common/words.ts';
import { workgroupForm } from '../../views/workgroups/workgroup-form.ts';
import { deny } from '../domain/errors.ts';
import type { Cursor } from '../services/paging.ts';
import { archiveWorkgroup } from '../services/workgroups/archive.ts';
import { createWorkgroup } from '../services/workgroups/create.ts';
import { editWorkgroup } from '../services/workgroups/edit.ts';
import { listWorkgroups } from '../services/workgroups/list.ts';
import { lossOfWorkgroup } from '../services/workgroups/loss.ts';
import { openWorkgroup } from '../services/workgroups/open.ts';
import { finishInPlace, isLong } from './in-place.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';
import {
  type Place,
  placeAbove,
  readPlace,
  refreshWorkgroup,
  subjectOf,
  workgroupPage,
  workgroupsPage,
} from './workgroup-place.ts';

/** `/gatehouse workgroups`: list, create, edit and archive them. */
export const workgroups: Feature = {
  actions: {
    [actionIds.openWorkgroups]: openWorkgroupsList,
    [actionIds.workgroupCreate]: openCreate,
    [actionIds.workgroupOpen]: open,
    [actionIds.workgroupEdit]: openEdit,
    [actionIds.workgroupArchive]: archive,
  },
  submissions: { [callbackIds.workgroupForm]: submit },
};

export async function openWorkgroupsList(turn: Turn): Promise<void> {
  await turn.show(await workgroupsPage(turn, null));
}

/** Another page of the people of the workgroup that is open. */
export async function nextPeople(turn: ActionTurn, cursor: Cursor): Promise<ModalView> {
  return workgroupPage(turn, { ...readPlace(turn.form().subject), cursor });
}

async function open(turn: ActionTurn): Promise<void> {
  await turn.show(await workgroupPage(turn, placeAbove(turn, turn.value)));
}

/** The form's subject is the organization where there is only one, and the list below. */
async function openCreate(turn: ActionTurn): Promise<void> {
  const { mayCreate } = await listWorkgroups(turn.context);
  const [first, ...others] = mayCreate;
  if (!first) throw deny();
  const { listViewId } = placeAbove(turn, '');
  const organizationId = others.length === 0 ? first.id : '';
  const metadata = turn.seal(callbackIds.workgroupForm, `new:${organizationId}:${listViewId}`);
  await turn.show(workgroupForm({ metadata, mode: 'create', organizations: mayCreate }));
}

async function openEdit(turn: ActionTurn): Promise<void> {
  const { name, description, collaborative, mayEdit } = await openWorkgroup(turn.context, turn.value, null);
  if (!mayEdit) throw deny();
  const metadata = turn.seal(callbackIds.workgroupForm, subjectOf(placeAbove(turn, turn.value)));
  await turn.show(workgroupForm({ metadata, mode: 'edit', name, description, collaborative }));
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const [kind = '', organizationId = '', listViewId = ''] = turn.form.subject.split(':');
  return kind === 'new'
    ? create(turn, { organizationId, listViewId })
    : save(turn, readPlace(turn.form.subject));
}

/** The new workgroup takes the place of the form: inviting into it is the next step. */
async function create(
  turn: SubmissionTurn,
  { organizationId, listViewId }: { organizationId: string; listViewId: string },
): Promise<Verdict> {
  const { context, values } = turn;
  const created = await createWorkgroup(context, {
    ...values,
    organizationId: organizationId || values.organizationId,
  });
  const { workgroupId, name, organizationName, collaborative } = created;
  const place: Place = { workgroupId, cursor: null, listViewId, detailViewId: '' };
  await refreshWorkgroup(turn, place);
  const kind = collaborative ? 'collaborative' : 'not collaborative';
  const text = `${name} of ${organizationName} is created. It is ${kind}, and stays so. Invite its first people.`;
  return { response_action: 'update', view: await workgroupPage(turn, place, text) };
}

async function save(turn: SubmissionTurn, place: Place): Promise<Verdict> {
  const { name = '', description = null } = turn.values;
  await editWorkgroup(turn.context, place.workgroupId, { name, description });
  await refreshWorkgroup(turn, place);
  const text = `The workgroup ${String(name).trim()} is saved.`;
  return { response_action: 'update', view: noticeView({ text }) };
}

/** What is big ends after the answer. */
async function archive(turn: ActionTurn): Promise<void> {
  const { id, subject } = turn.form();
  const { listViewId } = readPlace(subject);
  const finish = async () => {
    const { name, people, invitations } = await archiveWorkgroup(turn.context, turn.value);
    const lost = `${count(people, 'person has', 'people have')} lost access`;
    const revoked = `${count(invitations, 'invitation was', 'invitations were')} revoked`;
    return `${name} is archived. ${lost}, and ${revoked}.`;
  };
  const below: Place = { workgroupId: turn.value, cursor: null, listViewId, detailViewId: '' };
  if (!isLong(await lossOfWorkgroup(turn.context, turn.value))) {
    await turn.replace(noticeView({ text: await finish() }));
    return refreshWorkgroup(turn, below);
  }
  const externalId = `end-${id}`;
  await turn.replace(workingView(externalId, 'The workgroup is being archived.'));
  finishInPlace(turn, externalId, async () => {
    const text = await finish();
    await refreshWorkgroup(turn, below);
    return text;
  });
}
