/** The answer to whoever was invited, and comes with a code whose time is over. */
import type { KnownBlock, ModalView } from '@slack/types';
import { actions, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import type { SlackMessage } from '../common/message.ts';
import { infoModal } from '../common/modal.ts';
import { renewalButton } from '../reminders/renewal.ts';

interface ExpiredCode {
  invitationId: string;
  organizationName: string;
}

export function expiredCodeMessage(expired: ExpiredCode): SlackMessage {
  return { text: sentence, blocks: blocks(expired) };
}

export function expiredCodeView(expired: ExpiredCode): ModalView {
  return infoModal('Request access', blocks(expired));
}

const sentence = 'That code has expired. Ask for a new one, and whoever invited you is told.';

function blocks({ invitationId, organizationName }: ExpiredCode): KnownBlock[] {
  return [
    section(plain`${sentence}`),
    actions(`renewal:${invitationId}`, [renewalButton(invitationId, organizationName)]),
  ];
}
