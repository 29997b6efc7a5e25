import { useState } from 'preact/hooks';
import { parseInline } from '../mrkdwn/inline.ts';
import { Inlines } from '../mrkdwn/mrkdwn.tsx';
import { useSandbox } from '../sandbox-context.ts';

const KEY = 'gatehouse-steps-hidden';

/** Whether the first steps are in sight; the browser remembers. */
export function useTryThis() {
  const { settings } = useSandbox();
  const [isHidden, setHidden] = useState(() => localStorage.getItem(KEY) !== null);
  return {
    isShown: settings.tryThis.length > 0 && !isHidden,
    hide() {
      localStorage.setItem(KEY, 'yes');
      setHidden(true);
    },
    /** Null when there is nothing to show. */
    show:
      settings.tryThis.length > 0 && isHidden
        ? () => {
            localStorage.removeItem(KEY);
            setHidden(false);
          }
        : null,
  };
}

export function TryThis({ hide }: { hide(): void }) {
  const { settings } = useSandbox();
  return (
    <aside class="try-this" aria-labelledby="try-this-title">
      <header>
        <h2 id="try-this-title">Try this</h2>
        <button type="button" class="quiet" aria-label="Dismiss: Try this" onClick={hide}>
          Dismiss
        </button>
      </header>
      <ol>
        {settings.tryThis.map((line) => (
          <li key={line}>
            <span>
              <Inlines nodes={parseInline(line.replace(/^\d+\.\s*/, ''))} />
            </span>
          </li>
        ))}
      </ol>
    </aside>
  );
}
