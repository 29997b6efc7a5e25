import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { deliveriesModal } from '../../views/deliveries/deliveries-modal.ts';
import { giveUpMessage } from '../services/deliveries/give-up.ts';
import { listDeliveries } from '../services/deliveries/list.ts';
import { retryMessage } from '../services/deliveries/retry.ts';
import type { Cursor } from '../services/paging.ts';
import { refreshHome } from './home.ts';
import type { ActionTurn, Feature, Turn } from './turn.ts';
import { withOrganization } from './which-organization.ts';

/** `/gatehouse deliveries`: the messages of an organization that do not arrive, and what can be done. */
export const deliveries: Feature = {
  actions: {
    [actionIds.openDeliveries]: openChosen,
    [actionIds.deliveryRetry]: (turn) => change(turn, retryMessage),
    [actionIds.deliveryGiveUp]: (turn) => change(turn, giveUpMessage),
  },
};

/** The messages of the organization that the person decides in, or of the one that is named or chosen of several. */
export async function openDeliveriesList(turn: Turn, typed: string): Promise<void> {
  const question = {
    permission: 'deliveries:manage',
    typed,
    action: actionIds.openDeliveries,
    command: '/gatehouse deliveries',
  } as const;
  await withOrganization(turn, question, async (id) => turn.show(await deliveriesPage(turn, id, null)));
}

/** Chosen on Home, or in the question which one: that has its answer then. */
async function openChosen(turn: ActionTurn): Promise<void> {
  const isAsked = turn.view?.callbackId === callbackIds.organizations;
  await (isAsked ? turn.replace : turn.show)(await deliveriesPage(turn, turn.value, null));
}

/** One page of the list; the form's subject is the organization. */
export async function deliveriesPage(turn: Turn, organizationId: string, cursor: Cursor): Promise<ModalView> {
  const found = await listDeliveries(turn.context, { organizationId, cursor });
  return deliveriesModal({ metadata: turn.seal(callbackIds.deliveries, organizationId), ...found });
}

/** The buttons are in the list alone, which shows afterwards what is so then. */
async function change(
  turn: ActionTurn,
  verb: (context: Turn['context'], messageId: string) => Promise<unknown>,
): Promise<void> {
  const { subject } = turn.form();
  await verb(turn.context, turn.value);
  refreshHome(turn);
  await turn.replace(await deliveriesPage(turn, subject, null));
}
