import { useState } from 'preact/hooks';
import { Conversation } from './conversation/conversation.tsx';
import { Home } from './home.tsx';
import { Mailbox } from './mailbox/mailbox.tsx';
import type { Place } from './place.ts';
import { useSandbox } from './sandbox-context.ts';
import { SideColumn } from './side/side-column.tsx';
import { TopBar } from './side/top-bar.tsx';
import { TryThis, useTryThis } from './side/try-this.tsx';
import { useReadMails } from './mailbox/use-read-mails.ts';

/** The side column, what one looks at, and the three first steps. */
export function Shell({ trouble }: { trouble: string | null }) {
  const { screen, mails, place } = useSandbox();
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const steps = useTryThis();
  const read = useReadMails();
  const unreadMails = mails.filter((mail) => !read.has(mail)).length;

  return (
    <>
      <a class="skip-link" href="#main" onClick={focusMain}>
        Skip to content
      </a>
      <TopBar isDrawerOpen={isDrawerOpen} openDrawer={() => setDrawerOpen(true)} />
      <SideColumn
        isOpen={isDrawerOpen}
        close={() => setDrawerOpen(false)}
        unreadMails={unreadMails}
        showSteps={steps.isShown ? null : steps.show}
      />
      <main class="main" id="main" tabIndex={-1} key={screen.me.id}>
        {trouble && (
          <p class="banner" role="alert">
            {trouble}
          </p>
        )}
        <View place={place} read={read} />
      </main>
      {steps.isShown && <TryThis hide={steps.hide} />}
    </>
  );
}

function View({ place, read }: { place: Place; read: ReturnType<typeof useReadMails> }) {
  const { screen } = useSandbox();
  switch (place.kind) {
    case 'home':
      return <Home />;
    case 'mailbox':
      return <Mailbox opened={place.mail} read={read} />;
    case 'conversation': {
      const conversation = screen.conversations.find(({ id }) => id === place.id) ?? screen.conversations[0];
      if (!conversation) return <p class="empty">{screen.me.realName} is in no conversation yet.</p>;
      return <Conversation key={conversation.id} conversation={conversation} />;
    }
  }
}

function focusMain(event: Event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
