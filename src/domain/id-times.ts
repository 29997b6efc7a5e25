import type { IdKind } from './ids.ts';

/** How many characters of an id's ulid are its time, in base 32; the others are random. */
const timeLength = 10;
const randomLength = 16;
const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id that sorts before all of its kind that are made at `at` or later, and after all earlier ones. */
export function firstIdAt(kind: IdKind, at: Date): string {
  let left = Math.max(0, at.getTime());
  let time = '';
  while (time.length < timeLength) {
    time = `${digits[left % digits.length]}${time}`;
    left = Math.floor(left / digits.length);
  }
  return `${kind}_${time}${'0'.repeat(randomLength)}`;
}

/** When an id was made; null for what is not one of ours. */
export function timeOfId(id: string): Date | null {
  const text = id.slice(id.indexOf('_') + 1);
  const values = [...text.slice(0, timeLength)].map((digit) => digits.indexOf(digit));
  if (text.length !== timeLength + randomLength || values.includes(-1)) return null;
  return new Date(values.reduce((time, value) => time * digits.length + value, 0));
}
