import type { ModalView } from '@slack/types';
import { domainsModal } from '../../views/collaborations/domains-modal.ts';
import { partnerModal } from '../../views/collaborations/partner-modal.ts';
import {
  lostWords,
  type PartnershipEnd,
  partnershipEndModal,
} from '../../views/collaborations/partnership-end-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView, workingView } from '../../views/common/notices.ts';
import { deny } from '../domain/errors.ts';
import { addPartner } from '../services/collaborations/add.ts';
import {
  allowPartnershipAgain,
  leavePartnership,
  lossOfPartner,
  removePartner,
} from '../services/collaborations/end.ts';
import { partnersOf } from '../services/collaborations/list.ts';
import type { Cursor } from '../services/paging.ts';
import { offsetOf, refreshBelow } from './below.ts';
import { finishInPlace, isLong } from './in-place.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** `/gatehouse domains`: whose people an organization lets into its collaborative workgroups (design §4). */
export const domains: Feature = {
  actions: {
    [actionIds.openDomains]: openDomainsList,
    [actionIds.partnerAdd]: openAdd,
    [actionIds.partnerRemove]: (turn) => openEnd(turn, 'remove'),
    [actionIds.partnerLeave]: (turn) => openEnd(turn, 'leave'),
    [actionIds.partnerAllow]: allow,
  },
  submissions: {
    [callbackIds.partner]: submitPartner,
    [callbackIds.partnershipEnd]: submitEnd,
  },
};

export async function openDomainsList(turn: Turn): Promise<void> {
  await turn.show(await domainsPage(turn, null));
}

/** One page of the partners. */
export async function domainsPage(turn: Turn, cursor: Cursor): Promise<ModalView> {
  const organizations = await partnersOf(turn.context);
  if (organizations.length === 0) throw deny();
  return domainsModal({ metadata: turn.seal(callbackIds.domains), organizations, offset: offsetOf(cursor) });
}

/** The form's subject is the organization, and the list that it was opened from. */
async function openAdd(turn: ActionTurn): Promise<void> {
  const organizations = await partnersOf(turn.context);
  const organization = organizations.find(({ organizationId }) => organizationId === turn.value);
  if (!organization) throw deny();
  const { organizationId, organizationName } = organization;
  const metadata = turn.seal(callbackIds.partner, `${organizationId}:${listBelow(turn)}`);
  await turn.show(partnerModal({ metadata, organizationName }));
}

async function submitPartner(turn: SubmissionTurn): Promise<Verdict> {
  const { context, form, values } = turn;
  const [organizationId = '', listViewId = ''] = form.subject.split(':');
  const added = await addPartner(context, { ...values, organizationId });
  await refreshList(turn, listViewId);
  const { organizationName, partnerName, domain } = added;
  const next = `Invite people of ${partnerName} into a collaborative workgroup with /gatehouse workgroups.`;
  return notice(
    `${partnerName} (${domain}) is a partner of ${organizationName} now. Its owners are told. ${next}`,
  );
}

/** What is lost is counted now, and stands in the question. Its subject is how it ends, what ends, and the list below. */
async function openEnd(turn: ActionTurn, end: PartnershipEnd): Promise<void> {
  const names = await namesOf(turn, end, turn.value);
  const loss = await lossOfPartner(turn.context, turn.value);
  const metadata = turn.seal(callbackIds.partnershipEnd, `${end}:${turn.value}:${listBelow(turn)}`);
  await turn.show(partnershipEndModal({ metadata, end, ...names, loss }));
}

/** What is big ends after the answer. */
async function submitEnd(turn: SubmissionTurn): Promise<Verdict> {
  const [end = '', collaborationId = '', listViewId = ''] = turn.form.subject.split(':');
  const finish = async () => {
    const text = end === 'leave' ? await leave(turn, collaborationId) : await remove(turn, collaborationId);
    await refreshList(turn, listViewId);
    return text;
  };
  if (!isLong(await lossOfPartner(turn.context, collaborationId))) return notice(await finish());
  const externalId = `end-${turn.form.id}`;
  finishInPlace(turn, externalId, finish);
  return { response_action: 'update', view: workingView(externalId, 'The partnership is being ended.') };
}

async function remove({ context }: Turn, collaborationId: string): Promise<string> {
  const ended = await removePartner(context, collaborationId);
  const { organizationName, partnerName } = ended;
  return `${partnerName} is no longer a partner of ${organizationName}. ${lostWords(ended, organizationName)}`;
}

async function leave({ context }: Turn, collaborationId: string): Promise<string> {
  const ended = await leavePartnership(context, collaborationId);
  const { organizationName, partnerName } = ended;
  const next = 'To be added again, press Allow again in /gatehouse domains.';
  return `${partnerName} has left the partnership with ${organizationName}. ${lostWords(ended, organizationName)} ${next}`;
}

async function allow(turn: ActionTurn): Promise<void> {
  turn.form();
  const { hostName, partnerName } = await namesOf(turn, 'leave', turn.value);
  await allowPartnershipAgain(turn.context, turn.value);
  await refreshList(turn, listBelow(turn));
  const text = `${hostName} can add ${partnerName} again. Its owners are told. Nobody has access by this alone.`;
  await turn.show(noticeView({ text }));
}

/** Whose workgroups a partnership is about, and whose people: as far as the person may know of it. */
async function namesOf({ context }: Turn, end: PartnershipEnd, collaborationId: string) {
  for (const { organizationName, partners, hosts, mayLeave } of await partnersOf(context)) {
    const rows = end === 'remove' ? partners : mayLeave ? hosts : [];
    const row = rows.find(({ id }) => id === collaborationId);
    if (!row) continue;
    return end === 'remove'
      ? { hostName: organizationName, partnerName: row.name }
      : { hostName: row.name, partnerName: organizationName };
  }
  throw deny();
}

function listBelow({ view }: ActionTurn): string {
  return view?.callbackId === callbackIds.domains ? view.id : '';
}

function refreshList(turn: Turn, viewId: string): Promise<void> {
  return refreshBelow(turn, [{ viewId, draw: () => domainsPage(turn, null) }]);
}

function notice(text: string): Verdict {
  return { response_action: 'update', view: noticeView({ text }) };
}
