/** Mails about partnerships: for an organization that has no owner whom Slack could reach. */
import type { Briefing } from '../../src/domain/messages.ts';
import {
  howToAddAgain,
  howToLeave,
  partnerAdded,
  partnerAllowed,
  partnerEnded,
  partnerLoss,
} from '../organizations/partner-messages.ts';
import { words } from './escape.ts';
import { type Mail, mail } from './layout.ts';
import { text } from './parts.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;

/** The organization's people can be let into workgroups of another one. */
export function partnerAddedMail(briefing: Of<'partner-added'>): Mail {
  const { organizationName, partnerName } = briefing;
  return mail({
    subject: words`${partnerName} is a partner of ${organizationName}`,
    preheader: words`${organizationName} can let your people into its collaborative workgroups.`,
    parts: [text(partnerAdded(words, briefing)), text(howToLeave)],
  });
}

/** The partnership is over. */
export function partnerEndedMail(briefing: Of<'partner-ended'>): Mail {
  const { organizationName, partnerName } = briefing;
  return mail({
    subject: words`The partnership of ${partnerName} with ${organizationName} has ended`,
    preheader: partnerLoss(words, briefing),
    parts: [text(partnerEnded(words, briefing)), text(partnerLoss(words, briefing))],
  });
}

/** The organization can add a partner again that had left. */
export function partnerAllowedMail(briefing: Of<'partner-allowed'>): Mail {
  const { organizationName, partnerName } = briefing;
  return mail({
    subject: words`${organizationName} can add ${partnerName} as a partner again`,
    preheader: howToAddAgain,
    parts: [text(partnerAllowed(words, briefing)), text(howToAddAgain)],
  });
}
