import type { ModalView } from '@slack/types';
import { callbackIds } from '../../views/common/ids.ts';
import { offerModal } from '../../views/invitations/offer-modal.ts';
import type { Access } from '../domain/access.ts';
import { deny } from '../domain/errors.ts';
import { kindOf } from '../domain/ids.ts';
import { assignableRoles } from '../domain/permissions.ts';
import { getRequestToDecide } from '../services/access-requests/queue.ts';
import { accessChoices } from '../services/catalog/choices.ts';
import { organizationsFor } from '../services/organizations.ts';
import { type Choosing, chosenSoFar } from './choices.ts';
import type { ActionTurn, Turn } from './turn.ts';
import { text, type Values } from './values.ts';

interface Filled {
  values: Values;
  changed?: Choosing;
}

/** The form in which an approver gives an access. Its subject is the request, or the one organization that it can be for. */
export function offerForm(turn: Turn, subject: string, filled: Filled): Promise<ModalView> {
  return kindOf(subject) === 'req' ? forRequest(turn, subject, filled) : byHand(turn, filled);
}

/** Draws the form anew after a choice. What was typed stays. */
export async function redrawOffer(turn: ActionTurn, changed?: Choosing): Promise<void> {
  const { values } = turn;
  const filled = { values, ...(changed ? { changed } : {}) };
  await turn.replace(await offerForm(turn, turn.form().subject, filled));
}

async function forRequest(turn: Turn, requestId: string, { values, changed }: Filled): Promise<ModalView> {
  const request = await getRequestToDecide(turn.context, requestId);
  const { facts, organizationId, roles, suggested } = request;
  const isUntouched = values.what === undefined && changed === undefined;
  const chosen = isUntouched ? asChosen(suggested) : chosenSoFar(values, changed);
  const found = await accessChoices(turn.context, { ...chosen, organizationId }, 'access:grant');
  const hasApps = (found.apps ?? []).length > 0;
  return offerModal({
    metadata: turn.seal(callbackIds.offer, requestId),
    organizations: [{ id: organizationId, name: facts.organizationName }],
    request: facts,
    roles,
    values: { email: facts.email, username: facts.username },
    what: isUntouched ? (suggested?.kind === 'app' ? 'app' : 'organization') : whatOf(values),
    choices: hasApps ? found : null,
    proposal:
      facts.access && facts.approvals.length > 0 ? { access: facts.access, by: facts.approvals } : null,
  });
}

async function byHand(turn: Turn, { values, changed }: Filled): Promise<ModalView> {
  const places = await organizationsFor(turn.context, 'access:grant');
  const [first] = places;
  if (!first) throw deny();
  const found = await accessChoices(turn.context, chosenSoFar(values, changed), 'access:grant');
  const place = places.find(({ organization }) => organization._id === found.organizationId);
  const hasApps = (found.apps ?? []).length > 0;
  const [email, username, organizationId] = ['email', 'username', 'organizationId'].map((name) =>
    text(values, name),
  );
  return offerModal({
    metadata: turn.seal(callbackIds.offer, places.length === 1 ? first.organization._id : ''),
    organizations: places.map(({ organization }) => ({ id: organization._id, name: organization.name })),
    request: null,
    roles: assignableRoles(place?.role ?? highest(places)),
    values: {
      ...(email ? { email } : {}),
      ...(username ? { username } : {}),
      ...(organizationId ? { organizationId } : {}),
    },
    what: hasApps ? whatOf(values) : 'organization',
    choices: hasApps ? found : null,
    proposal: null,
  });
}

/** While no organization is chosen, the roles of the one where the person may give most. */
function highest(places: Awaited<ReturnType<typeof organizationsFor>>) {
  return places.some(({ role }) => role === 'owner') ? 'owner' : 'admin';
}

function whatOf(values: Values): 'organization' | 'app' {
  return values.what === 'app' ? 'app' : 'organization';
}

function asChosen(access: Access | null) {
  if (access?.kind !== 'app') return {};
  const { appId, subscriptionId, roleId } = access;
  return { appId, subscriptionId, roleId };
}
