import { useEffect } from 'preact/hooks';
import type { Conversation as Shown } from '../../../slack/screen.ts';
import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { ViewHeader } from '../view-header.tsx';
import { AppTabs } from './app-tabs.tsx';
import { Composer } from './composer.tsx';
import { MessageList } from './message-list.tsx';

const DETAILS = {
  channel: 'Channel',
  'private-channel': 'Private channel',
  app: 'Direct messages with the app',
} as const;

export function Conversation({ conversation }: { conversation: Shown }) {
  const { screen, perform } = useSandbox();
  const { id, kind, name, unread, readOnly = false } = conversation;

  // Read again only when something unread has come.
  useEffect(() => {
    if (unread > 0) void perform({ kind: 'read', conversation: id });
  }, [id, unread > 0]);

  return (
    <>
      <ViewHeader
        icon={
          kind === 'app' ? (
            <Avatar id={screen.app.id} name={name} isApp />
          ) : (
            <Icon name={kind === 'channel' ? 'hash' : 'lock'} />
          )
        }
        title={name}
        detail={DETAILS[kind]}
      >
        {kind === 'app' && <AppTabs current="messages" />}
      </ViewHeader>
      <MessageList key={id} conversation={conversation} messages={screen.messages[id] ?? []} />
      {readOnly ? (
        <p class="read-only">Here {screen.app.name} only tells you things. Write in a channel.</p>
      ) : (
        <Composer conversation={conversation} />
      )}
    </>
  );
}
