/** Small line drawings. They only decorate: names and labels say the same in words. */
const DRAWINGS = {
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  close: 'm4 4 8 8m0-8-8 8',
  gate: 'M2.5 14V8a5.5 5.5 0 0 1 11 0v6h-3V8a2.5 2.5 0 0 0-5 0v6z',
  hash: 'M6.5 2.5 5 13.5m6-11-1.5 11M3 6h10.5M2.5 10H13',
  home: 'M2.5 7.5 8 2.5l5.5 5M4 6.5v7h8v-7m-5.5 7v-4h3v4',
  lock: 'M3.5 7.5h9v6h-9zm2 0V5a2.5 2.5 0 0 1 5 0v2.5',
  mail: 'M2 4h12v8.5H2zm0 .5 6 4.5 6-4.5',
  menu: 'M2.5 4.5h11m-11 3.5h11m-11 3.5h11',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  back: 'm9.5 3.5-4.5 4.5 4.5 4.5',
} as const;

export type IconName = keyof typeof DRAWINGS;

export const Icon = ({ name }: { name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true">
    <path d={DRAWINGS[name]} />
  </svg>
);
