import { useSandbox } from '../sandbox-context.ts';
import { Modal } from './modal.tsx';

/** Of a stack of modals only the top one is seen. */
export function ModalLayer({ isCovered }: { isCovered: boolean }) {
  const { screen } = useSandbox();
  const top = screen.modals.at(-1);
  if (!top) return null;
  return (
    <div class="scrim" inert={isCovered}>
      <Modal key={top.id} modal={top} depth={screen.modals.length} isActive={!isCovered} />
    </div>
  );
}
