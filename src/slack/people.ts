import type { ModalView, PlainTextOption } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { grantModal } from '../../views/people/grant-modal.ts';
import { peopleModal } from '../../views/people/people-modal.ts';
import { personModal } from '../../views/people/person-modal.ts';
import { personOptions } from '../../views/people/person-option.ts';
import { deny } from '../domain/errors.ts';
import { searchDirectory } from '../services/directory.ts';
import { listImports } from '../services/imports/list.ts';
import { organizationsFor } from '../services/organizations.ts';
import { changeGrant } from '../services/people/change-grant.ts';
import { endGrant } from '../services/people/end-grant.ts';
import { getGrantToChange, getPerson } from '../services/people/find.ts';
import { removePerson } from '../services/people/remove.ts';
import { organizationKnowing, searchPeople } from '../services/people/search.ts';
import { refreshHome } from './home.ts';
import { redrawNewestReminder, redrawWhenLate } from './redraw-reminder.ts';
import type { ActionTurn, Feature, OptionsTurn, SubmissionTurn, Turn, Verdict } from './turn.ts';

/** `/gatehouse people`: find somebody, see and change what they have. The sealed subject of its views begins with the organization. */
export const people: Feature = {
  actions: {
    [actionIds.openPeople]: (turn) => openPeopleSearch(turn),
    [actionIds.personOpen]: openPerson,
    [actionIds.personRemove]: remove,
    [actionIds.grantChange]: redrawWhenLate(openChange),
    [actionIds.grantEnd]: end,
    person: openPerson,
    peopleOrganization: chooseOrganization,
  },
  options: { person: options },
  submissions: { [callbackIds.grant]: submitChange },
};

/** The search; or at once the only person whom `text` finds. */
export async function openPeopleSearch(turn: Turn, text = ''): Promise<void> {
  const found = text.trim() === '' ? null : await searchPeople(turn.context, text, 'people:manage');
  const [only, ...others] = found ?? [];
  if (only && others.length === 0) {
    const organizationId = await organizationKnowing(turn.context, only.accountId);
    return turn.show(await detail(turn, organizationId, only.accountId));
  }
  if (found && !only) {
    const typed = text.trim().slice(0, 40);
    return turn.tell(noticeMessage(`No name, address or username of your people begins with “${typed}”.`));
  }
  await turn.show(await search(turn));
}

/** The organizations are asked for anew each time: the form may be older than the person's role. */
async function search(turn: Turn, chosen?: string): Promise<ModalView> {
  const places = await organizationsFor(turn.context, 'people:manage');
  const organizations = places.map(({ organization: { _id: id, name } }) => ({ id, name }));
  const [first] = organizations;
  const organizationId = chosen ?? first?.id;
  if (!organizationId || !organizations.some(({ id }) => id === organizationId)) throw deny();
  return peopleModal({
    metadata: turn.seal(callbackIds.people, organizationId),
    organizations,
    organizationId,
    imports: await listImports(turn.context, organizationId),
  });
}

async function chooseOrganization(turn: ActionTurn): Promise<void> {
  turn.form();
  await turn.replace(await search(turn, turn.value));
}

async function options(turn: OptionsTurn): Promise<PlainTextOption[]> {
  const organizationId = turn.form().subject;
  const places = await organizationsFor(turn.context, 'people:manage');
  if (!places.some(({ organization }) => organization._id === organizationId)) throw deny();
  const found = await searchDirectory(turn.context, {
    organizationIds: [organizationId],
    query: turn.query,
  });
  return personOptions(found);
}

/** The value is the account, and outside the views of people the organization that it is about. */
async function openPerson(turn: ActionTurn): Promise<void> {
  const [accountId = '', named] = turn.value.split(':');
  const organizationId =
    organizationOf(turn) ?? named ?? (await organizationKnowing(turn.context, accountId));
  await turn.show(await detail(turn, organizationId, accountId));
}

async function detail(turn: Turn, organizationId: string, accountId: string): Promise<ModalView> {
  const person = await getPerson(turn.context, { accountId, organizationId });
  return personModal({ metadata: turn.seal(callbackIds.person, organizationId), person });
}

/** The organization of the view that somebody is in; null elsewhere. */
function organizationOf({ view, form }: ActionTurn): string | null {
  const isOurs = view?.callbackId === callbackIds.people || view?.callbackId === callbackIds.person;
  return isOurs ? form().subject : null;
}

/** The form's subject is the access, the view of the person below the form, if that is where it was opened, and what it shows. */
async function openChange(turn: ActionTurn): Promise<void> {
  const found = await getGrantToChange(turn.context, turn.value);
  const isOnPerson = turn.view?.callbackId === callbackIds.person && !turn.isTopmost;
  const below = isOnPerson ? turn.view?.id : '';
  const { roleId, endsAt } = found.grant;
  const metadata = turn.seal(
    callbackIds.grant,
    `${turn.value}:${below}:${endsAt?.getTime() ?? ''}:${roleId}`,
  );
  await turn.show(grantModal({ metadata, ...found }));
}

/** The person below the form shows what is so now; who changed their own role may not see it any more. */
async function submitChange(turn: SubmissionTurn): Promise<Verdict> {
  const [grantId = '', personViewId, end, ...roleId] = turn.form.subject.split(':');
  const shown = { roleId: roleId.join(':'), endsAt: end ? new Date(Number(end)) : null };
  const { organizationId, accountId, personName, hasChanged } = await changeGrant(
    turn.context,
    grantId,
    turn.values,
    shown,
  );
  refreshHome(turn);
  redrawNewestReminder(turn);
  if (personViewId) {
    try {
      const view = await detail(turn, organizationId, accountId);
      await turn.client.views.update({ view_id: personViewId, view });
    } catch (error) {
      turn.log.warn({ err: error }, 'person not refreshed');
    }
  }
  const told = `The access of ${personName} is changed. The person is told by mail.`;
  const text = hasChanged ? told : 'Nothing changed: this is what the access was before.';
  return { response_action: 'update', view: noticeView({ text }) };
}

async function end(turn: ActionTurn): Promise<void> {
  const { organizationId, accountId, personName } = await endGrant(turn.context, turn.value);
  refreshHome(turn);
  const isOwn = accountId === turn.context.actor.account?.id;
  if (turn.view?.callbackId === callbackIds.person && !isOwn) {
    return turn.replace(await detail(turn, organizationId, accountId));
  }
  const text = isOwn ? 'Your access has ended.' : `The access of ${personName} has ended.`;
  if (turn.view?.callbackId === callbackIds.person) return turn.replace(noticeView({ text }));
  await turn.tell(noticeMessage(text));
}

async function remove(turn: ActionTurn): Promise<void> {
  const accountId = turn.value;
  const organizationId = organizationOf(turn);
  if (!organizationId) throw deny();
  const { personName, organizationName } = await removePerson(turn.context, { accountId, organizationId });
  refreshHome(turn);
  if (turn.view?.callbackId === callbackIds.person) {
    return turn.replace(await detail(turn, organizationId, accountId));
  }
  await turn.tell(noticeMessage(`${personName} has no access to ${organizationName} any more.`));
}
