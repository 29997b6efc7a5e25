/** The answer to a code that was taken. */
import type { KnownBlock, ModalView } from '@slack/types';
import type { AccessFacts } from '../../src/domain/access.ts';
import type { OfferFacts } from '../../src/domain/messages.ts';
import { accessTo } from '../common/access.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import type { SlackMessage } from '../common/message.ts';
import { infoModal } from '../common/modal.ts';
import { offerBlocks } from '../invitations/offer-message.ts';

interface Redeemed {
  outcome: 'requested' | 'granted' | 'already-requested' | 'already-invited' | 'already-has-access';
  organizationName: string;
  username: string;
  /** What the code offers, with Accept and Decline. */
  offer: OfferFacts | null;
  /** What the code has given, when nothing has to be accepted. */
  granted?: AccessFacts;
}

export function redeemedView(result: Redeemed): ModalView {
  return infoModal('Request access', blocks(result));
}

export function redeemedMessage(result: Redeemed): SlackMessage {
  return { text: sentence(result), blocks: blocks(result) };
}

function blocks(result: Redeemed): KnownBlock[] {
  return [section(plain`${sentence(result)}`), ...(result.offer === null ? [] : offerBlocks(result.offer))];
}

function sentence({ outcome, organizationName, username, offer, granted }: Redeemed): string {
  if (granted) {
    return `You have access to ${accessTo(organizationName, granted)} now, with the account ${username}. The Home tab shows it.`;
  }
  if (offer) return 'Your code is right. Accept the invitation to get the access.';
  switch (outcome) {
    case 'requested':
      return `Your request for access to ${organizationName} is sent, as ${username}. You get a message here and a mail when somebody has decided. The Home tab shows where it stands.`;
    case 'already-requested':
      return `You have asked for access to ${organizationName} already. The Home tab shows where it stands.`;
    case 'already-invited':
      return `You are invited to ${organizationName} already. Accept the invitation in the messages of Gatehouse or on its Home tab.`;
    case 'granted':
    case 'already-has-access':
      return `You have access to ${organizationName} already, as ${username}.`;
  }
}
