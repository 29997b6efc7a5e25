/** Where an element stands, and how it is named and described to everybody. */

import type { SurfaceValue } from '../blocks/surface-context.ts';
import { surfaceKey } from '../pending.ts';

export interface Field {
  blockId: string;
  actionId: string;
  /** Stays the same when the view is drawn again, so that focus can come back to it. */
  id: string;
  labelledBy?: string;
  describedBy?: string;
  /** Words around the element, for those that have no label of their own. */
  label?: string;
  isInvalid: boolean;
  optional: boolean;
  /** A change is sent to the app at once, by `dispatch_action`. */
  dispatches: boolean;
}

export function fieldOf(
  { on }: SurfaceValue,
  { block_id: blockId = '' }: { block_id?: string },
  element: { type: string; action_id?: string },
  more: Partial<Field>,
): Field {
  const actionId = element.action_id ?? '';
  const id = `${surfaceKey(on)}-${blockId}-${actionId}`.replace(/[^\w-]/g, '_');
  return { blockId, actionId, id, isInvalid: false, optional: true, dispatches: false, ...more };
}

/** Attributes by which a control is known: its label, or the words around it. */
export function naming({ labelledBy, describedBy, label, isInvalid }: Field, placeholder?: string) {
  return {
    ...(labelledBy === undefined
      ? { 'aria-label': [label, placeholder].filter(Boolean).join(': ') || 'Choice' }
      : { 'aria-labelledby': labelledBy }),
    ...(describedBy !== undefined && { 'aria-describedby': describedBy }),
    ...(isInvalid && { 'aria-invalid': true }),
  };
}
