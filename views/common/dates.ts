import { slackDate } from '../../src/domain/errors.ts';
import type { Markup } from './escape.ts';

/** A time for mrkdwn, in the reader's own zone. */
export function date(at: Date): Markup {
  return { markup: slackDate(at) };
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

/** A time for mails, which have no zone of their own: `Friday 21 November 2025, 09:35 UTC`. */
export function mailDate(at: Date): string {
  const time = at.toISOString().slice(11, 16);
  return `${weekday.format(at)} ${at.getUTCDate()} ${month.format(at)} ${at.getUTCFullYear()}, ${time} UTC`;
}
