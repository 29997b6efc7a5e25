/** Keeps the keyboard inside a dialog, and puts it where a reader expects it when the dialog opens or is drawn again. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { focusableIn } from './focusable.ts';

const lastFocused = new Map<string, string>();

export function useDialogFocus(dialog: RefObject<HTMLElement | null>, id: string, isActive: boolean): void {
  const landed = useRef<string | null>(null);

  useLayoutEffect(() => {
    const root = dialog.current;
    if (!root || !isActive) return;
    const focused = document.activeElement;
    if (landed.current === id && root.contains(focused) && focused !== root) return;
    const target = landed.current === id ? null : targetIn(root, id);
    if (target) landed.current = id;
    (target ?? root).focus();
  });

  useEffect(() => {
    const root = dialog.current;
    if (!root || !isActive) return;
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target.id !== '') lastFocused.set(id, target.id);
    };
    const trap = (event: KeyboardEvent) => {
      if (event.key === 'Tab') keepInside(root, event);
    };
    root.addEventListener('focusin', remember);
    document.addEventListener('keydown', trap);
    return () => {
      root.removeEventListener('focusin', remember);
      document.removeEventListener('keydown', trap);
    };
  }, [dialog, id, isActive]);
}

/** Where it was before another dialog lay on top, else what the app asks for, else the first field. */
function targetIn(root: HTMLElement, id: string): HTMLElement | null {
  const before = document.getElementById(lastFocused.get(id) ?? '');
  if (before && root.contains(before)) return before;
  return (
    root.querySelector<HTMLElement>('[data-focus-on-load]') ??
    root.querySelector<HTMLElement>('.modal-body :is(input, select, textarea):enabled') ??
    root.querySelector<HTMLElement>('.modal-body .button')
  );
}

function keepInside(root: HTMLElement, event: KeyboardEvent): void {
  const beside = [...document.querySelectorAll('[data-focusable-beside-dialog]')];
  const stops = [root, ...beside].flatMap(focusableIn);
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const next = at + (event.shiftKey ? -1 : 1);
  // Between the ends the browser knows best, for example within a group of radio buttons.
  if (at >= 0 && next >= 0 && next < stops.length && root.contains(stops[next] ?? null)) return;
  event.preventDefault();
  stops.at(at < 0 ? 0 : next % stops.length)?.focus();
}
