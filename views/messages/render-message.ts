import type { Briefing } from '../../src/domain/messages.ts';
import { requestCard } from '../access-requests/request-card.ts';
import { requestDeniedMessage } from '../access-requests/request-denied-message.ts';
import { requestExpiredMessage } from '../access-requests/request-expired-message.ts';
import { requestReopenedMessage } from '../access-requests/request-reopened-message.ts';
import type { SlackMessage } from '../common/message.ts';
import {
  accessChangedMessage,
  accessEndedMessage,
  accessGrantedMessage,
} from '../invitations/access-messages.ts';
import {
  codeAttackMessage,
  codeForwardedMessage,
  codeLockedMessage,
  invitationUndeliverableMessage,
  inviterWithoutAuthorityMessage,
  proposalDecidedMessage,
  proposalExpiredMessage,
  proposalReopenedMessage,
  waitlistSeatMessage,
} from '../invitations/notification-messages.ts';
import {
  invitationChangedMessage,
  offerAnsweredMessage,
  offerMessage,
  offerReminderMessage,
} from '../invitations/offer-message.ts';
import { proposalMessage } from '../invitations/proposal-message.ts';
import { approvalsHereMessage, channelUnreachableMessage } from '../organizations/channel-messages.ts';
import {
  partnerAddedMessage,
  partnerAllowedMessage,
  partnerEndedMessage,
} from '../organizations/partner-messages.ts';
import {
  mailStoppedMessage,
  notificationRefusedMessage,
  tenantResumedMessage,
} from '../organizations/trouble-messages.ts';
import { accessEndingMessage } from '../reminders/access-ending.ts';
import { digestMessage } from '../reminders/digest-message.ts';
import { reminderMessage, reminderReplacedMessage } from '../reminders/reminder-message.ts';
import { renewalAskedMessage } from '../reminders/renewal.ts';

/** What a briefing reads like in Slack. Throws for the templates that only go by mail. */
export function renderMessage(briefing: Briefing): SlackMessage {
  switch (briefing.template) {
    case 'request-opened':
      return requestCard(briefing);
    case 'request-denied':
      return requestDeniedMessage(briefing);
    case 'request-expired':
      return requestExpiredMessage(briefing);
    case 'request-reopened':
      return requestReopenedMessage(briefing);
    case 'proposal':
      return proposalMessage(briefing);
    case 'proposal-decided':
      return proposalDecidedMessage(briefing);
    case 'proposal-reopened':
      return proposalReopenedMessage(briefing);
    case 'proposal-expired':
      return proposalExpiredMessage(briefing);
    case 'waitlist-seat':
      return waitlistSeatMessage(briefing);
    case 'offer':
      return offerMessage(briefing);
    case 'offer-reminder':
      return offerReminderMessage(briefing);
    case 'offer-answered':
      return offerAnsweredMessage(briefing);
    case 'invitation-changed':
      return invitationChangedMessage(briefing);
    case 'access-granted':
      return accessGrantedMessage(briefing);
    case 'access-changed':
      return accessChangedMessage(briefing);
    case 'access-ended':
      return accessEndedMessage(briefing);
    case 'code-forwarded':
      return codeForwardedMessage(briefing);
    case 'code-locked':
      return codeLockedMessage(briefing);
    case 'code-attack':
      return codeAttackMessage(briefing);
    case 'inviter-without-authority':
      return inviterWithoutAuthorityMessage(briefing);
    case 'invitation-undeliverable':
      return invitationUndeliverableMessage(briefing);
    case 'reminder':
      return reminderMessage(briefing);
    case 'reminder-replaced':
      return reminderReplacedMessage();
    case 'digest':
      return digestMessage(briefing);
    case 'access-ending':
      return accessEndingMessage(briefing);
    case 'renewal-asked':
      return renewalAskedMessage(briefing);
    case 'approvals-here':
      return approvalsHereMessage(briefing);
    case 'notification-refused':
      return notificationRefusedMessage(briefing);
    case 'tenant-resumed':
      return tenantResumedMessage(briefing);
    case 'mail-stopped':
      return mailStoppedMessage(briefing);
    case 'channel-unreachable':
      return channelUnreachableMessage(briefing);
    case 'partner-added':
      return partnerAddedMessage(briefing);
    case 'partner-ended':
      return partnerEndedMessage(briefing);
    case 'partner-allowed':
      return partnerAllowedMessage(briefing);
    case 'join-invitation':
    case 'invitation-withdrawn':
    case 'invitation-restored':
      throw new Error(`The template ${briefing.template} does not go to Slack.`);
    default:
      throw new Error(`Unknown template: ${JSON.stringify(briefing satisfies never)}`);
  }
}
