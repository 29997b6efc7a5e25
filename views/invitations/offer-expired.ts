/** The answer to whoever accepts an offer whose time is over. */
import type { KnownBlock, ModalView } from '@slack/types';
import { actions, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import type { SlackMessage } from '../common/message.ts';
import { infoModal } from '../common/modal.ts';
import { renewalButton } from '../reminders/renewal.ts';

interface ExpiredOffer {
  invitationId: string;
  organizationName: string;
}

export function offerExpiredMessage(expired: ExpiredOffer): SlackMessage {
  return { text: sentence, blocks: blocks(expired) };
}

export function offerExpiredView(expired: ExpiredOffer): ModalView {
  return infoModal('Gatehouse', blocks(expired));
}

const sentence = 'This invitation has expired. Ask for a new one, and whoever invited you is told.';

function blocks({ invitationId, organizationName }: ExpiredOffer): KnownBlock[] {
  return [
    section(plain`${sentence}`),
    actions(`renewal:${invitationId}`, [renewalButton(invitationId, organizationName)]),
  ];
}
