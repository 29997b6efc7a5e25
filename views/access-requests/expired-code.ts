/** The answer to whoever was invited, and comes with a code whose time is over. */
import type { KnownBlock, ModalView } from '@slack/types';
import { section } from '../common/blocks.ts';
import { mrkdwn } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';
import { infoModal } from '../common/modal.ts';
import { type Renewable, renewalAnswer, renewalPlace } from '../reminders/renewal.ts';

export function expiredCodeMessage(expired: Renewable): SlackMessage {
  return message(sentence(expired), blocks(expired));
}

export function expiredCodeView(expired: Renewable): ModalView {
  return infoModal('Request access', blocks(expired));
}

function sentence(expired: Renewable) {
  return mrkdwn`That code has expired. It was your invitation to ${renewalPlace(expired)}. Ask for a new one, and whoever invited you is told.`;
}

function blocks(expired: Renewable): KnownBlock[] {
  return [section(sentence(expired)), renewalAnswer(expired)];
}
