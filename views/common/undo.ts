import type { Button } from '@slack/types';
import { button } from './blocks.ts';
import { actionIds } from './ids.ts';

/** Takes back what the person who sees it has just decided. `id` is the request's or the invitation's. */
export function undoButton(id: string): Button {
  return button('Undo', { action: actionIds.undo, value: id, label: 'Undo: take this decision back' });
}
