import { Avatar } from '../avatar.tsx';
import { useSandbox } from '../sandbox-context.ts';

/** On a narrow screen: who one is, and the way to everything else. */
export function TopBar({ isDrawerOpen, openDrawer }: { isDrawerOpen: boolean; openDrawer(): void }) {
  const { screen } = useSandbox();
  return (
    <div class="top-bar">
      <button
        type="button"
        class="button button-icon"
        aria-label="Open the menu"
        aria-expanded={isDrawerOpen}
        aria-controls="side"
        onClick={openDrawer}
      >
        <span aria-hidden="true">☰</span>
      </button>
      <p>
        You are <strong>{screen.me.realName}</strong>
      </p>
      <Avatar id={screen.me.id} name={screen.me.realName} />
    </div>
  );
}
