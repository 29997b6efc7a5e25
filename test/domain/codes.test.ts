import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  deriveSecret,
  findCode,
  formatCode,
  parseCode,
  secretsMatch,
  selectorFrom,
} from '../../src/domain/codes.ts';

const alphabet = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'];
const characters = (length: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength: length, maxLength: length });
const anyCode = fc.record({ selector: characters(8), secret: characters(11) });
const code = formatCode({ selector: 'K7QD2M9X', secret: 'ABCDEFGHJK0' });

describe('a code', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyCode, (parts) => {
        const typed = formatCode(parts);
        expect(typed).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(parseCode(typed)).toEqual(parts);
      }),
    );
  });

  it('A23: is read in any case, with any spaces and hyphens, and with O for 0, I and L for 1', () => {
    const typing = fc.record({
      parts: anyCode,
      lower: fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
      gap: fc.constantFrom('', ' ', '-', ' - ', '\t', '\n', '\u00A0', '\u2010', '–', '—'),
      one: fc.constantFrom('1', 'I', 'L'),
      zero: fc.constantFrom('0', 'O'),
    });
    fc.assert(
      fc.property(typing, ({ parts, lower, gap, one, zero }) => {
        const typed = [...formatCode(parts).replaceAll('1', one).replaceAll('0', zero)]
          .map((character, index) => (lower[index] ? character.toLowerCase() : character))
          .join('')
          .replaceAll('-', gap);
        expect(parseCode(` ${typed} `)).toEqual(parts);
      }),
    );
  });

  it('A23: with any single wrong character is a typing mistake', () => {
    const slip = fc.record({
      parts: anyCode,
      at: fc.nat({ max: 19 }),
      by: fc.integer({ min: 1, max: 31 }),
    });
    fc.assert(
      fc.property(slip, ({ parts, at, by }) => {
        const right = [...formatCode(parts).replaceAll('-', '')];
        const wrong = right.with(at, alphabet[(alphabet.indexOf(right[at] ?? '') + by) % 32] ?? '');
        expect(parseCode(wrong.join(''))).toBe('mistyped');
      }),
      { numRuns: 500 },
    );
  });

  it('A23: has a single right check character', () => {
    const body = code.slice(0, -1);
    const right = alphabet.filter((last) => typeof parseCode(body + last) === 'object');
    expect(right).toEqual([code.at(-1)]);
  });

  it.each([
    ['nothing', '', 'empty'],
    ['spaces and hyphens alone', ' - – ', 'empty'],
    ['one character less', code.slice(1), 'malformed'],
    ['one character more', `${code}0`, 'malformed'],
    ['U, which is in no code', code.replace('K', 'U'), 'malformed'],
    ['another script', code.replace('K', '\u212A'), 'malformed'],
    ['null', null, 'malformed'],
    ['undefined', undefined, 'malformed'],
    ['a number', 20, 'malformed'],
    ['an array', [code], 'malformed'],
    ['a filter', { $ne: null }, 'malformed'],
    ['an object that reads as a code', { toString: () => code }, 'malformed'],
    ['a very long text', 'A'.repeat(100_000), 'malformed'],
  ])('A22: is not %s', (_what, typed, problem) => {
    expect(parseCode(typed)).toBe(problem);
  });

  it('never throws, whatever is sent', () => {
    fc.assert(
      fc.property(fc.anything(), (typed) => {
        const read = parseCode(typed);
        expect(typeof read === 'string' || read.selector.length + read.secret.length === 19).toBe(true);
      }),
    );
  });
});

describe('the secret of a code', () => {
  const key = new Uint8Array(32).fill(7);
  const of = { tenantId: 'T1', invitationId: 'inv_1', version: 1 };

  it('is the same each time', () => {
    expect(deriveSecret(key, of)).toBe(deriveSecret(new Uint8Array(key), { ...of }));
  });

  it.each([
    ['tenant', { ...of, tenantId: 'T2' }],
    ['invitation', { ...of, invitationId: 'inv_2' }],
    ['version', { ...of, version: 2 }],
    ['boundary between tenant and invitation', { ...of, tenantId: 'T1inv_', invitationId: '1' }],
  ])('is another one for another %s', (_what, other) => {
    expect(deriveSecret(key, other)).not.toBe(deriveSecret(key, of));
  });

  it('is another one under another key', () => {
    expect(deriveSecret(new Uint8Array(32), of)).not.toBe(deriveSecret(key, of));
  });

  it.each([
    ['ABC', 'ABC', true],
    ['ABC', 'ABD', false],
    ['ABC', 'ABCD', false],
    ['', '', true],
    ['', 'A', false],
  ])('%j and %j match: %s', (a, b, expected) => {
    expect(secretsMatch(a, b)).toBe(expected);
  });

  it('is reached by each character of the selector alike: five bits of each random byte', () => {
    const bytes = Uint8Array.from({ length: 8 }, (_, index) => 32 * index + index);
    expect(selectorFrom(bytes)).toBe('01234567');
  });
});

describe('A32: a code in a message', () => {
  const words = fc.array(
    fc.constantFrom('this', 'code', 'Hello', 'is', 'here:', 'café', '—', '1234', '*', '\n'),
  );

  it('is found among any words', () => {
    const message = fc.record({
      parts: anyCode,
      before: words,
      after: words,
      gap: fc.constantFrom('-', ' ', '', '–'),
    });
    fc.assert(
      fc.property(message, ({ parts, before, after, gap }) => {
        const typed = formatCode(parts).replaceAll('-', gap).toLowerCase();
        const found = findCode([...before, typed, ...after].join(' '));
        expect(found && typeof parseCode(found)).toBe('object');
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['a sentence', 'Please send the code to Iris when it is there'],
    ['a mistyped code', code.replace('K', 'M')],
    ['a part of a longer name', `x${code}`],
    ['a hash', 'e83c5163316f89bfbde7d9ab23ca2e25604af290'],
  ])('is not seen in %s', (_what, text) => {
    expect(findCode(text)).toBeUndefined();
  });
});
