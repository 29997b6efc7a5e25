/** The answer to whoever accepts an offer whose time is over. */
import type { KnownBlock, ModalView } from '@slack/types';
import { section } from '../common/blocks.ts';
import { mrkdwn } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { infoModal } from '../common/modal.ts';
import { type Renewable, renewalAnswer, renewalPlace } from '../reminders/renewal.ts';

export function offerExpiredMessage(expired: Renewable): SlackMessage {
  return message(sentence(expired), blocks(expired));
}

export function offerExpiredView(expired: Renewable): ModalView {
  return infoModal('Gatehouse', blocks(expired));
}

function sentence(expired: Renewable) {
  return mrkdwn`Your invitation to ${renewalPlace(expired)} has expired. Ask for a new one, and whoever invited you is told.`;
}

function blocks(expired: Renewable): KnownBlock[] {
  return [section(sentence(expired)), renewalAnswer(expired)];
}
