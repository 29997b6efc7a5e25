import { callbackIds } from '../../views/common/ids.ts';
import type { Choosing } from './choices.ts';
import { redrawDirect } from './direct.ts';
import { redrawInvite } from './invite.ts';
import { redrawOffer } from './offer-form.ts';
import type { ActionTurn, Feature } from './turn.ts';

/** The choices that several forms have in common: the modal in which one is made says which form it is. */
export const accessForm: Feature = {
  actions: {
    organizationId: (turn) => redraw(turn, 'organizationId'),
    appId: (turn) => redraw(turn, 'appId'),
    subscriptionId: (turn) => redraw(turn, 'subscriptionId'),
    what: (turn) => redrawOffer(turn),
  },
};

async function redraw(turn: ActionTurn, changed: Choosing): Promise<void> {
  if (turn.view?.callbackId === callbackIds.direct) return redrawDirect(turn, changed);
  if (turn.view?.callbackId === callbackIds.invite) return redrawInvite(turn);
  if (turn.view?.callbackId === callbackIds.offer) return redrawOffer(turn, changed);
}
