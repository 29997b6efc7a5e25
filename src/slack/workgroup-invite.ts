import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { anyPartner, workgroupInviteModal } from '../../views/workgroups/workgroup-invite-modal.ts';
import { readCorrection, workgroupResultView } from '../../views/workgroups/workgroup-result-view.ts';
import { formError } from '../domain/errors.ts';
import { inviteToWorkgroup } from '../services/workgroups/invite.ts';
import { openWorkgroup } from '../services/workgroups/open.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';
import { text, type Values } from './values.ts';
import { type Place, placeAbove, readPlace, refreshWorkgroup, subjectOf } from './workgroup-place.ts';

/** Inviting into a workgroup: the organization's own people, or a partner's. */
export const workgroupInvite: Feature = {
  actions: {
    [actionIds.workgroupInvite]: async (turn) =>
      turn.show(await form(turn, placeAbove(turn, turn.value), {})),
    [actionIds.workgroupCorrect]: async (turn) =>
      turn.replace(await form(turn, readPlace(turn.form().subject), typedBefore(turn))),
    through: async (turn) => turn.replace(await form(turn, readPlace(turn.form().subject), turn.values)),
  },
  submissions: { [callbackIds.workgroupInvite]: submit },
};

async function form(turn: Turn, place: Place, values: Values): Promise<ModalView> {
  const workgroup = await openWorkgroup(turn.context, place.workgroupId, null);
  return workgroupInviteModal({
    metadata: turn.seal(callbackIds.workgroupInvite, subjectOf(place)),
    workgroup,
    values: {
      role: text(values, 'role'),
      emails: text(values, 'emails'),
      isThrough: isThrough(values),
      partnerId: text(values, 'partnerId'),
      note: text(values, 'note'),
      expiryDays: text(values, 'expiryDays'),
    },
  });
}

async function submit(turn: SubmissionTurn): Promise<Verdict> {
  const { context, values } = turn;
  const place = readPlace(turn.form.subject);
  const { role, emails, note, expiryDays } = values;
  const partnerId = partnerOf(values);
  const result = await inviteToWorkgroup(context, {
    workgroupId: place.workgroupId,
    role,
    emails,
    note,
    expiryDays,
    partnerId,
  });
  await refreshWorkgroup(turn, place);
  const metadata = turn.seal(callbackIds.workgroupResult, resultSubject(place, values, partnerId));
  const view = workgroupResultView({ metadata, result, note: text(values, 'note') });
  return { response_action: 'update', view };
}

/** The place, and behind it what was chosen. */
function resultSubject(place: Place, values: Values, partnerId: string | null): string {
  const chosen = [text(values, 'role'), text(values, 'expiryDays'), partnerId];
  return [subjectOf(place), ...chosen.map((each) => each ?? '')].join(':');
}

/** The form as it was filled in, with only the addresses that have to be corrected. */
function typedBefore(turn: ActionTurn): Values {
  const [role = '', expiryDays = '', partnerId = ''] = turn.form().subject.split(':').slice(5);
  return {
    role,
    expiryDays,
    ...readCorrection(turn.value),
    ...(partnerId === '' ? {} : { through: [partnerId], partnerId }),
  };
}

function isThrough({ through = [] }: Values): boolean {
  return through.length > 0;
}

/** The box holds the partner where there is only one; a partner that is chosen without the box does not count. */
function partnerOf(values: Values): string | null {
  if (!isThrough(values)) return null;
  const [ticked] = [values.through ?? []].flat();
  const partnerId = ticked === anyPartner ? text(values, 'partnerId') : ticked;
  if (!partnerId) throw formError({ through: 'Choose the partner through whose domain they come.' });
  return partnerId;
}
