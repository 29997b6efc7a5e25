import { useState } from 'preact/hooks';
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
  const { screen, settings, warn } = useSandbox();
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
        Sandbox time{' '}
        <time dateTime={screen.now} aria-live={isMoving ? 'polite' : 'off'}>
          {momentOf(screen.now)}
        </time>
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
