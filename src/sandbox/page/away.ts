import type { Gesture, GestureResult, Screen } from '../slack/screen.ts';

/** What the page does by itself to show somebody's screen; of somebody who is away, nothing of it reaches the app. */
const looking: readonly Gesture['kind'][] = ['open-home', 'read'];

/** Why somebody can do nothing: Slack lets nobody in whom it has deactivated. Null for everybody else. */
export function refusalOf({ me }: Screen): (GestureResult & { ok: false }) | null {
  if (me.isDeactivated !== true) return null;
  return {
    ok: false,
    error: `Slack has deactivated ${me.realName}, who can do nothing here. Be somebody else, or heal it under Faults.`,
  };
}

/** What comes of a gesture of somebody who is away; null when it is to be done. */
export function whileAway(screen: Screen, gesture: Gesture): GestureResult | null {
  const refusal = refusalOf(screen);
  if (refusal === null || gesture.kind === 'dismiss') return null;
  return looking.includes(gesture.kind) ? { ok: true } : refusal;
}
