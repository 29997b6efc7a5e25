import type { Briefing } from '../../src/domain/messages.ts';
import {
  accessGrantedMail,
  codeLockedMail,
  invitationWithdrawnMail,
  joinInvitationMail,
  offerMail,
} from './invitation-mails.ts';
import type { Mail } from './layout.ts';
import { requestDeniedMail, requestOpenedMail } from './request-mails.ts';

/** What a briefing reads like as a mail. Throws for the templates that only go to Slack. */
export function renderMail(briefing: Briefing): Mail {
  switch (briefing.template) {
    case 'join-invitation':
      return joinInvitationMail(briefing);
    case 'invitation-withdrawn':
      return invitationWithdrawnMail(briefing);
    case 'request-opened':
      return requestOpenedMail(briefing);
    case 'request-denied':
      return requestDeniedMail(briefing);
    case 'offer':
      return offerMail(briefing);
    case 'access-granted':
      return accessGrantedMail(briefing);
    case 'code-locked':
      return codeLockedMail(briefing);
    case 'offer-answered':
    case 'code-forwarded':
    case 'code-attack':
    case 'inviter-without-authority':
    case 'invitation-undeliverable':
    case 'approvals-here':
    case 'channel-unreachable':
      throw new Error(`The template ${briefing.template} does not go by mail.`);
    default:
      throw new Error(`Unknown template: ${JSON.stringify(briefing satisfies never)}`);
  }
}
