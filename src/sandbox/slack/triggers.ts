import { randomBytes } from 'node:crypto';
import { randomText } from './identity.ts';
import { mistake } from './slack-error.ts';
import type { ResponseUrlRecord } from './types.ts';
import type { Trigger, World } from './world.ts';

const REMEMBER_MS = 2 * 60 * 60_000;

/** A new `trigger_id` for something that a person just did. */
export function newTrigger(world: World, userId: string, viewId?: string): string {
  forgetOldTriggers(world);
  const id = `${Date.now()}.${world.triggers.size + 1}.${randomBytes(16).toString('hex')}`;
  world.triggers.set(id, {
    userId,
    expiresAt: performance.now() + world.triggerLifetimeMs,
    used: false,
    ...(viewId === undefined ? {} : { viewId }),
  });
  return id;
}

/** Looks a trigger up for `views.open` or `views.push`; it is used up only by `spend`. */
export function validTrigger(world: World, id: unknown): Trigger {
  if (typeof id !== 'string' || id === '') {
    throw mistake('invalid_arguments', '[ERROR] missing required field: trigger_id');
  }
  const trigger = world.triggers.get(id);
  if (trigger === undefined) throw mistake('invalid_trigger_id');
  if (trigger.used) throw mistake('exchanged_trigger_id');
  if (performance.now() > trigger.expiresAt) throw mistake('expired_trigger_id');
  return trigger;
}

/** A new `response_url` and the record behind it. */
export function newResponseUrl(
  world: World,
  kind: 'commands' | 'actions' | 'app',
  about: { userId: string; conversation: string; source?: string },
): string {
  const id = `${Date.now()}${world.version}/${randomText(24)}`;
  const record: ResponseUrlRecord = { id, ...about, uses: 0, createdAt: world.now().toISOString() };
  forgetOldUrls(world);
  world.state.responseUrls[id] = record;
  return `${world.origin}/${kind}/${world.workspace.id}/${id}`;
}

/** Keeps a trigger long enough to tell an expired one from one that never was. */
function forgetOldTriggers({ triggers }: World): void {
  for (const [id, { expiresAt }] of triggers) {
    if (performance.now() < expiresAt + REMEMBER_MS) break;
    triggers.delete(id);
  }
}

function forgetOldUrls({ state, now }: World): void {
  const oldest = now().getTime() - REMEMBER_MS;
  // In the order in which they were made; most are young.
  for (const id in state.responseUrls) {
    if (Date.parse(state.responseUrls[id]?.createdAt ?? '') >= oldest) break;
    delete state.responseUrls[id];
  }
}
