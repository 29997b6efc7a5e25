import { Menu } from '../menu.tsx';
import { useSandbox } from '../sandbox-context.ts';

export function ShortcutsMenu() {
  const { screen, perform } = useSandbox();
  const { shortcuts } = screen.app;
  if (shortcuts.length === 0) return null;
  return (
    <Menu
      id="shortcuts"
      label="Shortcuts"
      icon="bolt"
      items={shortcuts.map(({ callbackId, name }) => ({
        name,
        description: screen.app.name,
        choose: () => void perform({ kind: 'shortcut', callbackId }),
      }))}
    />
  );
}
