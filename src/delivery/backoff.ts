const baseMs = 2_000;
const capMs = 15 * 60 * 1000;

/**
 * Milliseconds until the next attempt, after `attempts` of them: anywhere below 2 s, 8 s, 32 s … 15 min, so that rows
 * that failed together do not come back together.
 * @param random in [0, 1)
 */
export function backoffMs(attempts: number, random: number): number {
  return Math.floor(random * Math.min(capMs, baseMs * 4 ** Math.max(0, attempts - 1)));
}

const slackCapMs = 3 * 60 * 60 * 1000;

/**
 * The same for Slack, whose outages last for hours and leave open whether a message was taken: 2 s, 12 s, 72 s … 3 h, less up
 * to a tenth. The eighth attempt comes over six hours after the first, so that few attempts, and few copies, outlast an outage.
 * @param random in [0, 1)
 */
export function slackBackoffMs(attempts: number, random: number): number {
  const delay = Math.min(slackCapMs, baseMs * 6 ** Math.max(0, attempts - 1));
  return Math.floor(delay * (0.9 + random / 10));
}

/**
 * Milliseconds until the next try of a row that nobody has taken for `waitedMs`: about as long as it has waited already,
 * from 2 s up to 15 min.
 * @param random in [0, 1)
 */
export function patientMs(waitedMs: number, random: number): number {
  const delay = Math.min(capMs, Math.max(baseMs, waitedMs));
  return Math.floor(delay * (0.5 + random / 2));
}
