import { accessTo, placeName } from '../../views/common/access.ts';
import { actionIds } from '../../views/common/ids.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { offerExpiredMessage, offerExpiredView } from '../../views/invitations/offer-expired.ts';
import { OfferExpired } from '../domain/errors.ts';
import { acceptOffer, declineOffer } from '../services/invitations/answer.ts';
import { claimedOffer } from '../services/invitations/redeem.ts';
import { refreshHome } from './home.ts';
import { thenRedraw } from './redraw-reminder.ts';
import type { ActionTurn, Feature } from './turn.ts';

/** The invitee's Accept and Decline: in the direct message, on Home, and after a code. */
export const answering: Feature = {
  actions: {
    [actionIds.offerAccept]: thenRedraw(accept),
    [actionIds.offerDecline]: thenRedraw(decline),
  },
};

async function accept(turn: ActionTurn): Promise<void> {
  const accepted = await unlessExpired(acceptOffer(turn.context, turn.value));
  if (accepted instanceof OfferExpired) return offerRenewal(turn, accepted);
  const { organizationName, access } = accepted;
  refreshHome(turn);
  await say(turn, `You have access to ${accessTo(organizationName, access)} now. Your Home tab shows it.`);
}

async function decline(turn: ActionTurn): Promise<void> {
  const { organizationName, access } = await declineOffer(turn.context, turn.value);
  refreshHome(turn);
  const place = placeName(organizationName, access);
  await say(turn, `You declined the invitation to ${place}. Nothing changed for you.`);
}

function unlessExpired<T>(work: Promise<T>): Promise<T | OfferExpired> {
  return work.catch((error: unknown) => {
    if (error instanceof OfferExpired) return error;
    throw error;
  });
}

/** Whoever comes too late can ask for a new invitation on the spot. */
async function offerRenewal(turn: ActionTurn, { invitationId }: OfferExpired): Promise<void> {
  const expired = { invitationId, ...(await claimedOffer(turn.context, { invitationId })) };
  if (turn.view?.view.type === 'modal') return turn.replace(offerExpiredView(expired));
  await turn.tell(offerExpiredMessage(expired));
}

/** After a code, the offer with its buttons is a modal: the answer takes its place. */
async function say(turn: ActionTurn, text: string): Promise<void> {
  if (turn.view?.view.type === 'modal') return turn.replace(noticeView({ text }));
  await turn.tell(noticeMessage(text));
}
