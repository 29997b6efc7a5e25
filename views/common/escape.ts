/**
 * The way of people's own words into Slack: literal, so that nobody is pinged and nothing is formatted or linked (A39).
 * Templates are written with the tags `plain` and `mrkdwn`, which treat whatever is put into them.
 */
import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { listed } from './words.ts';

/** Text that is mrkdwn already and trusted, such as a date. */
export interface Markup {
  readonly markup: string;
}

/** A `plain_text` object. Values are put on one line. */
export function plain(strings: TemplateStringsArray, ...values: (string | number)[]): PlainTextElement {
  return { type: 'plain_text', text: fill(strings, values, clean), emoji: false };
}

/** A `mrkdwn` object. Values are literal text, unless they are `Markup`. */
export function mrkdwn(
  strings: TemplateStringsArray,
  ...values: (string | number | Markup)[]
): MrkdwnElement {
  return { type: 'mrkdwn', text: fill(strings, values, literal), verbatim: true };
}

/** A `plain_text` object of several lines. */
export function plainLines(lines: readonly string[]): PlainTextElement {
  return { type: 'plain_text', text: lines.map(clean).join('\n'), emoji: false };
}

const whitespace = /[\s\p{Cc}\u2028\u2029]+/gu;
// ZWJ and ZWNJ stay: several scripts cannot be written without them. The fillers are letters that look like nothing.
const invisible = /(?![\u200C\u200D])[\p{Cf}\p{Cs}\p{Co}\u115F\u1160\u3164\uFFA0\u2800]/gu;
const rightToLeft =
  /[\p{Script=Hebr}\p{Script=Arab}\p{Script=Syrc}\p{Script=Thaa}\p{Script=Nkoo}\p{Script=Adlm}]/u;

/**
 * One line without control or direction characters. Right-to-left text is isolated, so that it cannot reorder what is around it.
 * A text that would be invisible becomes a dash, because Slack refuses empty texts.
 */
export function clean(text: string): string {
  const line = text.replace(invisible, '').replace(whitespace, ' ').trim();
  if (line === '') return text === '' ? '' : '–';
  return rightToLeft.test(line) ? `\u2068${line}\u2069` : line;
}

/** The clean lines of a longer text, with single blank lines between its paragraphs. */
export function cleanLines(text: string): string[] {
  const lines = text.split(/\r\n?|[\n\u2028\u2029]/).map((line) => clean(line.trim()));
  const kept = lines.filter((line, index) => line !== '' || (index > 0 && lines[index - 1] !== ''));
  return kept.at(-1) === '' ? kept.slice(0, -1) : kept;
}

const wordJoiner = '\u2060';
const emailAddress = /^[\w.+-]+@[\w.-]+$/;
const betweenWords = /([\s(),;]+|\.(?=\s|$))/u;
const dotInDomain = /(?<=[\p{L}\p{N}])\.(?=[\p{L}\p{N}])/gu;

/**
 * `text` as mrkdwn that reads as `text`. Slack has no escape for its formatting characters, so characters of the same look stand
 * in for them.
 */
export function literal(text: string): string {
  return neverLinked(clean(text))
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/^&gt;/, `${wordJoiner}&gt;`)
    .replaceAll('*', '∗')
    .replaceAll('~', '∼')
    .replaceAll('`', 'ˋ')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, 'ˍ')
    .replace(/(?<![\p{L}\p{N}])@/gu, '＠')
    .replace(/(?<![\p{L}\p{N}])#/gu, '＃')
    .replace(/:(?=\S)/g, '꞉');
}

/** `text` with nothing that a program would take for a web address. E-mail addresses stay as they are, so that they can be copied. */
export function neverLinked(text: string): string {
  return text
    .split(betweenWords)
    .map((word) => (emailAddress.test(word) ? word : word.replace(dotInDomain, `.${wordJoiner}`)))
    .join('')
    .replaceAll('://', `:${wordJoiner}//`);
}

/** At most `max` characters; a cut is visible. */
export function shorten(text: string, max: number): string {
  return text.length <= max ? text : `${cut(text, max - 1)}…`;
}

/** The first `max` characters, never half of one. */
export function cut(text: string, max: number): string {
  const head = text.slice(0, max);
  return /[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head;
}

function fill<Value extends string | number | Markup>(
  strings: TemplateStringsArray,
  values: readonly Value[],
  treat: (text: string) => string,
): string {
  return strings
    .flatMap((part, index) => {
      const value = values[index];
      if (value === undefined) return [part];
      return [part, typeof value === 'object' ? value.markup : treat(String(value))];
    })
    .join('');
}

/** A channel, from its id: a reference that shows its name only to those who may see it. Anything but an id is literal text. */
export function channel(idOrName: string): Markup {
  return { markup: /^[CG][A-Z0-9]{2,}$/.test(idOrName) ? `<#${idOrName}>` : literal(idOrName) };
}

/** A person, from their id: a reference that shows their name and pings nobody in a view. Anything but an id is literal text. */
export function person(idOrName: string): Markup {
  return { markup: /^[UW][A-Z0-9]{2,}$/.test(idOrName) ? `<@${idOrName}>` : literal(idOrName) };
}

/** `a, b and c`, or `a, b and 7 more`, of mrkdwn. */
export function listedMarkup(items: readonly Markup[], max = 10): Markup {
  return {
    markup: listed(
      items.map(({ markup }) => markup),
      max,
    ),
  };
}
