import type { Conversation } from '../../../slack/screen.ts';
import { Icon, type IconName } from '../icon.tsx';
import type { Place } from '../place.ts';
import { useSandbox } from '../sandbox-context.ts';

/** Home, the mailbox and the conversations, with what is unread in each. */
export function Places({ unreadMails, after }: { unreadMails: number; after(): void }) {
  const { screen, place, go } = useSandbox();
  const first = screen.conversations[0]?.id ?? null;
  const openId = place.kind === 'conversation' ? shownId(place.id, screen.conversations, first) : null;
  const visit = (next: Place) => () => {
    go(next);
    after();
  };

  return (
    <nav class="places" aria-label="Places">
      <ul>
        <PlaceRow
          icon="home"
          name="Home"
          isCurrent={place.kind === 'home'}
          unread={0}
          visit={visit({ kind: 'home' })}
        />
        <PlaceRow
          icon="mail"
          name="Mailbox"
          isCurrent={place.kind === 'mailbox'}
          unread={unreadMails}
          visit={visit({ kind: 'mailbox', mail: null })}
        />
      </ul>
      <h2 class="side-title">Conversations</h2>
      <ul>
        {screen.conversations.map(({ id, kind, name, unread }) => (
          <PlaceRow
            key={id}
            icon={ICONS[kind]}
            name={name}
            isCurrent={id === openId}
            unread={unread}
            visit={visit({ kind: 'conversation', id })}
          />
        ))}
      </ul>
    </nav>
  );
}

const ICONS = { channel: 'hash', 'private-channel': 'lock', app: 'gate' } as const;

const shownId = (id: string | null, conversations: Conversation[], first: string | null) =>
  conversations.some((conversation) => conversation.id === id) ? id : first;

interface RowProps {
  icon: IconName;
  name: string;
  isCurrent: boolean;
  unread: number;
  visit(): void;
}

function PlaceRow({ icon, name, isCurrent, unread, visit }: RowProps) {
  return (
    <li>
      <button
        type="button"
        class={`place${unread > 0 ? ' place-unread' : ''}`}
        aria-current={isCurrent ? 'page' : undefined}
        onClick={visit}
      >
        <Icon name={icon} />
        <span class="place-name">{name}</span>
        {unread > 0 && (
          <span class="count">
            {unread}
            <span class="visually-hidden"> unread</span>
          </span>
        )}
      </button>
    </li>
  );
}
