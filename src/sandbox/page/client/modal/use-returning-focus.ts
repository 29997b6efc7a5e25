import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** When the last dialog closes, focus goes back to where it was below. */
export function useReturningFocus(below: RefObject<HTMLElement | null>, isCovered: boolean): void {
  const last = useRef<HTMLElement | null>(null);
  const wasCovered = useRef(false);

  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && below.current?.contains(target)) last.current = target;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, [below]);

  useEffect(() => {
    if (wasCovered.current && !isCovered) {
      const target = last.current?.isConnected ? last.current : document.getElementById('main');
      target?.focus();
    }
    wasCovered.current = isCovered;
  }, [isCovered]);
}
