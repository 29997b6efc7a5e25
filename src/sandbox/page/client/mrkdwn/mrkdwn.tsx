import { Fragment } from 'preact';
import { useMemo } from 'preact/hooks';
import { useSandbox } from '../sandbox-context.ts';
import { formatDate } from './date.ts';
import { emojiOf } from './emoji.ts';
import type { Inline, Paragraph } from './nodes.ts';
import { parseMrkdwn } from './parse.ts';

export function Mrkdwn({ text }: { text: string }) {
  const paragraphs = useMemo(() => parseMrkdwn(text), [text]);
  return <div class="mrkdwn">{paragraphs.map(showParagraph)}</div>;
}

function showParagraph(paragraph: Paragraph, key: number) {
  switch (paragraph.kind) {
    case 'paragraph':
      return (
        <p key={key}>
          <Inlines nodes={paragraph.children} />
        </p>
      );
    case 'code-block':
      return <pre key={key}>{paragraph.text}</pre>;
    case 'quote':
      return <blockquote key={key}>{paragraph.children.map(showParagraph)}</blockquote>;
    case 'list': {
      const List = paragraph.ordered ? 'ol' : 'ul';
      return (
        <List key={key}>
          {paragraph.items.map((item, i) => (
            <li key={`${i}-${item.length}`}>
              <Inlines nodes={item} />
            </li>
          ))}
        </List>
      );
    }
  }
}

export function Inlines({ nodes }: { nodes: Inline[] }) {
  return (
    <>
      {nodes.map((node, i) => (
        <Fragment key={`${i}-${node.kind}`}>
          <InlineNode node={node} />
        </Fragment>
      ))}
    </>
  );
}

function InlineNode({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return <>{node.text}</>;
    case 'bold':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines nodes={node.children} />
        </s>
      );
    case 'code':
      return <code>{node.text}</code>;
    case 'emoji':
      return <>{emojiOf(node.name)}</>;
    case 'link':
      return <SafeLink url={node.url}>{node.label}</SafeLink>;
    case 'user':
      return <UserMention id={node.id} label={node.label} />;
    case 'channel':
      return <ChannelMention id={node.id} label={node.label} />;
    case 'everyone':
      return <span class="mention">{node.name}</span>;
    case 'date':
      return <ViewersDate date={node} />;
    case 'break':
      return <br />;
  }
}

function SafeLink({ url, children }: { url: string; children: string }) {
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

export function UserMention({ id, label }: { id: string; label: string | null }) {
  const { screen } = useSandbox();
  const name =
    screen.people.find((person) => person.id === id)?.realName ??
    (screen.app.userId === id ? screen.app.name : null);
  return <span class={`mention${id === screen.me.id ? ' mention-me' : ''}`}>@{name ?? label ?? id}</span>;
}

export function ChannelMention({ id, label }: { id: string; label: string | null }) {
  const { screen, go } = useSandbox();
  const channel = screen.conversations.find((conversation) => conversation.id === id);
  if (!channel) return <span class="mention">#{label || 'private channel'}</span>;
  return (
    <button type="button" class="mention" onClick={() => go({ kind: 'conversation', id })}>
      #{channel.name}
    </button>
  );
}

export function ViewersDate({ date }: { date: Extract<Inline, { kind: 'date' }> }) {
  const { screen } = useSandbox();
  const moment = new Date(date.seconds * 1000);
  const text = formatDate(date.seconds, date.format, { now: new Date(screen.now) }) || date.fallback;
  const time = (
    <time dateTime={moment.toISOString()} title={moment.toLocaleString()}>
      {text}
    </time>
  );
  if (date.link === null) return time;
  return (
    <a href={date.link} target="_blank" rel="noopener noreferrer">
      {time}
    </a>
  );
}
