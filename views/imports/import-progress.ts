import type { PlainTextElement } from '@slack/types';
import type { ImportOverview } from '../../src/domain/imports.ts';
import { plain } from '../common/escape.ts';
import { count } from '../common/words.ts';

/** So that the bar and the words beside it fit into one line of a telephone. */
const cells = 16;
/** Before, nobody can say how long it takes. Milliseconds. */
const enoughMs = 3_000;

/** A bar, how many lines are done, and about how long it still takes. */
export function importProgress(
  { done, total, startedAt }: Pick<ImportOverview, 'done' | 'total' | 'startedAt'>,
  now: Date,
): PlainTextElement {
  const filled = total === 0 ? cells : Math.floor((done / total) * cells);
  const bar = '■'.repeat(filled) + '□'.repeat(cells - filled);
  const words = `${done.toLocaleString('en')} of ${total.toLocaleString('en')}`;
  return plain`${bar} ${words}${timeLeft(done, total, startedAt && now.getTime() - startedAt.getTime())}`;
}

function timeLeft(done: number, total: number, tookMs: number | null): string {
  if (tookMs === null || tookMs < enoughMs || done === 0 || done >= total) return '';
  const minutes = Math.round(((tookMs / done) * (total - done)) / 60_000);
  return minutes === 0 ? ', less than a minute left' : `, about ${count(minutes, 'minute', 'minutes')} left`;
}
