import type { ModalView } from '@slack/types';
import { actions, section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { infoModal } from '../common/modal.ts';
import { undoButton } from '../common/undo.ts';

/** To whoever denied a request: it is done, and can be taken back for ten minutes. */
export function requestDeniedView(personName: string, requestId: string): ModalView {
  return infoModal('Request denied', [
    section(
      plain`The request of ${personName} is denied. The person is told by mail and direct message. You can undo this for ten minutes.`,
    ),
    actions('undo', [undoButton(requestId)]),
  ]);
}
