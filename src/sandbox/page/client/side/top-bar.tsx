import { Avatar } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import type { Drawer } from './use-drawer.ts';

/** On a narrow screen: who one is, and the way to everything else. */
export function TopBar({ drawer, unread }: { drawer: Drawer; unread: number }) {
  const { screen } = useSandbox();
  const { me } = screen;
  return (
    <div class="top-bar" inert={drawer.isOpen}>
      <button
        type="button"
        class="button button-icon"
        aria-label={unread > 0 ? `Open the menu, ${unread} unread` : 'Open the menu'}
        aria-expanded={drawer.isOpen}
        aria-controls="side"
        onClick={drawer.open}
      >
        <Icon name="menu" />
      </button>
      {unread > 0 && (
        <span class="count" aria-hidden="true">
          {unread}
        </span>
      )}
      <p>
        You are <strong>{me.realName}</strong> – {me.title}
      </p>
      <Avatar id={me.id} name={me.realName} />
    </div>
  );
}
