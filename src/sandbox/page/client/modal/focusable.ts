const FOCUSABLE = 'a[href], button, input, select, textarea, iframe, [tabindex="0"]';

/** What Tab stops at, in order. */
export const focusableIn = (root: Element) =>
  [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (element) => element.tabIndex >= 0 && !element.matches(':disabled') && element.checkVisibility(),
  );
