import type { ConfirmationDialog } from '@slack/types';
import { useRef } from 'preact/hooks';
import { PlainText, textOf } from '../blocks/plain-text.tsx';
import { Text } from '../blocks/text.tsx';
import { useDialogFocus } from './use-dialog-focus.ts';

interface Props {
  question: ConfirmationDialog;
  answer(agreed: boolean): void;
}

/** Asks before something that matters; the safe answer has the focus. */
export function ConfirmDialog({ question, answer }: Props) {
  const dialog = useRef<HTMLDivElement>(null);
  useDialogFocus(dialog, 'confirm', true);

  return (
    <div class="scrim scrim-confirm">
      <div
        class="modal modal-small"
        ref={dialog}
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="confirm-title"
        aria-describedby="confirm-text"
        tabIndex={-1}
        onKeyDown={(event) => event.key === 'Escape' && answer(false)}
      >
        <header class="modal-header">
          <h2 id="confirm-title">{question.title ? textOf(question.title) : 'Are you sure?'}</h2>
        </header>
        <div class="modal-body" id="confirm-text">
          <Text text={question.text} />
        </div>
        <footer class="modal-footer">
          <button type="button" class="button" data-focus-on-load onClick={() => answer(false)}>
            {question.deny ? <PlainText text={question.deny} /> : 'Cancel'}
          </button>
          <button
            type="button"
            class={`button button-${question.style ?? 'primary'}`}
            onClick={() => answer(true)}
          >
            {question.confirm ? <PlainText text={question.confirm} /> : 'Yes'}
          </button>
        </footer>
      </div>
    </div>
  );
}
