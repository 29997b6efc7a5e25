/** Messages to the owners of organizations that become partners, or are partners no longer. */
import type { Briefing } from '../../src/domain/messages.ts';
import { section } from '../common/blocks.ts';
import { mrkdwn, plain } from '../common/escape.ts';
import { message, type SlackMessage } from '../common/message.ts';

type Of<Template extends Briefing['template']> = Extract<Briefing, { template: Template }>;
type Tag<Text> = (strings: TemplateStringsArray, ...values: string[]) => Text;

/** To the partner's owners. */
export function partnerAddedMessage(briefing: Of<'partner-added'>): SlackMessage {
  return message(partnerAdded(mrkdwn, briefing), [
    section(partnerAdded(mrkdwn, briefing)),
    section(plain`${howToLeave}`),
  ]);
}

/** To the owners of both. */
export function partnerEndedMessage(briefing: Of<'partner-ended'>): SlackMessage {
  const text = partnerEnded(mrkdwn, briefing);
  return message(text, [section(text), section(partnerLoss(plain, briefing))]);
}

/** To the owners of the organization that the partner had left. */
export function partnerAllowedMessage(briefing: Of<'partner-allowed'>): SlackMessage {
  return message(partnerAllowed(mrkdwn, briefing), [
    section(partnerAllowed(mrkdwn, briefing)),
    section(plain`${howToAddAgain}`),
  ]);
}

/** The words of these messages, for mails too; `tag` makes them fit for where they stand. */
export function partnerAdded<Text>(
  tag: Tag<Text>,
  { organizationName, partnerName, addedBy }: Of<'partner-added'>,
): Text {
  return tag`${addedBy} has added ${partnerName} as a partner of ${organizationName}. ${organizationName} can let your people into its collaborative workgroups now.`;
}

export const howToLeave = 'If you do not want this, leave the partnership with /gatehouse domains.';

export function partnerEnded<Text>(
  tag: Tag<Text>,
  { organizationName, partnerName, by, left }: Of<'partner-ended'>,
): Text {
  return left
    ? tag`${by} has ended the partnership of ${partnerName} with ${organizationName}: ${partnerName} has left it.`
    : tag`${by} has removed ${partnerName} from the partners of ${organizationName}.`;
}

export function partnerLoss<Text>(
  tag: Tag<Text>,
  { organizationName, partnerName }: Of<'partner-ended'>,
): Text {
  return tag`The people of ${partnerName} have no access to workgroups of ${organizationName} any more. Each of them is told.`;
}

export function partnerAllowed<Text>(
  tag: Tag<Text>,
  { organizationName, partnerName, by }: Of<'partner-allowed'>,
): Text {
  return tag`${by} allows ${organizationName} to add ${partnerName} as a partner again. Nobody has access by this alone.`;
}

export const howToAddAgain = 'Add it with /gatehouse domains.';
