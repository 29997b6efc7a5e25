import { useEffect, useState } from 'preact/hooks';

export interface Drawer {
  isOpen: boolean;
  open(): void;
  close(): void;
}

/** Whether the side column lies over a narrow screen; a wide one has no drawer. */
export function useDrawer(): Drawer {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const wide = matchMedia('(min-width: 761px)');
    const close = () => setOpen(false);
    wide.addEventListener('change', close);
    return () => wide.removeEventListener('change', close);
  }, []);
  return { isOpen, open: () => setOpen(true), close: () => setOpen(false) };
}
