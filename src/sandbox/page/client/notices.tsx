import { useEffect } from 'preact/hooks';
import type { Notice } from '../../slack/screen.ts';
import { useSandbox } from './sandbox-context.ts';

const INFO_MS = 10_000;

/** What Slack, or the page itself, wants to tell: errors stay until dismissed. */
export function Notices({ warnings, forget }: { warnings: Notice[]; forget(id: string): void }) {
  const { screen, perform } = useSandbox();
  // The same refusal may arrive twice: as the gesture's result and as a notice of the screen.
  const own = warnings.filter(({ text }) => !screen.notices.some((notice) => notice.text === text));

  return (
    <section class="notices" aria-label="Notices" data-focusable-beside-dialog>
      {screen.notices.map((notice) => (
        <Toast
          key={notice.id}
          notice={notice}
          dismiss={() => {
            for (const warning of warnings) if (warning.text === notice.text) forget(warning.id);
            void perform({ kind: 'dismiss', noticeId: notice.id });
          }}
        />
      ))}
      {own.map((notice) => (
        <Toast key={notice.id} notice={notice} dismiss={() => forget(notice.id)} />
      ))}
    </section>
  );
}

function Toast({ notice, dismiss }: { notice: Notice; dismiss(): void }) {
  // The clock starts once for each notice.
  useEffect(() => {
    if (notice.level === 'error') return;
    const timer = setTimeout(dismiss, INFO_MS);
    return () => clearTimeout(timer);
  }, [notice.id]);

  return (
    <div class={`toast toast-${notice.level}`} role={notice.level === 'error' ? 'alert' : 'status'}>
      <p>{notice.text}</p>
      <button type="button" class="quiet" aria-label={`Dismiss: ${notice.text}`} onClick={dismiss}>
        Dismiss
      </button>
    </div>
  );
}
