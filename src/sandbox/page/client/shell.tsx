import { useEffect } from 'preact/hooks';
import { Conversation } from './conversation/conversation.tsx';
import { Home } from './home.tsx';
import { Mailbox } from './mailbox/mailbox.tsx';
import { useReadMails } from './mailbox/use-read-mails.ts';
import type { Place } from './place.ts';
import { useSandbox } from './sandbox-context.ts';
import { FaultBanner } from './side/fault-banner.tsx';
import { SideColumn } from './side/side-column.tsx';
import { TopBar } from './side/top-bar.tsx';
import { TryThis, useTryThis } from './side/try-this.tsx';
import { useDrawer } from './side/use-drawer.ts';

/** The side column, what one looks at, and the three first steps. */
export function Shell({ trouble }: { trouble: string | null }) {
  const { screen, mails, place } = useSandbox();
  const drawer = useDrawer();
  const steps = useTryThis();
  const read = useReadMails();
  const unreadMails = mails.filter((mail) => !read.has(mail)).length;
  const unreadMessages = screen.conversations.reduce((sum, { unread }) => sum + unread, 0);

  useEffect(() => {
    document.title = `${screen.me.realName} · Gatehouse sandbox`;
    // The button of the person one has become is gone, and the focus with it.
    if (document.activeElement === document.body) document.getElementById('main')?.focus();
  }, [screen.me.id]);

  return (
    <>
      <button type="button" class="skip-link" onClick={() => document.getElementById('main')?.focus()}>
        Skip to content
      </button>
      <TopBar drawer={drawer} unread={unreadMails + unreadMessages} />
      <SideColumn drawer={drawer} unreadMails={unreadMails} showSteps={steps.show} />
      <main class="main" id="main" tabIndex={-1} key={screen.me.id} inert={drawer.isOpen}>
        {trouble && (
          <p class="banner" role="alert">
            {trouble}
          </p>
        )}
        <FaultBanner />
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
