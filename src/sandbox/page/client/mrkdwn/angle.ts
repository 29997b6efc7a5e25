/** What Slack writes between `<` and `>`: links, mentions and dates. */
import { unescapeEntities } from './entities.ts';
import type { Inline } from './nodes.ts';

export function parseAngle(inside: string): Inline | null {
  const [target = '', label] = splitOnce(inside, '|');
  if (target.startsWith('@')) return { kind: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { kind: 'channel', id: target.slice(1), label };
  if (target.startsWith('!date^')) return parseDate(target, label);
  if (target.startsWith('!')) return { kind: 'everyone', name: label ?? `@${target.slice(1)}` };
  const url = unescapeEntities(target);
  if (!isSafeLink(url)) return null;
  return { kind: 'link', url, label: label === null ? url.replace(/^mailto:/, '') : unescapeEntities(label) };
}

/** Never a link that could run a script. */
export const isSafeLink = (url: string) => /^(?:https?:\/\/|mailto:|tel:)/i.test(url);

function parseDate(target: string, fallback: string | null): Inline | null {
  const [, seconds, format, link] = target.split('^');
  if (seconds === undefined || format === undefined || !/^\d+$/.test(seconds)) return null;
  return {
    kind: 'date',
    seconds: Number(seconds),
    format: unescapeEntities(format),
    link: link !== undefined && isSafeLink(link) ? link : null,
    fallback: unescapeEntities(fallback ?? ''),
  };
}

function splitOnce(text: string, separator: string): [string, string | null] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + separator.length)];
}
