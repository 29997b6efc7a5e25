import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView } from '../../views/common/notices.ts';
import { bulkForm } from '../../views/invitations/bulk-form.ts';
import { bulkCheckingView, bulkPreview } from '../../views/invitations/bulk-preview.ts';
import { bulkProgressView, bulkResultMessages, bulkResultView } from '../../views/invitations/bulk-result.ts';
import { bulkTitle } from '../../views/invitations/bulk-words.ts';
import {
  type Bulk,
  type BulkResult,
  bulkAtMost,
  packBulk,
  readBulkAction,
  unpackBulk,
} from '../domain/bulk.ts';
import { deny, formError, reopenForm } from '../domain/errors.ts';
import { newId } from '../services/context.ts';
import { beginBulk, forecastBulk, runBulk } from '../services/invitations/bulk.ts';
import { readNarrowing } from '../services/invitations/find.ts';
import { managedPlaces, newestInvitations } from '../services/invitations/list.ts';
import { explain } from './answers.ts';
import { refreshHome } from './home.ts';
import { showInPlace } from './in-place.ts';
import { shownIn } from './invitations.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** Many invitations of a list at once: the form, the preview, the progress and the end. */
export const bulk: Feature = {
  actions: {
    [actionIds.bulkOpen]: async (turn) => turn.show(await form(turn, '')),
    [actionIds.bulkChoose]: async (turn) =>
      turn.replace(await form(turn, turn.value === 'all' ? 'all' : 'none')),
  },
  submissions: { [callbackIds.bulk]: preview, [callbackIds.bulkPreview]: start },
};

/** Between two updates of the progress, in milliseconds. */
const pauseMs = 3_000;
/** Slack takes one message a second in a conversation. */
const betweenMessagesMs = 1_100;

/** The invitations of the list in which it was opened, or of the form itself. */
async function form(turn: ActionTurn, chosen: 'all' | 'none' | ''): Promise<ModalView> {
  const { filter, narrowing } = shownIn(turn);
  const narrowed = await readNarrowing(turn.context, narrowing);
  const shown = { filter, narrowing: narrowed?.narrowing ?? null };
  const { items, hasMore } = await newestInvitations(turn.context, shown, bulkAtMost);
  const metadata = turn.seal(callbackIds.bulk, `${filter} ${narrowing}`);
  return bulkForm({ metadata, filter, narrowed: narrowed?.name ?? null, items, hasMore, chosen });
}

/** A hundred invitations take longer to check than the answer may. */
async function preview(turn: SubmissionTurn): Promise<Verdict> {
  await managedPlaces(turn.context);
  const action = readBulkAction(turn.values.action);
  const invitationIds = [turn.values.invitations ?? []].flat();
  if (invitationIds.length === 0) throw formError({ invitations: 'Choose at least one invitation.' });
  if (!action) throw formError({ action: 'Choose what to do.' });
  if (invitationIds.length > bulkAtMost) throw deny();
  const externalId = `bulk-check-${newId(turn.context, 'frm')}`;
  turn.inBackground(async () => {
    await showInPlace(turn, externalId, await checked(turn, { action, invitationIds }));
  });
  const view = bulkCheckingView(externalId, invitationIds.length);
  return { response_action: turn.isTopmost ? 'update' : 'push', view };
}

async function checked(turn: Turn, wanted: Bulk): Promise<ModalView> {
  try {
    const { action, possible, addresses, problems } = await forecastBulk(turn.context, wanted);
    const metadata = turn.seal(callbackIds.bulkPreview, packBulk({ action, invitationIds: possible }));
    return bulkPreview({ action, possible: possible.length, addresses, problems }, metadata);
  } catch (error) {
    return noticeView({ title: bulkTitle, text: explain(turn.log, error).message });
  }
}

/**
 * The preview's own id names the bulk: the same preview started twice is one bulk. The progress keeps that name with what is
 * wanted, so that a bulk whose process has died can go on from there.
 */
async function start(turn: SubmissionTurn): Promise<Verdict> {
  await managedPlaces(turn.context);
  const { id, subject } = turn.form;
  const wanted = unpackBulk(subject);
  if (!wanted) throw reopenForm();
  const [, , bulkId = id] = subject.split(' ');
  const metadata = turn.seal(callbackIds.bulkPreview, `${packBulk(wanted)} ${bulkId}`);
  const showing: Showing = { bulkId, metadata, externalId: `bulk-${bulkId}`, startedAt: turn.context.now() };
  const begun = await beginBulk(turn.context, bulkId);
  if (begun === 'begun') turn.inBackground(() => run(turn, wanted, showing));
  const isOver = typeof begun !== 'string';
  const view = isOver ? bulkResultView(begun) : progressView(showing, 0, wanted, showing.startedAt);
  return { response_action: 'update', view };
}

interface Showing {
  bulkId: string;
  metadata: string;
  externalId: string;
  startedAt: Date;
}

function progressView(showing: Showing, done: number, { invitationIds }: Bulk, now: Date): ModalView {
  const { externalId, metadata, startedAt } = showing;
  return bulkProgressView({ externalId, metadata }, { done, total: invitationIds.length, startedAt }, now);
}

/** Ends with the result in the place of the progress, or as a direct message to whoever has closed it. */
async function run(turn: SubmissionTurn, wanted: Bulk, showing: Showing): Promise<void> {
  const progress = progressOf(turn, wanted, showing);
  const explained = (error: unknown) => explain(turn.log, error);
  const follow = { explain: explained, tell: progress.tell };
  const result = await runBulk(turn.context, showing.bulkId, wanted, follow);
  await progress.shown();
  refreshHome(turn);
  const isSeen = await showInPlace(turn, showing.externalId, bulkResultView(result));
  if (!isSeen) await post(turn, result);
}

async function post(turn: Turn, result: BulkResult): Promise<void> {
  const channel = turn.context.actor.identity.userId;
  for (const [index, message] of bulkResultMessages(result).entries()) {
    if (index > 0) await sleep(betweenMessagesMs);
    await turn.client.chat.postMessage({ channel, ...message });
  }
}

/** Shows how many are done, at most every three seconds; one that is not shown spoils nothing. */
function progressOf(turn: Turn, wanted: Bulk, showing: Showing) {
  const { externalId } = showing;
  let shownAt = performance.now();
  let update: Promise<unknown> = Promise.resolve();
  const show = async (done: number) => {
    await update;
    const view = progressView(showing, done, wanted, turn.context.now());
    await turn.client.views.update({ external_id: externalId, view });
  };
  return {
    tell(done: number): void {
      if (performance.now() - shownAt < pauseMs || done === wanted.invitationIds.length) return;
      shownAt = performance.now();
      update = show(done).catch((error: unknown) => turn.log.info({ err: error }, 'progress not shown'));
    },
    shown: () => update,
  };
}
