import type { RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import type { ComponentChildren } from 'preact';
import { isSafeLink } from '../mrkdwn/angle.ts';
import { emojiOf } from '../mrkdwn/emoji.ts';
import { ChannelMention, UserMention, ViewersDate } from '../mrkdwn/mrkdwn.tsx';
import { Unknown } from './unknown.tsx';

export function RichText({ block }: { block: RichTextBlock }) {
  return (
    <div class="mrkdwn">
      {block.elements.map((part, i) => (
        <Part key={`${i}-${part.type}`} part={part} />
      ))}
    </div>
  );
}

function Part({ part }: { part: RichTextBlock['elements'][number] }) {
  switch (part.type) {
    case 'rich_text_section':
      return <Section section={part} />;
    case 'rich_text_quote':
      return (
        <blockquote>
          <Pieces pieces={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <Pieces pieces={part.elements} />
        </pre>
      );
    case 'rich_text_list': {
      const List = part.style === 'ordered' ? 'ol' : 'ul';
      return (
        <List style={{ marginInlineStart: `${(part.indent ?? 0) * 1.5}rem` }}>
          {part.elements.map((item, i) => (
            <li key={`${i}-${item.elements.length}`}>
              <Pieces pieces={item.elements} />
            </li>
          ))}
        </List>
      );
    }
    default:
      return <Unknown what="rich text part" type={(part as { type: string }).type} />;
  }
}

const Section = ({ section }: { section: RichTextSection }) => (
  <p class="plain-text">
    <Pieces pieces={section.elements} />
  </p>
);

const Pieces = ({ pieces }: { pieces: RichTextElement[] }) => (
  <>
    {pieces.map((piece, i) => (
      <Piece key={`${i}-${piece.type}`} piece={piece} />
    ))}
  </>
);

function Piece({ piece }: { piece: RichTextElement }) {
  switch (piece.type) {
    case 'text':
      return <Styled style={piece.style}>{piece.text}</Styled>;
    case 'link': {
      const text = <Styled style={piece.style}>{piece.text ?? piece.url}</Styled>;
      if (!isSafeLink(piece.url)) return text;
      return (
        <a href={piece.url} target="_blank" rel="noopener noreferrer">
          {text}
        </a>
      );
    }
    case 'user':
      return <UserMention id={piece.user_id} label={null} />;
    case 'channel':
      return <ChannelMention id={piece.channel_id} label={null} />;
    case 'emoji':
      return <>{emojiOf(piece.name)}</>;
    case 'broadcast':
      return <span class="mention">@{piece.range}</span>;
    case 'date':
      return (
        <ViewersDate
          date={{
            kind: 'date',
            seconds: piece.timestamp,
            format: piece.format,
            link: piece.url && isSafeLink(piece.url) ? piece.url : null,
            fallback: piece.fallback ?? '',
          }}
        />
      );
    default:
      return <Unknown what="rich text element" type={piece.type} />;
  }
}

interface Style {
  bold?: boolean;
  italic?: boolean;
  strike?: boolean;
  code?: boolean;
}

function Styled({ style, children }: { style: Style | undefined; children: ComponentChildren }) {
  let node = <>{children}</>;
  if (style?.code) node = <code>{node}</code>;
  if (style?.strike) node = <s>{node}</s>;
  if (style?.italic) node = <em>{node}</em>;
  if (style?.bold) node = <strong>{node}</strong>;
  return node;
}
