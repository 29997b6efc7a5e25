import { useEffect, useRef, useState } from 'preact/hooks';
import type { Conversation } from '../../../slack/screen.ts';
import { useSandbox } from '../sandbox-context.ts';
import { CommandList, commandOptionId } from './command-list.tsx';
import { type Command, commandOf, completionsOf } from './commands.ts';
import { draftOf, keepDraft } from './drafts.ts';
import { ShortcutsMenu } from './shortcuts-menu.tsx';

/** Where one writes. A line that begins with / is a command, and the app's commands are offered. */
export function Composer({ conversation }: { conversation: Conversation }) {
  const { screen, perform } = useSandbox();
  const { commands } = screen.app;
  const [text, setText] = useState(() => draftOf(screen.me.id, conversation.id));
  const [active, setActive] = useState(0);
  const [isClosed, setClosed] = useState(false);
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const completions = isClosed ? [] : completionsOf(text, commands);
  const isExact = completions[active]?.command === text.toLowerCase();
  const hinted = commandOf(text, commands);
  const name = conversation.kind === 'app' ? conversation.name : `#${conversation.name}`;

  useEffect(() => field.current?.focus({ preventScroll: true }), []);
  useEffect(() => fitHeight(field.current), [text]);

  const write = (next: string) => {
    setText(next);
    setActive(0);
    setClosed(false);
    keepDraft(screen.me.id, conversation.id, next);
  };
  const complete = (command: string) => {
    write(`${command} `);
    field.current?.focus();
  };
  const send = async () => {
    if (text.trim() === '' || isSending) return;
    setSending(true);
    write('');
    const result = await perform({ kind: 'say', conversation: conversation.id, text: text.trim() });
    setSending(false);
    if (!result.ok && draftOf(screen.me.id, conversation.id) === '') write(text);
  };

  const onCompletionKey = (event: KeyboardEvent, chosen: Command): boolean => {
    const isCompleting = event.key === 'Tab' ? !event.shiftKey : event.key === 'Enter' && !isExact;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (isCompleting) complete(chosen.command);
    else if (step !== undefined) setActive((active + step + completions.length) % completions.length);
    else if (event.key === 'Escape') setClosed(true);
    else return false;
    event.preventDefault();
    return true;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = completions[active];
    if (event.isComposing || (chosen && onCompletionKey(event, chosen))) return;
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <CommandList completions={completions} active={active} choose={complete} />
      <div class="composer-box">
        <ShortcutsMenu />
        <textarea
          ref={field}
          rows={1}
          aria-label={`Message ${name}`}
          placeholder={`Message ${name}`}
          aria-autocomplete="list"
          aria-controls="commands"
          aria-activedescendant={completions.length > 0 ? commandOptionId(active) : undefined}
          aria-describedby={hinted ? 'command-hint' : undefined}
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button
          type="submit"
          class="button button-primary"
          disabled={text.trim() === ''}
          aria-busy={isSending}
        >
          Send
        </button>
      </div>
      <p class="composer-hint" id="command-hint">
        {hinted ? (
          <>
            <code>{`${hinted.command} ${hinted.usageHint}`.trim()}</code> {hinted.description}
          </>
        ) : (
          <>Type / for commands. Enter sends.</>
        )}
      </p>
    </form>
  );
}

function fitHeight(field: HTMLTextAreaElement | null): void {
  if (!field) return;
  field.style.height = 'auto';
  field.style.height = `${Math.min(field.scrollHeight, 160)}px`;
}
