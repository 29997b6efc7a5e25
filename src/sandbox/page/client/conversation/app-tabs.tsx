import { useSandbox } from '../sandbox-context.ts';

/** Between the app's Home and its messages. */
export function AppTabs({ current }: { current: 'home' | 'messages' }) {
  const { screen, go } = useSandbox();
  const messages = screen.conversations.find(({ kind }) => kind === 'app');
  if (!messages) return null;
  return (
    <nav class="segments" aria-label={screen.app.name}>
      <button
        type="button"
        aria-current={current === 'home' ? 'page' : undefined}
        onClick={() => go({ kind: 'home' })}
      >
        Home
      </button>
      <button
        type="button"
        aria-current={current === 'messages' ? 'page' : undefined}
        onClick={() => go({ kind: 'conversation', id: messages.id })}
      >
        Messages
      </button>
    </nav>
  );
}
