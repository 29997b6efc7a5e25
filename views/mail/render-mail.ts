import type { Briefing } from '../../src/domain/messages.ts';
import { accessChangedMail, accessEndedMail, accessGrantedMail } from './access-mails.ts';
import { channelUnreachableMail } from './channel-mails.ts';
import { accessEndingMail } from './ending-mails.ts';
import {
  codeLockedMail,
  invitationRestoredMail,
  invitationWithdrawnMail,
  joinInvitationMail,
} from './invitation-mails.ts';
import type { Mail } from './layout.ts';
import { invitationChangedMail, offerMail, offerReminderMail } from './offer-mails.ts';
import { partnerAddedMail, partnerAllowedMail, partnerEndedMail } from './partner-mails.ts';
import { requestDeniedMail, requestOpenedMail, requestReopenedMail } from './request-mails.ts';

/** What a briefing reads like as a mail. Throws for the templates that only go to Slack. */
export function renderMail(briefing: Briefing): Mail {
  switch (briefing.template) {
    case 'join-invitation':
      return joinInvitationMail(briefing);
    case 'invitation-withdrawn':
      return invitationWithdrawnMail(briefing);
    case 'invitation-restored':
      return invitationRestoredMail(briefing);
    case 'invitation-changed':
      return invitationChangedMail(briefing);
    case 'request-opened':
      return requestOpenedMail(briefing);
    case 'request-denied':
      return requestDeniedMail(briefing);
    case 'request-reopened':
      return requestReopenedMail(briefing);
    case 'offer':
      return offerMail(briefing);
    case 'offer-reminder':
      return offerReminderMail(briefing);
    case 'access-granted':
      return accessGrantedMail(briefing);
    case 'access-changed':
      return accessChangedMail(briefing);
    case 'access-ended':
      return accessEndedMail(briefing);
    case 'access-ending':
      return accessEndingMail(briefing);
    case 'code-locked':
      return codeLockedMail(briefing);
    case 'channel-unreachable':
      return channelUnreachableMail(briefing);
    case 'partner-added':
      return partnerAddedMail(briefing);
    case 'partner-ended':
      return partnerEndedMail(briefing);
    case 'partner-allowed':
      return partnerAllowedMail(briefing);
    case 'request-expired':
    case 'proposal':
    case 'proposal-decided':
    case 'proposal-reopened':
    case 'proposal-expired':
    case 'waitlist-seat':
    case 'offer-answered':
    case 'code-forwarded':
    case 'code-attack':
    case 'inviter-without-authority':
    case 'invitation-undeliverable':
    case 'reminder':
    case 'reminder-replaced':
    case 'digest':
    case 'renewal-asked':
    case 'approvals-here':
    case 'notification-refused':
    case 'mail-stopped':
    case 'tenant-resumed':
      throw new Error(`The template ${briefing.template} does not go by mail.`);
    default:
      throw new Error(`Unknown template: ${JSON.stringify(briefing satisfies never)}`);
  }
}
