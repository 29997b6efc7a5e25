/** What stands within one line of mrkdwn: emphasis, code, emoji, and whatever Slack writes between angle brackets. */
import { parseAngle } from './angle.ts';
import { unescapeEntities } from './entities.ts';
import type { Inline } from './nodes.ts';

const EMPHASIS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

export function parseInline(source: string): Inline[] {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: unescapeEntities(plain) });
    plain = '';
  };

  for (let at = 0; at < source.length; ) {
    const found = nodeAt(source, at);
    if (found) {
      flush();
      nodes.push(found.node);
      at += found.length;
    } else {
      plain += source[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

type Found = { node: Inline; length: number } | null;

function nodeAt(source: string, at: number): Found {
  switch (source[at]) {
    case '<':
      return angleAt(source, at);
    case '`':
      return codeAt(source, at);
    case ':':
      return emojiAt(source, at);
    case '*':
    case '_':
    case '~':
      return emphasisAt(source, at);
    case 'h':
      return bareLinkAt(source, at);
    default:
      return null;
  }
}

function angleAt(source: string, at: number): Found {
  const end = source.indexOf('>', at);
  if (end < 0) return null;
  const node = parseAngle(source.slice(at + 1, end));
  return node && { node, length: end + 1 - at };
}

function codeAt(source: string, at: number): Found {
  const end = source.indexOf('`', at + 1);
  if (end <= at + 1) return null;
  const text = unescapeEntities(source.slice(at + 1, end));
  return { node: { kind: 'code', text }, length: end + 1 - at };
}

function emojiAt(source: string, at: number): Found {
  const match = matchAt(/:([a-z0-9_+'-]+):/y, source, at);
  return match && { node: { kind: 'emoji', name: match[1] ?? '' }, length: match[0].length };
}

function bareLinkAt(source: string, at: number): Found {
  if (isWord(source[at - 1])) return null;
  const match = matchAt(/https?:\/\/[^\s<>|]*[^\s<>|.,:;!?)'"*_~]/y, source, at);
  if (!match) return null;
  const url = unescapeEntities(match[0]);
  return { node: { kind: 'link', url, label: url }, length: match[0].length };
}

/** `*bold*` counts only between spaces or punctuation, so `2*3*4` and `snake_case_name` stay as they are. */
function emphasisAt(source: string, at: number): Found {
  const mark = source[at] as keyof typeof EMPHASIS;
  if (isWord(source[at - 1]) || isSpace(source[at + 1]) || source[at + 1] === mark) return null;
  for (let end = at + 1; end < source.length; end += 1) {
    const skipped = verbatimAt(source, end);
    if (skipped > 0) {
      end += skipped - 1;
      continue;
    }
    if (source[end] !== mark || isSpace(source[end - 1]) || isWord(source[end + 1])) continue;
    const children = parseInline(source.slice(at + 1, end));
    return { node: { kind: EMPHASIS[mark], children }, length: end + 1 - at };
  }
  return null;
}

/** Code and angle brackets keep their marks to themselves. */
function verbatimAt(source: string, at: number): number {
  if (source[at] === '`') return codeAt(source, at)?.length ?? 0;
  if (source[at] === '<') return angleAt(source, at)?.length ?? 0;
  return 0;
}

function matchAt(sticky: RegExp, source: string, at: number): RegExpExecArray | null {
  sticky.lastIndex = at;
  return sticky.exec(source);
}

const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character);
const isSpace = (character: string | undefined) => character === undefined || /\s/.test(character);
