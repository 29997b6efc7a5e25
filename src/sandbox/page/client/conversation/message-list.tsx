import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Conversation, ShownMessage } from '../../../slack/screen.ts';
import { useSandbox } from '../sandbox-context.ts';
import { dayOf } from '../time.ts';
import { Message } from './message.tsx';

interface Props {
  conversation: Conversation;
  messages: ShownMessage[];
}

export function MessageList({ conversation, messages }: Props) {
  const { screen } = useSandbox();
  const list = useRef<HTMLDivElement>(null);
  useStickToEnd(list, messages.at(-1)?.ts);

  return (
    <div
      class="scroll"
      ref={list}
      role="log"
      aria-label={`Messages in ${conversation.name}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      {messages.length === 0 && (
        <p class="empty">Nothing here yet. Type / in the field below to see what {screen.app.name} can do.</p>
      )}
      {messages.map((message, i) => {
        const day = dayOf(message.at, screen.now);
        const before = messages[i - 1];
        return (
          <div key={message.ts}>
            {(!before || dayOf(before.at, screen.now) !== day) && <h2 class="day">{day}</h2>}
            <Message message={message} />
          </div>
        );
      })}
    </div>
  );
}

/** Follows new messages, unless one has scrolled up to read. */
function useStickToEnd(list: { current: HTMLElement | null }, last: string | undefined): void {
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const watch = () => {
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    element.addEventListener('scroll', watch);
    return () => element.removeEventListener('scroll', watch);
  }, [list]);
  useLayoutEffect(() => {
    if (isAtEnd.current && last !== undefined) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [list, last]);
}
