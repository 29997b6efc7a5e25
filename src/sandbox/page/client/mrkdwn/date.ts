/** `<!date^…>` in the zone of whoever reads it. */
export interface Viewer {
  now: Date;
  timeZone?: string;
  locale?: string;
}

export function formatDate(seconds: number, format: string, viewer: Viewer): string {
  const date = new Date(seconds * 1000);
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(viewer.locale, { timeZone: viewer.timeZone, ...options }).format(date);
  const long = () => show({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
  const medium = () => show({ year: 'numeric', month: 'long', day: 'numeric' });
  const short = () => show({ year: 'numeric', month: 'short', day: 'numeric' });
  const nearby = (otherwise: () => string) => relativeDay(date, viewer) ?? otherwise();

  const tokens: Record<string, () => string> = {
    date: medium,
    date_long: long,
    date_short: short,
    date_num: () => new Intl.DateTimeFormat('sv-SE', { timeZone: viewer.timeZone }).format(date),
    date_slash: () => show({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date_pretty: () => nearby(medium),
    date_long_pretty: () => nearby(long),
    date_short_pretty: () => nearby(short),
    day_divider_pretty: () => nearby(() => show({ weekday: 'long', month: 'long', day: 'numeric' })),
    time: () => show({ hour: 'numeric', minute: '2-digit' }),
    time_secs: () => show({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(date, viewer),
  };
  return format.replace(/\{(\w+)\}/g, (token, name: string) => tokens[name]?.() ?? token);
}

/** "today", "yesterday" or "tomorrow", else null. */
export function relativeDay(date: Date, viewer: Viewer): string | null {
  const day = (moment: Date) =>
    new Intl.DateTimeFormat('sv-SE', { timeZone: viewer.timeZone }).format(moment);
  const distance = Math.round((Date.parse(day(date)) - Date.parse(day(viewer.now))) / 86_400_000);
  if (Math.abs(distance) > 1) return null;
  return new Intl.RelativeTimeFormat(viewer.locale ?? 'en', { numeric: 'auto' }).format(distance, 'day');
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

function ago(date: Date, viewer: Viewer): string {
  const seconds = Math.round((date.getTime() - viewer.now.getTime()) / 1000);
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
  return new Intl.RelativeTimeFormat(viewer.locale ?? 'en').format(Math.trunc(seconds / size), unit);
}
