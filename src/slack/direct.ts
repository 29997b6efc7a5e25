import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { directModal } from '../../views/invitations/direct-modal.ts';
import { directResultView } from '../../views/invitations/direct-result-view.ts';
import { directReviewModal } from '../../views/invitations/direct-review-modal.ts';
import { personOptions } from '../../views/people/person-option.ts';
import { DomainError, deny } from '../domain/errors.ts';
import { accessChoices } from '../services/catalog/choices.ts';
import { useAccountInDraft } from '../services/direct/drafts.ts';
import { reviewDirect } from '../services/direct/review.ts';
import { draftDirect, sendDirect } from '../services/direct/send.ts';
import { organizationsFor } from '../services/organizations.ts';
import { searchPeople } from '../services/people/search.ts';
import { type Choosing, chosenSoFar } from './choices.ts';
import { defaultDaysOf, withoutDefaultDays } from './default-days.ts';
import { refreshHome } from './home.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';
import { type Labels, text, type Values } from './values.ts';

/** The direct invitation (design §4): a form whose choices depend on each other, a review, and the result. */
export const direct: Feature = {
  actions: {
    who: redrawDirect,
    [actionIds.clearForm]: clear,
    [actionIds.reviewUseAccount]: useAccount,
    [actionIds.reviewWaitlist]: putOnWaitlist,
  },
  options: {
    accountId: async (turn) => personOptions(await searchPeople(turn.context, turn.query, 'invitation:send')),
  },
  submissions: { [callbackIds.direct]: submitForm, [callbackIds.directReview]: submitReview },
};

interface Filled {
  values?: Values;
  labels?: Labels;
  /** The choice that has just been made, if any: those below it are empty. */
  changed?: Choosing;
  /** How often the form was cleared. */
  generation?: number;
}

/** The form as it is filled in, with what can be chosen next. */
export async function directForm(turn: Turn, filled: Filled): Promise<ModalView> {
  const { values = {}, labels = {}, changed, generation = 0 } = filled;
  const choices = await accessChoices(turn.context, chosenSoFar(values, changed), 'invitation:send');
  if (choices.organizations.length === 0) throw deny();
  const accountId = text(values, 'accountId');
  const typed = (name: string) => {
    const value = text(values, name);
    return value ? { [name]: value } : {};
  };
  const defaultExpiryDays = await expiryDaysOf(turn, choices.organizationId);
  return directModal({
    metadata: turn.seal(callbackIds.direct, `${generation}:${defaultExpiryDays}`),
    generation,
    choices,
    who: values.who === 'new' ? 'new' : 'existing',
    values: {
      ...(accountId ? { account: { id: accountId, name: labels.accountId ?? accountId } } : {}),
      ...typed('firstName'),
      ...typed('lastName'),
      ...typed('email'),
      ...typed('note'),
      ...typed('accessEndsOn'),
      ...(values.expiryDays ? { expiryDays: Number(values.expiryDays) } : {}),
    },
    defaultExpiryDays,
  });
}

/** Draws the form anew after a choice. What was typed stays. */
export async function redrawDirect(turn: ActionTurn, changed?: Choosing): Promise<void> {
  const { labels } = turn;
  const { generation, defaultExpiryDays } = readForm(turn);
  const isElsewhere = changed === 'organizationId';
  const values = isElsewhere ? withoutDefaultDays(turn.values, defaultExpiryDays) : turn.values;
  await turn.replace(await directForm(turn, { values, labels, generation, ...(changed ? { changed } : {}) }));
}

async function clear(turn: ActionTurn): Promise<void> {
  await turn.replace(await directForm(turn, { generation: readForm(turn).generation + 1 }));
}

/** The subject of the form is how often it was cleared, and for how many days an invitation was valid by default. */
function readForm(turn: ActionTurn): { generation: number; defaultExpiryDays: string } {
  const [generation = '', defaultExpiryDays = ''] = turn.form().subject.split(':');
  return { generation: Number(generation), defaultExpiryDays };
}

async function expiryDaysOf(turn: Turn, organizationId: string | null): Promise<number> {
  const places = await organizationsFor(turn.context, 'invitation:send');
  return defaultDaysOf(places.find(({ organization }) => organization._id === organizationId)?.organization);
}

/** The review comes on top, so that closing it leads back to the form as it was typed. */
async function submitForm(turn: SubmissionTurn): Promise<Verdict> {
  const draftId = await draftDirect(turn.context, turn.values);
  return {
    response_action: turn.isTopmost ? 'update' : 'push',
    view: await reviewView(turn, draftId),
  };
}

/** The subject of a review is its draft, and the digest of the warnings that it shows. */
async function reviewView(turn: Turn, draftId: string): Promise<ModalView> {
  const review = await reviewDirect(turn.context, draftId);
  const metadata = turn.seal(callbackIds.directReview, `${draftId}:${review.digest}`);
  return directReviewModal({ metadata, review });
}

function readSubject(subject: string): { draftId: string; digest: string } {
  const [draftId = '', digest = ''] = subject.split(':');
  return { draftId, digest };
}

async function submitReview(turn: SubmissionTurn): Promise<Verdict> {
  const { draftId, digest } = readSubject(turn.form.subject);
  const confirmed = (turn.values.confirmed ?? []).length > 0 ? digest : '';
  try {
    const result = await sendDirect(turn.context, draftId, { confirmed, mayWait: false });
    refreshHome(turn);
    const view = directResultView(result, { mayRepeat: !turn.isTopmost });
    return { response_action: 'update', view };
  } catch (error) {
    return whatChanged(turn, draftId, error);
  }
}

/** Something came in between, such as the last seat or a warning: the review shows it, with its remedy. */
async function whatChanged(turn: SubmissionTurn, draftId: string, error: unknown): Promise<Verdict> {
  if (!(error instanceof DomainError) || (error.code !== 'form' && error.code !== 'stale')) throw error;
  const review = await reviewDirect(turn.context, draftId);
  const isAsShown = review.digest === readSubject(turn.form.subject).digest;
  if (review.blockers.length === 0 && isAsShown) throw error;
  const metadata = turn.seal(callbackIds.directReview, `${draftId}:${review.digest}`);
  return { response_action: 'update', view: directReviewModal({ metadata, review }) };
}

async function useAccount(turn: ActionTurn): Promise<void> {
  const { draftId } = readSubject(turn.form().subject);
  await useAccountInDraft(turn.context, draftId);
  await turn.replace(await reviewView(turn, draftId));
}

/** Whoever presses this has read the warnings above it. */
async function putOnWaitlist(turn: ActionTurn): Promise<void> {
  const { draftId, digest: confirmed } = readSubject(turn.form().subject);
  const result = await sendDirect(turn.context, draftId, { confirmed, mayWait: true });
  refreshHome(turn);
  await turn.replace(directResultView(result, { mayRepeat: !turn.isTopmost }));
}
