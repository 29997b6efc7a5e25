import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { GateMark } from '../avatar.tsx';
import { Icon } from '../icon.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { Clock } from './clock.tsx';
import { Faults } from './faults.tsx';
import { People } from './people.tsx';
import { Places } from './places.tsx';
import type { Drawer } from './use-drawer.ts';

interface Props {
  drawer: Drawer;
  unreadMails: number;
  /** Null when the steps are in sight, or there are none. */
  showSteps: (() => void) | null;
}

/** Who one is, who one can be, and where one can go. On a narrow screen it is a drawer. */
export function SideColumn({ drawer, unreadMails, showSteps }: Props) {
  const { screen } = useSandbox();
  const { isOpen, close } = drawer;
  const column = useRef<HTMLElement>(null);
  const opener = useRef<HTMLElement | null>(null);

  // Before the browser draws: then the opener is inert, and has lost the focus.
  useLayoutEffect(() => {
    if (isOpen) opener.current = document.activeElement as HTMLElement | null;
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    column.current?.focus();
    return () => opener.current?.focus();
  }, [isOpen]);

  return (
    <>
      {isOpen && <button type="button" class="drawer-scrim" aria-label="Close the menu" onClick={close} />}
      <aside
        class={`side${isOpen ? ' side-open' : ''}`}
        id="side"
        ref={column}
        tabIndex={-1}
        aria-label="People and places"
        onKeyDown={(event) => event.key === 'Escape' && close()}
      >
        <div class="brand">
          <span class="brand-mark">
            <GateMark />
          </span>
          <p>
            <strong>Gatehouse sandbox</strong>
            <span>{screen.workspace.name}</span>
          </p>
          <button
            type="button"
            class="button button-icon side-close"
            aria-label="Close the menu"
            onClick={close}
          >
            <Icon name="close" />
          </button>
        </div>
        <People after={close} />
        <Places unreadMails={unreadMails} after={close} />
        <div class="side-foot">
          {showSteps && (
            <button type="button" class="quiet" onClick={showSteps}>
              What to try first
            </button>
          )}
          <Faults />
          <Clock />
        </div>
      </aside>
    </>
  );
}
