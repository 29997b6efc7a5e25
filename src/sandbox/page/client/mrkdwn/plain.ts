import { formatDate } from './date.ts';
import { emojiOf } from './emoji.ts';
import type { Inline, Paragraph } from './nodes.ts';
import { parseMrkdwn } from './parse.ts';

/** The words of a mrkdwn text without its marks, for labels and screen readers. */
export const plainOf = (source: string) => parseMrkdwn(source).map(plainParagraph).join(' ').trim();

function plainParagraph(paragraph: Paragraph): string {
  switch (paragraph.kind) {
    case 'paragraph':
      return plainInline(paragraph.children);
    case 'code-block':
      return paragraph.text;
    case 'quote':
      return paragraph.children.map(plainParagraph).join(' ');
    case 'list':
      return paragraph.items.map(plainInline).join(', ');
  }
}

const plainInline = (nodes: Inline[]): string => nodes.map(plainNode).join('');

function plainNode(node: Inline): string {
  switch (node.kind) {
    case 'text':
    case 'code':
      return node.text;
    case 'bold':
    case 'italic':
    case 'strike':
      return plainInline(node.children);
    case 'emoji':
      return emojiOf(node.name);
    case 'link':
      return node.label;
    case 'user':
    case 'channel':
      return node.label ?? '';
    case 'everyone':
      return node.name;
    case 'date':
      return formatDate(node.seconds, node.format, { now: new Date() });
    case 'break':
      return ' ';
  }
}
