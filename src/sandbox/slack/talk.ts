import type { Courier } from './courier.ts';
import type { EventSender } from './events.ts';
import type { World } from './world.ts';

/** What a gesture needs: the workspace and the ways to the app. */
export interface Talk {
  world: World;
  courier: Courier;
  events: EventSender;
}

export const TIMED_OUT =
  'Operation timed out. Apps need to respond within three seconds. (operation_timeout)';
export const TROUBLE = 'We had some trouble connecting. Try again?';
export const NOT_INTERACTIVE = 'This app is not configured to handle interactive responses.';
