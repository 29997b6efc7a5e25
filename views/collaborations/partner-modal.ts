import type { ModalView } from '@slack/types';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { textInput } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';

/** Adds a partner of an organization by its login domain. */
export function partnerModal(data: { metadata: string; organizationName: string }): ModalView {
  const { metadata, organizationName } = data;
  return modal({
    callback: callbackIds.partner,
    title: 'Add a partner',
    submit: 'Add',
    metadata,
    blocks: [
      section(
        plain`Admins of ${organizationName} and of its collaborative workgroups can then invite the partner’s people. Nobody gets access by this alone.`,
      ),
      textInput({
        name: 'domain',
        label: 'Login domain of the partner',
        hint: 'For example: cedar. Not a web address: no dots. The owners of the partner are told, and can leave.',
        max: 31,
      }),
    ],
  });
}
