/** The parts that several mails have in common. */

import { words } from './escape.ts';
import type { MailPart } from './layout.ts';

/** One paragraph, of inert text. */
export function text(line: string): MailPart {
  return { kind: 'text', text: line };
}

/** What the sender wrote to the invitee, if anything. */
export function noteParts(inviterName: string, note: string | null): MailPart[] {
  return note === null ? [] : [text(words`A note from ${inviterName}:`), { kind: 'quote', text: note }];
}

/** How a code is used in Slack, and what comes after it. */
export function codeSteps(code: string, then: string): MailPart[] {
  return [
    text('What to do:'),
    {
      kind: 'steps',
      steps: [
        `In Slack, type /request-access ${code} and send it. Or open Gatehouse, go to Home and press Enter code.`,
        'If you have no Gatehouse account yet, create it in the same form.',
        then,
      ],
    },
  ];
}

export const howToAccept =
  'To get access, open Slack. Press Accept in the message from Gatehouse, or on its Home tab.';

export const keepPrivate = 'If you did not expect this e-mail, ignore it. Keep the code private.';
