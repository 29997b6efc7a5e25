import type { ModalView } from '@slack/types';
import { refreshHome } from './home.ts';
import type { Turn } from './turn.ts';

/** A modal below the one in which something happened, and how it looks now. */
export interface Below {
  viewId: string;
  draw(): Promise<ModalView>;
}

/**
 * After a change: Home and the modals below show what is so now. A modal that cannot be drawn anew spoils nothing: what is
 * pressed in it is judged by what is so.
 */
export async function refreshBelow(turn: Turn, below: readonly Below[]): Promise<void> {
  refreshHome(turn);
  await Promise.all(below.filter(({ viewId }) => viewId !== '').map((one) => redraw(turn, one)));
}

async function redraw({ client, log }: Turn, { viewId, draw }: Below): Promise<void> {
  try {
    await client.views.update({ view_id: viewId, view: await draw() });
  } catch (error) {
    log.warn({ err: error }, 'view not refreshed');
  }
}

/** How many rows a list begins after: its cursor is the number of rows before the page. */
export function offsetOf(cursor: { before: string } | { after: string } | null): number {
  if (cursor === null) return 0;
  const offset = Number('before' in cursor ? cursor.before : cursor.after);
  return Number.isSafeInteger(offset) && offset > 0 ? offset : 0;
}
