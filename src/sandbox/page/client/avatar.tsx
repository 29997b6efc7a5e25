import { useSandbox } from './sandbox-context.ts';

/** A coloured sign with initials; the app has its gate. */
const COLOURS = 6;

export function Avatar({ id, name, isApp = false }: { id: string; name: string; isApp?: boolean }) {
  const { screen } = useSandbox();
  if (isApp) {
    return (
      <span class="avatar avatar-app" aria-hidden="true">
        <GateMark />
      </span>
    );
  }
  // Neighbours in the list of people never look alike.
  const position = screen.people.findIndex((person) => person.id === id);
  return (
    <span class={`avatar avatar-${(position < 0 ? hash(id) : position) % COLOURS}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

export const GateMark = () => (
  <svg viewBox="0 0 32 32" width="1em" height="1em" aria-hidden="true">
    <path d="M6 27V15a10 10 0 0 1 20 0v12h-5V15a5 5 0 0 0-10 0v12z" fill="currentColor" />
  </svg>
);

function initialsOf(name: string): string {
  const words = name.split(/[\s.@_-]+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase();
}

const hash = (text: string) =>
  [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7);
