import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cleanLines, cut, literal, mrkdwn, plain, shorten } from '../../views/common/escape.ts';
import { attacks } from './samples.ts';

/** Texts in which the characters that mean something to Slack are frequent. */
const text = fc
  .array(
    fc.oneof(fc.constantFrom(...'*_~`<>&@#:.!|/ \n\r\t-', '\u202E', '\u200B'), fc.string({ unit: 'binary' })),
    {
      maxLength: 12,
    },
  )
  .map((pieces) => pieces.join(''));

describe('literal text in mrkdwn (A39)', () => {
  it.each([
    ['<!channel>', '&lt;!channel&gt;'],
    ['<@U0123>', '&lt;＠U0123&gt;'],
    ['*bold* ~struck~ `code`', '∗bold∗ ∼struck∼ ˋcodeˋ'],
    ['_italic_', 'ˍitalicˍ'],
    ['snake_case_name', 'snake_case_name'],
    ['> quoted', '\u2060&gt; quoted'],
    ['two\nlines', 'two lines'],
    ['@here and #general', '＠here and ＃general'],
    [':tada: at 10:30', '꞉tada: at 10꞉30'],
    ['evil.example', 'evil.\u2060example'],
    ['ada.l@aster.example', 'ada.l@aster.example'],
    [
      'A code for ada@aster.example; see evil.example',
      'A code for ada@aster.example; see evil.\u2060example',
    ],
    ['Ada (ada@aster.example).', 'Ada (ada@aster.example).'],
    ['ada@aster.example/evil.example', 'ada@aster.\u2060example/evil.\u2060example'],
    ['Ada Lovelace Jr.', 'Ada Lovelace Jr.'],
    ['\u202Egnp.exe', 'gnp.\u2060exe'],
    ['שלום', '\u2068שלום\u2069'],
    ['\u3164', '–'],
    ['', ''],
  ])('writes %j as %j', (typed, written) => {
    expect(literal(typed)).toBe(written);
  });

  it('leaves nothing that Slack acts on, whatever is typed (A39)', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom(...attacks)), (typed) => {
        const written = literal(typed);
        expect(written).not.toMatch(/[<>*~`\n\r]/);
        expect(written).not.toMatch(/^&gt;/);
        expect(written).not.toMatch(/&(?!amp;|lt;|gt;)/);
        expect(written).not.toMatch(/:\S/);
        expect(written).not.toMatch(/(?<![\p{L}\p{N}])[@#_]/u);
        expect(written).not.toContain('://');
        expect(written).not.toMatch(/[\u202A-\u202E\u2066\u2067]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('treats what is put into a template, and leaves the template alone', () => {
    expect(mrkdwn`*${'*Ada*'}* since ${{ markup: '<!date^1^{date}|x>' }}`).toEqual({
      type: 'mrkdwn',
      text: '*∗Ada∗* since <!date^1^{date}|x>',
      verbatim: true,
    });
    expect(plain`${'*Ada*\n<@U1>'}: ${3}`).toEqual({
      type: 'plain_text',
      text: '*Ada* <@U1>: 3',
      emoji: false,
    });
  });
});

describe('clean text', () => {
  it('is the same when it is cleaned again', () => {
    fc.assert(
      fc.property(text, (typed) => {
        expect(clean(clean(typed))).toBe(clean(typed));
      }),
    );
  });

  it('keeps joiners, accents and emoji', () => {
    expect(clean('نامه‌ای')).toBe('\u2068نامه‌ای\u2069');
    expect(clean('Zoë 👩‍🚀')).toBe('Zoë 👩‍🚀');
  });

  it('keeps paragraphs apart by one blank line', () => {
    expect(cleanLines('\n\na\r\nb\n\n\n\nc\n ')).toEqual(['a', 'b', '', 'c']);
  });
});

describe('a cut', () => {
  it('is visible and never halves a character', () => {
    expect(shorten('abcdef', 6)).toBe('abcdef');
    expect(shorten('abcdefg', 6)).toBe('abcde…');
    expect(shorten('abcd😀fg', 6)).toBe('abcd…');
    expect(cut('abc😀', 4)).toBe('abc');
  });
});
