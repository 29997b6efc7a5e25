import { slackDate } from '../../src/domain/errors.ts';
import type { Markup } from './escape.ts';

/** A time for mrkdwn, in the reader's own zone. */
export function date(at: Date): Markup {
  return { markup: slackDate(at) };
}

/** A time for mails, which have no zone of their own: `Friday 21 November 2025, 09:35 UTC`. */
export function mailDate(at: Date): string {
  const name = (part: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en', { ...part, timeZone: 'UTC' }).format(at);
  const time = at.toISOString().slice(11, 16);
  return `${name({ weekday: 'long' })} ${at.getUTCDate()} ${name({ month: 'long' })} ${at.getUTCFullYear()}, ${time} UTC`;
}
