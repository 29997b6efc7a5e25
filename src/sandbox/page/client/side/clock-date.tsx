import { useState } from 'preact/hooks';
import type { ClockMove } from '../../backend.ts';
import { localInput } from '../time.ts';

interface Props {
  now: string;
  isMoving: boolean;
  move(to: ClockMove): Promise<void>;
  warn(text: string): void;
}

/** A day and a time to move the clock to, in the visitor's own zone. */
export function ClockDate({ now, isMoving, move, warn }: Props) {
  const [typed, setTyped] = useState('');

  const go = async () => {
    const until = new Date(typed);
    // The browser gives no half of a date, only an empty text.
    if (Number.isNaN(until.getTime())) return warn('Choose a day and a time to move the clock to.');
    await move({ until: until.toISOString() });
  };

  return (
    <form
      class="clock-date"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void go();
      }}
    >
      <input
        type="datetime-local"
        class="control control-small"
        aria-label="Day and time to move the clock to"
        min={localInput(now)}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button
        type="submit"
        class="button button-tiny"
        aria-label="Move the clock to this day and time"
        aria-disabled={isMoving}
      >
        Go
      </button>
    </form>
  );
}
