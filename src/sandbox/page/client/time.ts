import { relativeDay } from './mrkdwn/date.ts';

export const timeOf = (at: string) =>
  new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' }).format(new Date(at));

/** "Today", "Yesterday", or the date. */
export function dayOf(at: string, now: string): string {
  const date = new Date(at);
  const relative = relativeDay(date, { now: new Date(now), locale: 'en' });
  if (relative) return relative.charAt(0).toUpperCase() + relative.slice(1);
  return new Intl.DateTimeFormat('en', { weekday: 'long', day: 'numeric', month: 'long' }).format(date);
}

export const momentOf = (at: string) =>
  new Intl.DateTimeFormat('en', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date(at));

/** As an input of a day and a time takes it: the minute, in the visitor's own zone. */
export function localInput(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
