import type { ModalView } from '@slack/types';
import { reasonLimit } from '../../src/domain/invitations.ts';
import type { RequestFacts } from '../../src/domain/messages.ts';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

/** Denies a request, with a reason if the approver wants to give one. */
export function denyModal({ metadata, request }: { metadata: string; request: RequestFacts }): ModalView {
  return modal({
    callback: callbackIds.deny,
    title: 'Deny request',
    submit: 'Deny',
    metadata,
    blocks: [
      section(
        plain`${request.personName} (${request.username}, ${request.email}) asks for access to ${request.organizationName}.`,
      ),
      textInput({
        name: 'reason',
        label: 'Reason',
        hint: 'The person gets this text. Leave it empty to give no reason.',
        max: reasonLimit,
        multiline: true,
        optional: true,
      }),
    ],
  });
}
