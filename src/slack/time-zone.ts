import { keepTimeZone } from '../services/people/keep-time-zone.ts';
import type { Turn } from './turn.ts';

/** Slack is asked at most once in this time for one person: zones change seldom, and Home is opened often. */
const askedAgainAfterMs = 24 * 60 * 60 * 1000;
const rememberedAtMost = 10_000;

/** Keeps the time zones of accounts as Slack has them, behind the answer that somebody waits for. */
export function timeZoneKeeper(): (turn: Turn) => void {
  const asked = new Map<string, number>();
  return (turn) => {
    const { context } = turn;
    const { account } = context.actor;
    const now = context.now().getTime();
    if (!account || now - (asked.get(account.id) ?? 0) < askedAgainAfterMs) return;
    if (asked.size >= rememberedAtMost) asked.clear();
    asked.set(account.id, now);
    turn.inBackground(() => refresh(turn));
  };
}

/** Where Slack does not answer, the zone stays as it was. */
async function refresh({ context, log, profile }: Turn): Promise<void> {
  try {
    const { timeZone } = await profile();
    await keepTimeZone(context, context.actor, timeZone);
  } catch (error) {
    log.warn({ err: error }, 'time zone not refreshed');
  }
}
