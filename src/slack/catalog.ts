import type { ModalView } from '@slack/types';
import { appModal } from '../../views/catalog/app-modal.ts';
import { appsModal } from '../../views/catalog/apps-modal.ts';
import { subscriptionModal } from '../../views/catalog/subscription-modal.ts';
import { subscriptionsModal } from '../../views/catalog/subscriptions-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeView } from '../../views/common/notices.ts';
import { deny } from '../domain/errors.ts';
import { kindOf } from '../domain/ids.ts';
import { excessSeats } from '../domain/seats.ts';
import { appChoices, archiveApp, createApp, editApp, getApp, listApps } from '../services/catalog/apps.ts';
import {
  archiveSubscription,
  createSubscription,
  editSubscription,
  getSubscription,
  listSubscriptions,
} from '../services/catalog/subscriptions.ts';
import { organizationsFor } from '../services/organizations.ts';
import type { Cursor } from '../services/paging.ts';
import { refreshHome } from './home.ts';
import type { ActionTurn, Feature, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** `/gatehouse apps` and `/gatehouse subscriptions`: what people can be invited to. */
export const catalog: Feature = {
  actions: {
    [actionIds.openApps]: openAppsList,
    [actionIds.appCreate]: openNewApp,
    [actionIds.appEdit]: openApp,
    [actionIds.appArchive]: pressArchiveApp,
    [actionIds.openSubscriptions]: openSubscriptionsList,
    [actionIds.subscriptionCreate]: openNewSubscription,
    [actionIds.subscriptionEdit]: openSubscription,
    [actionIds.subscriptionArchive]: pressArchiveSubscription,
  },
  submissions: {
    [callbackIds.app]: submitApp,
    [callbackIds.subscription]: submitSubscription,
  },
};

export async function openAppsList(turn: Turn): Promise<void> {
  await turn.show(await appsPage(turn, null));
}

export async function openSubscriptionsList(turn: Turn): Promise<void> {
  await turn.show(await subscriptionsPage(turn, null));
}

/** One page of the apps. */
export async function appsPage(turn: Turn, cursor: Cursor): Promise<ModalView> {
  const page = await listApps(turn.context, cursor);
  const organizations = await organizationChoices(turn);
  return appsModal({ metadata: turn.seal(callbackIds.apps), organizations, ...page });
}

/** One page of the subscriptions. */
export async function subscriptionsPage(turn: Turn, cursor: Cursor): Promise<ModalView> {
  const page = await listSubscriptions(turn.context, cursor);
  const hasApps = page.items.length > 0 || (await appChoices(turn.context)).length > 0;
  return subscriptionsModal({ metadata: turn.seal(callbackIds.subscriptions), hasApps, ...page });
}

/** The form's subject is the one organization that the app can be for, or nothing. */
async function openNewApp(turn: ActionTurn): Promise<void> {
  const organizations = await organizationChoices(turn);
  const [first, ...others] = organizations;
  if (!first) throw deny();
  const metadata = turn.seal(callbackIds.app, subjectOf(turn, others.length === 0 ? first.id : ''));
  await turn.show(appModal({ metadata, mode: 'create', organizations, values: {} }));
}

async function openApp(turn: ActionTurn): Promise<void> {
  const { id, organizationId, name, roles } = await getApp(turn.context, turn.value);
  const lines = (all: typeof roles) => all.map((role) => role.name).join('\n');
  await turn.show(
    appModal({
      metadata: turn.seal(callbackIds.app, subjectOf(turn, id)),
      mode: 'edit',
      id,
      organizations: [],
      values: {
        organizationId,
        name,
        roles: lines(roles),
        privileged: lines(roles.filter(({ privileged }) => privileged)),
      },
    }),
  );
}

async function submitApp(turn: SubmissionTurn): Promise<Verdict> {
  const { context, form, values } = turn;
  const [id, listViewId] = partsOf(form.subject);
  const isEdit = kindOf(id) === 'app';
  const { name } = isEdit
    ? await editApp(context, id, values)
    : await createApp(context, { ...values, organizationId: id || values.organizationId });
  await refreshList(turn, listViewId, appsPage);
  const next = 'Add its subscription with /gatehouse subscriptions, to invite people to it.';
  return notice(isEdit ? `${name} is saved.` : `${name} is added. ${next}`);
}

async function pressArchiveApp(turn: ActionTurn): Promise<void> {
  const [, listViewId] = partsOf(turn.form().subject);
  const { name } = await archiveApp(turn.context, turn.value);
  await showArchived(turn, name, { listViewId, listPage: appsPage });
}

async function openNewSubscription(turn: ActionTurn): Promise<void> {
  if ((await organizationChoices(turn)).length === 0) throw deny();
  const apps = await appChoices(turn.context);
  const metadata = turn.seal(callbackIds.subscription, subjectOf(turn, ''));
  await turn.show(subscriptionModal({ metadata, mode: 'create', apps, values: {} }));
}

async function openSubscription(turn: ActionTurn): Promise<void> {
  const row = await getSubscription(turn.context, turn.value);
  const { id, appId, appName, organizationName, name, plan, seatLimit, endsAt } = row;
  await turn.show(
    subscriptionModal({
      metadata: turn.seal(callbackIds.subscription, subjectOf(turn, id)),
      mode: 'edit',
      id,
      apps: [{ id: appId, name: appName, organizationName }],
      values: { appId, name, plan, seatLimit, endsOn: endsAt },
    }),
  );
}

/** The form's subject is the subscription to change; without one it makes a new one. */
async function submitSubscription(turn: SubmissionTurn): Promise<Verdict> {
  const [id, listViewId] = partsOf(turn.form.subject);
  const text = id === '' ? await add(turn) : await save(turn, id);
  await refreshList(turn, listViewId, subscriptionsPage);
  return notice(text);
}

async function add({ context, values }: SubmissionTurn): Promise<string> {
  const { name, appName } = await createSubscription(context, values);
  return `${name} of ${appName} is added. Invite people to it with /invite-user.`;
}

async function save({ context, values }: SubmissionTurn, id: string): Promise<string> {
  const { name } = await editSubscription(context, id, values);
  const saved = await getSubscription(context, id);
  if (excessSeats(saved) === 0) return `${name} is saved.`;
  const used = `${saved.active + saved.held} seats are in use or held, and the limit is ${saved.seatLimit}`;
  return `${name} is saved. ${used}: nobody loses access, and nobody new gets it until seats are free.`;
}

async function pressArchiveSubscription(turn: ActionTurn): Promise<void> {
  const [, listViewId] = partsOf(turn.form().subject);
  const { name } = await archiveSubscription(turn.context, turn.value);
  await showArchived(turn, name, { listViewId, listPage: subscriptionsPage });
}

async function organizationChoices({ context }: Turn) {
  const places = await organizationsFor(context, 'catalog:edit');
  return places.map(({ organization: { _id, name } }) => ({ id: _id, name }));
}

type ListPage = (turn: Turn, cursor: Cursor) => Promise<ModalView>;

const lists: ReadonlySet<string> = new Set([callbackIds.apps, callbackIds.subscriptions]);

/** What a form is about, and the list that it was opened from, if any: below it may be another form. */
function subjectOf({ view }: ActionTurn, id: string): string {
  return `${id}:${view && lists.has(view.callbackId) ? view.id : ''}`;
}

function partsOf(subject: string): [id: string, listViewId: string] {
  const [id = '', listViewId = ''] = subject.split(':');
  return [id, listViewId];
}

async function showArchived(
  turn: ActionTurn,
  name: string,
  { listViewId, listPage }: { listViewId: string; listPage: ListPage },
): Promise<void> {
  await turn.replace(noticeView({ text: `${name} is archived. Nobody new can be invited to it.` }));
  await refreshList(turn, listViewId, listPage);
}

/** After a change: Home, and the list below the form, if it was opened from there. */
async function refreshList(turn: Turn, listViewId: string, listPage: ListPage): Promise<void> {
  refreshHome(turn);
  if (listViewId === '') return;
  try {
    await turn.client.views.update({ view_id: listViewId, view: await listPage(turn, null) });
  } catch (error) {
    turn.log.warn({ err: error }, 'list not refreshed');
  }
}

function notice(text: string): Verdict {
  return { response_action: 'update', view: noticeView({ text }) };
}
