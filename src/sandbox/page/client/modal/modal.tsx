import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownModal, Surface } from '../../../slack/screen.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { textOf } from '../blocks/plain-text.tsx';
import { useSandbox } from '../sandbox-context.ts';
import { StrayErrors } from './stray-errors.tsx';
import { useDialogFocus } from './use-dialog-focus.ts';

interface Props {
  modal: ShownModal;
  depth: number;
  isActive: boolean;
}

export function Modal({ modal, depth, isActive }: Props) {
  const { screen, perform, pending } = useSandbox();
  const dialog = useRef<HTMLDivElement>(null);
  const [isSubmitting, setSubmitting] = useState(false);
  const { id, view, state, errors } = modal;
  const isBusy = isSubmitting || modal.busy;
  const on: Surface = { type: 'modal', viewId: id };
  const titleId = `modal-${id}-title`;
  useDialogFocus(dialog, id, isActive);
  useFocusOnError(dialog, errors, isBusy);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy || !view.submit) return;
    setSubmitting(true);
    await pending.flush(on);
    await perform({ kind: 'submit', viewId: id });
    setSubmitting(false);
  };
  const close = (all: boolean) => void perform({ kind: 'close', viewId: id, ...(all && { all }) });

  return (
    <div
      class="modal"
      ref={dialog}
      role="dialog"
      aria-modal="true"
      aria-labelledby={titleId}
      aria-busy={isBusy}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && close(false)}
    >
      <form class="modal-form" noValidate onSubmit={(event) => void submit(event)}>
        <header class="modal-header">
          <div>
            <p class="modal-app">{screen.app.name}</p>
            <h2 id={titleId}>{textOf(view.title)}</h2>
          </div>
          <button type="button" class="button button-icon" aria-label="Close this window" onClick={() => close(true)}>
            <span aria-hidden="true">×</span>
          </button>
        </header>
        <div class="modal-body">
          <StrayErrors blocks={view.blocks} errors={errors} />
          <Blocks blocks={view.blocks} surface={{ on, state, errors }} />
        </div>
        <footer class="modal-footer">
          {depth > 1 && <span class="modal-depth">Step {depth}</span>}
          <button type="button" class="button" onClick={() => close(false)}>
            {view.close ? textOf(view.close) : depth > 1 ? 'Back' : 'Cancel'}
          </button>
          {view.submit && (
            <button type="submit" class="button button-primary" aria-disabled={isBusy} aria-busy={isBusy}>
              {textOf(view.submit)}
            </button>
          )}
        </footer>
      </form>
    </div>
  );
}

function useFocusOnError(
  dialog: { current: HTMLElement | null },
  errors: Record<string, string>,
  isBusy: boolean,
): void {
  const shown = Object.keys(errors).length > 0 && !isBusy ? JSON.stringify(errors) : null;
  useEffect(() => {
    if (shown === null) return;
    const field = dialog.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    const control = field?.matches('input, select, textarea') ? field : field?.querySelector<HTMLElement>('input');
    control?.focus();
  }, [shown]);
}
