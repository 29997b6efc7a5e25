import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

interface MenuItem {
  name: string;
  description?: string;
  choose(): void;
}

interface Props {
  id: string;
  label: string;
  icon: IconName;
  items: MenuItem[];
}

/** A button that opens a list of actions, in the manner of the ARIA menu button pattern. */
export function Menu({ id, label, icon, items }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [opens, setOpens] = useState<'down' | 'up'>('down');
  const list = useRef<HTMLDivElement>(null);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const itemButtons = () => [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };

  useLayoutEffect(() => {
    if (!isOpen) return;
    if (button.current && list.current) setOpens(roomFor(list.current, button.current));
    itemButtons()[0]?.focus({ preventScroll: true });
    const closeOutside = (event: Event) => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    return () => document.removeEventListener('pointerdown', closeOutside);
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') setOpen(false);
    const all = itemButtons();
    const now = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: -1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    all.at(next % all.length)?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the menu inside.
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        class="button button-icon"
        id={id}
        ref={button}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={icon} />
      </button>
      {isOpen && (
        <div ref={list} class={`menu-list menu-${opens}`} role="menu" aria-label={label}>
          {items.map((item) => (
            <button
              key={item.name}
              type="button"
              role="menuitem"
              tabIndex={-1}
              onClick={() => {
                close();
                item.choose();
              }}
            >
              {item.name}
              {item.description && <small>{item.description}</small>}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Down, unless the list would leave the part of the page that is in sight. */
function roomFor(list: HTMLElement, button: HTMLElement): 'down' | 'up' {
  const frame = button.closest('.scroll, .modal-body');
  const end = frame ? frame.getBoundingClientRect().bottom : innerHeight;
  return button.getBoundingClientRect().bottom + list.offsetHeight + 8 > end ? 'up' : 'down';
}
