import { useEffect, useMemo, useState } from 'preact/hooks';
import { moveClock } from '../api.ts';
import { useSandbox } from '../sandbox-context.ts';
import { momentOf } from '../time.ts';

const HOUR = 60 * 60 * 1000;
const STEPS = [
  { words: '1 hour', milliseconds: HOUR },
  { words: '1 day', milliseconds: 24 * HOUR },
  { words: '1 week', milliseconds: 7 * 24 * HOUR },
];

/** The sandbox's time, and the way to let it pass. */
export function Clock() {
  const { settings, warn } = useSandbox();
  const now = useTickingTime();
  const [isMoving, setMoving] = useState(false);

  const move = async (milliseconds: number) => {
    if (isMoving) return;
    setMoving(true);
    await moveClock(milliseconds).catch((error: Error) => warn(error.message));
    setMoving(false);
  };

  return (
    <section class="clock" aria-label="Sandbox clock">
      <p>
        Sandbox time <time dateTime={now}>{momentOf(now)}</time>
      </p>
      {settings.canMoveClock && (
        <div class="clock-steps" aria-busy={isMoving}>
          {STEPS.map(({ words, milliseconds }) => (
            <button
              key={words}
              type="button"
              class="button button-tiny"
              aria-label={`Move the clock forward by ${words}`}
              onClick={() => void move(milliseconds)}
            >
              +{words}
            </button>
          ))}
        </div>
      )}
    </section>
  );
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
