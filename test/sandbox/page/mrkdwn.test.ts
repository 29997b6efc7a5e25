import { describe, expect, it } from 'vitest';
import { formatDate } from '../../../src/sandbox/page/client/mrkdwn/date.ts';
import { parseInline } from '../../../src/sandbox/page/client/mrkdwn/inline.ts';
import type { Inline } from '../../../src/sandbox/page/client/mrkdwn/nodes.ts';
import { parseMrkdwn } from '../../../src/sandbox/page/client/mrkdwn/parse.ts';
import { plainOf } from '../../../src/sandbox/page/client/mrkdwn/plain.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });

describe('within a line', () => {
  it.each<[string, Inline[]]>([
    ['plain words', [text('plain words')]],
    ['*bold*', [{ kind: 'bold', children: [text('bold')] }]],
    ['_italic_', [{ kind: 'italic', children: [text('italic')] }]],
    ['~strike~', [{ kind: 'strike', children: [text('strike')] }]],
    ['`a *b* <c>`', [{ kind: 'code', text: 'a *b* <c>' }]],
    ['(*bold*)', [text('('), { kind: 'bold', children: [text('bold')] }, text(')')]],
    ['*a _b_*', [{ kind: 'bold', children: [text('a '), { kind: 'italic', children: [text('b')] }] }]],
    ['*`a*b`*', [{ kind: 'bold', children: [{ kind: 'code', text: 'a*b' }] }]],
    ['<@U1>', [{ kind: 'user', id: 'U1', label: null }]],
    ['<@U1|olga>', [{ kind: 'user', id: 'U1', label: 'olga' }]],
    ['<#C1|general>', [{ kind: 'channel', id: 'C1', label: 'general' }]],
    ['<!channel>', [{ kind: 'everyone', name: '@channel' }]],
    ['<!subteam^S1|@admins>', [{ kind: 'everyone', name: '@admins' }]],
    ['<https://a.example>', [{ kind: 'link', url: 'https://a.example', label: 'https://a.example' }]],
    [
      '<https://a.example?a=1&amp;b=2|a &lt;b&gt;>',
      [{ kind: 'link', url: 'https://a.example?a=1&b=2', label: 'a <b>' }],
    ],
    ['<mailto:a@b.example>', [{ kind: 'link', url: 'mailto:a@b.example', label: 'a@b.example' }]],
    [
      'see https://a.example/x.',
      [text('see '), { kind: 'link', url: 'https://a.example/x', label: 'https://a.example/x' }, text('.')],
    ],
    ['at 9:00 :key:', [text('at 9:00 '), { kind: 'emoji', name: 'key' }]],
    ['&lt;b&gt; &amp;amp;', [text('<b> &amp;')]],
  ])('reads %s', (source, nodes) => {
    expect(parseInline(source)).toEqual(nodes);
  });

  it.each([
    '2*3*4',
    'snake_case_name',
    '* not bold *',
    '*',
    '**',
    '``',
    '~ a ~',
    'a < b',
    '<>',
    'https',
    '::',
  ])('leaves %s as it is', (source) => {
    expect(parseInline(source)).toEqual([text(source)]);
  });

  it.each(['<javascript:alert(1)|click>', '<data:text/html,x>', '<JavaScript:x>', '<vbscript:x|y>'])(
    'makes no link of %s',
    (source) => {
      expect(parseInline(source).every(({ kind }) => kind === 'text')).toBe(true);
    },
  );

  it('reads a date with its link and its fallback', () => {
    expect(parseInline('<!date^1766000000^{date} at {time}^https://a.example|later>')).toEqual([
      {
        kind: 'date',
        seconds: 1766000000,
        format: '{date} at {time}',
        link: 'https://a.example',
        fallback: 'later',
      },
    ]);
  });

  it('drops the unsafe link of a date', () => {
    expect(parseInline('<!date^1^{date}^javascript:x|y>')).toMatchObject([{ kind: 'date', link: null }]);
  });

  it('needs no more than a moment for a long line of marks', () => {
    expect(parseInline('*_~'.repeat(1000)).length).toBeGreaterThan(0);
  }, 2000);
});

describe('over lines', () => {
  it('keeps the breaks of a paragraph', () => {
    expect(parseMrkdwn('a\nb')).toEqual([
      { kind: 'paragraph', children: [text('a'), { kind: 'break' }, text('b')] },
    ]);
  });

  it('reads code blocks, and nothing inside them', () => {
    expect(parseMrkdwn('before\n```\n*a*\n&lt;b&gt;\n```\nafter')).toEqual([
      { kind: 'paragraph', children: [text('before')] },
      { kind: 'code-block', text: '*a*\n<b>' },
      { kind: 'paragraph', children: [text('after')] },
    ]);
  });

  it('reads quotes, escaped or not', () => {
    const quote = {
      kind: 'quote',
      children: [{ kind: 'paragraph', children: [text('a'), { kind: 'break' }, text('b')] }],
    };
    expect(parseMrkdwn('&gt; a\n&gt;b')).toEqual([quote]);
    expect(parseMrkdwn('> a\n>b')).toEqual([quote]);
    expect(parseMrkdwn('&gt;&gt;&gt; a\nb')).toEqual([quote]);
  });

  it('reads lists', () => {
    expect(parseMrkdwn('Try:\n• one\n- *two*\n1. three')).toEqual([
      { kind: 'paragraph', children: [text('Try:')] },
      { kind: 'list', ordered: false, items: [[text('one')], [{ kind: 'bold', children: [text('two')] }]] },
      { kind: 'list', ordered: true, items: [[text('three')]] },
    ]);
  });

  it('is nothing for nothing', () => {
    expect(parseMrkdwn('')).toEqual([]);
  });
});

describe('dates', () => {
  const viewer = { now: new Date('2026-03-10T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en-GB' };
  const at = (iso: string, format: string) => formatDate(Date.parse(iso) / 1000, format, viewer);

  it.each([
    ['2026-03-09T23:30:00Z', '{date_short_pretty} at {time}', 'today at 0:30'],
    ['2026-03-09T22:30:00Z', '{date_pretty}', 'yesterday'],
    ['2026-03-11T10:00:00Z', '{date_long_pretty}', 'tomorrow'],
    ['2026-03-20T10:00:00Z', '{date_short_pretty}', '20 Mar 2026'],
    ['2026-03-20T10:00:00Z', '{date}', '20 March 2026'],
    ['2026-03-20T23:30:00Z', '{date_num}', '2026-03-21'],
    ['2026-03-10T11:00:00Z', '{ago}', '1 hour ago'],
    ['2026-03-20T10:00:00Z', 'until {unknown}', 'until {unknown}'],
  ])("shows %s as %s in the viewer's zone", (iso, format, shown) => {
    expect(at(iso, format)).toBe(shown);
  });
});

it('gives the words alone for labels', () => {
  expect(plainOf('*Seats* `7` of <https://a.example|ten>\n• _held_ :key:')).toBe('Seats 7 of ten held 🔑');
});
