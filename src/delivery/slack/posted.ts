/** What Slack's answer means for a posted message that is to be changed. */
const minute = 60 * 1000;
const hour = 60 * minute;
/** A channel that is closed for longer keeps its messages as they are. */
const patienceMs = 48 * hour;

/** The message cannot be changed any more. */
export function isUnchangeable(error: unknown): boolean {
  return ['message_not_found', 'cant_update_message', 'edit_window_closed'].includes(codeOf(error));
}

/** No message can be changed in that channel, until somebody mends it. */
export function isClosedChannel(error: unknown): boolean {
  return ['is_archived', 'is_inactive', 'not_in_channel', 'channel_not_found'].includes(codeOf(error));
}

/**
 * Milliseconds until a closed channel is worth another look: about as long as the change has waited, from a minute up to an hour.
 * Null once it has waited for two days.
 */
export function untilOpenMs(waitedMs: number): number | null {
  return waitedMs < patienceMs ? Math.min(hour, Math.max(minute, waitedMs)) : null;
}

function codeOf(error: unknown): string {
  const { data } = error as { data?: { error?: string } };
  return data?.error ?? '';
}
