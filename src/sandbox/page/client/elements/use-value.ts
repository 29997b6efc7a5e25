/**
 * The value of one input. Slack keeps it; the page echoes what is typed at once, sends it a moment later, and lets go
 * of its echo when Slack's own value has arrived.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ElementState } from '../../../slack/screen.ts';
import { useSurface } from '../blocks/surface-context.ts';
import { useSandbox } from '../sandbox-context.ts';
import type { Field } from './field.ts';

export interface Value {
  current: ElementState;
  change(value: ElementState, options?: { delay?: number; enter?: true }): void;
  /** Sends what waits. */
  flush(): Promise<void>;
}

interface Waiting {
  value: ElementState;
  enter?: true;
}

export function useValue({ blockId, actionId }: Field, initial: ElementState): Value {
  const { on, state } = useSurface();
  const { perform, pending } = useSandbox();
  const kept = state?.[blockId]?.[actionId];
  const [echo, setEcho] = useState<ElementState | null>(null);
  const waiting = useRef<Waiting | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const sending = useRef({ count: 0, last: Promise.resolve() });
  const isKept = useRef(false);
  isKept.current = kept !== undefined;

  const letGo = () => {
    if (waiting.current === null && sending.current.count === 0 && isKept.current) setEcho(null);
  };

  const send = async ({ value, enter }: Waiting) => {
    sending.current.count += 1;
    await perform({ kind: 'change', on, blockId, actionId, value, ...(enter && { enter }) });
    sending.current.count -= 1;
    letGo();
  };

  const flush = () => {
    clearTimeout(timer.current);
    const next = waiting.current;
    waiting.current = null;
    if (next) sending.current.last = sending.current.last.then(() => send(next));
    return sending.current.last;
  };

  const latestFlush = useRef(flush);
  latestFlush.current = flush;

  // A field never moves to another surface.
  useEffect(() => {
    const forget = pending.add(on, () => latestFlush.current());
    return () => {
      forget();
      clearTimeout(timer.current);
    };
  }, []);

  // Slack's value is compared by what it says.
  useEffect(letGo, [JSON.stringify(kept)]);

  return {
    current: echo ?? kept ?? initial,
    change(value, { delay = 0, enter } = {}) {
      setEcho(value);
      waiting.current = { value, ...(enter && { enter }) };
      clearTimeout(timer.current);
      if (delay > 0) timer.current = setTimeout(() => void latestFlush.current(), delay);
      else void flush();
    },
    flush,
  };
}
