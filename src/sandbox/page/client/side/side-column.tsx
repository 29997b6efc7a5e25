import { useEffect, useRef } from 'preact/hooks';
import { GateMark } from '../avatar.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { Clock } from './clock.tsx';
import { People } from './people.tsx';
import { Places } from './places.tsx';

interface Props {
  isOpen: boolean;
  close(): void;
  unreadMails: number;
  /** Null while the steps are in sight. */
  showSteps: (() => void) | null;
}

/** Who one is, who one can be, and where one can go. On a narrow screen it is a drawer. */
export function SideColumn({ isOpen, close, unreadMails, showSteps }: Props) {
  const { screen } = useSandbox();
  const drawer = useRef<HTMLElement>(null);

  useEffect(() => {
    if (!isOpen) return;
    const opener = document.activeElement as HTMLElement | null;
    drawer.current?.focus();
    return () => opener?.focus();
  }, [isOpen]);

  return (
    <>
      {isOpen && <button type="button" class="drawer-scrim" aria-label="Close the menu" onClick={close} />}
      <aside
        class={`side${isOpen ? ' side-open' : ''}`}
        id="side"
        ref={drawer}
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
          <button type="button" class="button button-icon side-close" aria-label="Close the menu" onClick={close}>
            <span aria-hidden="true">×</span>
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
          <Clock />
        </div>
      </aside>
    </>
  );
}
