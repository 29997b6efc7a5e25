import type { ModalView } from '@slack/types';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownModal, Surface } from '../../../slack/screen.ts';
import { Blocks } from '../blocks/blocks.tsx';
import { textOf } from '../blocks/plain-text.tsx';
import { Icon } from '../icon.tsx';
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
          <button
            type="button"
            class="button button-icon"
            aria-label="Close this window"
            onClick={() => close(true)}
          >
            <Icon name="close" />
          </button>
        </header>
        <div class="modal-body">
          <StrayErrors blocks={view.blocks} errors={errors} />
          <Blocks blocks={view.blocks} surface={{ on, state, errors }} />
        </div>
        <footer class="modal-footer">
          {depth > 1 && <span class="modal-depth">Step {depth}</span>}
          <button type="button" class="button" onClick={() => close(false)}>
            {closeWords(view, depth)}
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

function closeWords({ close, submit }: ModalView, depth: number): string {
  if (close) return textOf(close);
  if (depth > 1) return 'Back';
  return submit ? 'Cancel' : 'Close';
}

/** Goes to the first field that was refused; not when the modal merely comes back into sight. */
function useFocusOnError(
  dialog: { current: HTMLElement | null },
  errors: Record<string, string>,
  isBusy: boolean,
): void {
  const shown = Object.keys(errors).length > 0 && !isBusy ? JSON.stringify(errors) : null;
  const seen = useRef(shown);
  useEffect(() => {
    if (shown === seen.current) return;
    seen.current = shown;
    const field = dialog.current?.querySelector<HTMLElement>('[aria-invalid=true]');
    const control = field?.matches('input, select, textarea')
      ? field
      : field?.querySelector<HTMLElement>('input');
    control?.focus();
  }, [shown]);
}
