/** What was typed but not yet sent, so that a button pressed right after sees it. */
import type { Surface } from '../../slack/screen.ts';

type Flush = () => Promise<void>;

export class PendingChanges {
  readonly #flushes = new Map<string, Set<Flush>>();

  /** Returns how to forget the field again. */
  add(on: Surface, flush: Flush): () => void {
    const key = surfaceKey(on);
    const fields = this.#flushes.get(key) ?? new Set();
    this.#flushes.set(key, fields.add(flush));
    return () => fields.delete(flush);
  }

  async flush(on: Surface): Promise<void> {
    await Promise.all([...(this.#flushes.get(surfaceKey(on)) ?? [])].map((flush) => flush()));
  }
}

export function surfaceKey(on: Surface): string {
  switch (on.type) {
    case 'message':
      return `message-${on.conversation}-${on.ts}`;
    case 'modal':
      return `modal-${on.viewId}`;
    case 'home':
      return 'home';
  }
}
