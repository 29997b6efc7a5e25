import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ClockMove } from '../../backend.ts';
import { moveClock } from '../api.ts';
import { useSandbox } from '../sandbox-context.ts';
import { momentOf } from '../time.ts';
import { ClockDate } from './clock-date.tsx';

const HOUR = 60 * 60 * 1000;
const STEPS: { words: string; label: string; move: ClockMove }[] = [
  { words: '+1 hour', label: 'Move the clock forward by 1 hour', move: { milliseconds: HOUR } },
  { words: '+1 day', label: 'Move the clock forward by 1 day', move: { milliseconds: 24 * HOUR } },
  {
    words: 'Next working morning',
    label: 'Move the clock forward to the next working morning, 9:00 in London',
    move: { to: 'next-working-morning' },
  },
];

/** The sandbox's time, and the way to let it pass. */
export function Clock() {
  const { settings, controls, refresh, warn } = useSandbox();
  const now = useTickingTime();
  const [arrival, setArrival] = useState('');
  const { journey } = controls;

  const move = async (to: ClockMove) => {
    setArrival('');
    try {
      const result = await moveClock(to);
      if (result.ok) setArrival(wordsOf(result));
      else warn(result.error);
    } catch (error) {
      warn((error as Error).message);
    }
    await refresh();
  };

  return (
    <section class="clock" aria-label="Sandbox clock">
      <p>
        Sandbox time <time dateTime={now}>{momentOf(now)}</time>
      </p>
      {settings.canMoveClock && (
        <>
          <div class="clock-steps" aria-busy={journey !== null}>
            {STEPS.map(({ words, label, move: to }) => (
              <button
                key={words}
                type="button"
                class="button button-tiny"
                aria-label={label}
                aria-disabled={journey !== null}
                onClick={() => void move(to)}
              >
                {words}
              </button>
            ))}
          </div>
          <ClockDate now={now} isMoving={journey !== null} move={move} warn={warn} />
          <p class="clock-news" role="status">
            {journey ? `On the way to ${momentOf(journey.until)} …` : arrival}
          </p>
        </>
      )}
    </section>
  );
}

function wordsOf({ now, happened }: { now: string; happened: string[] }): string {
  return `It is now ${momentOf(now)}: ${happened.length > 0 ? happened.join(', ') : 'nothing was due'}.`;
}

/** The screen's time, and what has passed since it was drawn. */
function useTickingTime(): string {
  const { screen } = useSandbox();
  const [, tick] = useState(0);
  const seenAt = useMemo(() => Date.now(), [screen]);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 10_000);
    return () => clearInterval(timer);
  }, []);
  return new Date(Date.parse(screen.now) + Date.now() - seenAt).toISOString();
}
