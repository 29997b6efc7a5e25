/** Slack's mrkdwn, first by what spans lines (code blocks, quotes, lists), then within them. */
import { unescapeEntities } from './entities.ts';
import { parseInline } from './inline.ts';
import type { Inline, Paragraph } from './nodes.ts';

export function parseMrkdwn(source: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  // With a capture group `split` alternates: text, code, text, code, …
  source.split(/```([\s\S]+?)```/).forEach((part, i) => {
    if (i % 2 === 1) {
      const text = unescapeEntities(part.replace(/^\n|\n$/g, ''));
      paragraphs.push({ kind: 'code-block', text });
    } else if (part.trim() !== '') {
      const aroundCode = i === 0 ? part : part.replace(/^[^\S\n]*\n/, '');
      paragraphs.push(...parseLines(aroundCode.replace(/\n$/, '').split('\n')));
    }
  });
  return paragraphs;
}

const QUOTE = /^(?:&gt;|>)\s?/;
const QUOTE_REST = /^(?:&gt;|>){3}\s?/;
const BULLET = /^\s*[•◦-]\s+/;
const NUMBER = /^\s*\d{1,3}\.\s+/;

function parseLines(lines: string[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    if (QUOTE_REST.test(line)) {
      const rest = [line.replace(QUOTE_REST, ''), ...lines.slice(at + 1)];
      paragraphs.push({ kind: 'quote', children: parseLines(rest) });
      break;
    }
    const kind = kindOf(line);
    const end = lines.findIndex((other, i) => i > at && (kindOf(other) !== kind || QUOTE_REST.test(other)));
    const run = lines.slice(at, end < 0 ? lines.length : end);
    paragraphs.push(paragraphOf(kind, run));
    at += run.length;
  }
  return paragraphs;
}

type LineKind = 'quote' | 'bullet' | 'number' | 'text';

function kindOf(line: string): LineKind {
  if (QUOTE.test(line)) return 'quote';
  if (BULLET.test(line)) return 'bullet';
  return NUMBER.test(line) ? 'number' : 'text';
}

function paragraphOf(kind: LineKind, run: string[]): Paragraph {
  const without = (prefix: RegExp) => run.map((line) => line.replace(prefix, ''));
  switch (kind) {
    case 'quote':
      return { kind: 'quote', children: parseLines(without(QUOTE)) };
    case 'bullet':
      return { kind: 'list', ordered: false, items: without(BULLET).map(parseInline) };
    case 'number':
      return { kind: 'list', ordered: true, items: without(NUMBER).map(parseInline) };
    case 'text':
      return { kind: 'paragraph', children: run.flatMap(withBreak) };
  }
}

const withBreak = (line: string, i: number): Inline[] =>
  i === 0 ? parseInline(line) : [{ kind: 'break' }, ...parseInline(line)];
