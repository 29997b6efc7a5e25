const unreadableSeconds = 30;
const mostSeconds = 15 * 60;

/**
 * Whole seconds to wait after a 429, from 1 to 900: 30 when the header is missing or says nothing we understand.
 * @param header seconds, or an HTTP date
 * @param now milliseconds since 1970, by the clock that HTTP dates are in
 */
export function retryAfterSeconds(header: string | null, now: number): number {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (httpDate(text) - now) / 1000;
  if (!Number.isFinite(seconds)) return unreadableSeconds;
  return Math.min(mostSeconds, Math.max(1, Math.ceil(seconds)));
}

/** NaN unless it begins with the name of a day, as HTTP dates do: `Date.parse` takes almost anything. */
function httpDate(text: string): number {
  return /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /.test(text) ? Date.parse(text) : Number.NaN;
}
