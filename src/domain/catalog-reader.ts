/** Reads the parts of a file whose content may be anything, and notes what is wrong instead of stopping there. */
import { closest, distance } from 'fastest-levenshtein';

/** Where something is in the file: keys and positions in lists. */
export type Path = readonly (string | number)[];

export interface Problem {
  path: Path;
  /** Whether the key itself is wrong, or what stands beside it. */
  on: 'key' | 'value';
  /** What is wrong, and what to do about it. */
  text: string;
}

export interface Reader {
  problems: Problem[];
  report(path: Path, text: string): void;
  /** What stands there, shortened, for a person. */
  shown(value: unknown): string;
  /** The fields of a mapping; unknown ones are reported. */
  fields(value: unknown, path: Path, known: readonly string[]): Record<string, unknown> | null;
  list(value: unknown, path: Path, isRequired: boolean): unknown[];
  text(fields: Record<string, unknown>, path: Path, key: string, remedy: string): string | null;
  /** True or false; false unless it is there. */
  flag(fields: Record<string, unknown>, path: Path, key: string): boolean;
}

export function createReader(): Reader {
  const problems: Problem[] = [];
  const report = (path: Path, text: string, on: Problem['on'] = 'value') =>
    void problems.push({ path, on, text });
  return {
    problems,
    report: (path, text) => report(path, text),
    shown,
    fields: (value, path, known) => {
      if (!isMapping(value)) {
        report(path, `${shown(value)} is not what belongs here. Write ${inWords(known)}.`);
        return null;
      }
      for (const key of Object.keys(value).filter((name) => !known.includes(name))) {
        report([...path, key], `“${printable(key)}” is not known here. ${suggest(key, known)}`, 'key');
      }
      return value;
    },
    list: (value, path, isRequired) => {
      if (Array.isArray(value)) return value;
      if (value !== undefined && value !== null)
        report(path, 'This is not a list. Begin each item with “- ”.');
      else if (isRequired) report(path.slice(0, -1), `“${path.at(-1)}” is missing. Write a list of them.`);
      return [];
    },
    text: (fields, path, key, remedy) => {
      const value = fields[key];
      if (typeof value === 'string') return value;
      if (value === undefined || value === null) report(path, `“${key}” is missing. ${remedy}.`);
      else if (typeof value === 'object') report([...path, key], `“${key}” is not a text. ${remedy}.`);
      else report([...path, key], `${shown(value)} is not a text. Put it in quotes: "${value}".`);
      return null;
    },
    flag: (fields, path, key) => {
      const value = fields[key];
      if (typeof value === 'boolean') return value;
      if (value !== undefined)
        report([...path, key], `${shown(value)} is neither true nor false. Write one of them.`);
      return false;
    },
  };
}

/** The known word that was probably meant, or all of them. */
export function suggest(word: string, known: readonly string[]): string {
  if (known.length === 0) return 'There are none.';
  const typed = word.toLowerCase();
  const lower = known.map((name) => name.toLowerCase());
  const likely = closest(typed, lower);
  if (distance(typed, likely) <= Math.max(2, Math.floor(likely.length / 3))) {
    return `Did you mean “${known[lower.indexOf(likely)]}”?`;
  }
  const some = known.slice(0, 10);
  return `Use ${inWords(some)}${known.length > some.length ? ', …' : ''}.`;
}

/** `businesses[0].apps[2].name`, as in the programs that read such files. */
export function pathInWords(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return `${index === 0 ? '' : '.'}${printable(part)}`;
    })
    .join('');
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function inWords(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(', ');
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return 'Nothing';
  if (Array.isArray(value)) return 'A list';
  if (typeof value === 'object') return 'A mapping';
  return `“${printable(String(value))}”`;
}

/** Nothing in a file may steer the terminal that shows it. */
function printable(text: string): string {
  const clean = text.replace(/\p{C}/gu, '');
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean;
}
