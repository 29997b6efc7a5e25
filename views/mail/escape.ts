/** The way of people's own words into mails: literal, and nothing that a mail program would turn into a link (A40). */
import { clean, cleanLines, neverLinked } from '../common/escape.ts';

/** Text for a mail. Values are put on one line and cannot become links. */
export function words(strings: TemplateStringsArray, ...values: (string | number)[]): string {
  return strings
    .flatMap((part, index) => [part, ...(index < values.length ? [inert(String(values[index]))] : [])])
    .join('');
}

/** One line that no mail program turns into a link. E-mail addresses stay as they are. */
function inert(text: string): string {
  return neverLinked(clean(text));
}

/** The lines of a longer text, each of them inert. */
export function inertLines(text: string): string[] {
  return cleanLines(text).map(neverLinked);
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that is only text in HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

/** The same for what people copy, such as a username: exact to the letter, and yet nothing that looks like a web address. */
export function escapeExact(text: string): string {
  return escapeHtml(text).replaceAll('.', '<span>.</span>');
}
