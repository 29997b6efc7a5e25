import type { ModalView } from '@slack/types';
import { section } from '../common/blocks.ts';
import { plain } from '../common/escape.ts';
import { callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';

/** Asks a workspace admin before they become the owner of an organization that has none. */
export function takeOverModal(data: { metadata: string; organizationName: string }): ModalView {
  const { metadata, organizationName } = data;
  return modal({
    callback: callbackIds.takeOver,
    title: 'Take over',
    submit: 'Take over',
    metadata,
    blocks: [
      section(
        plain`${organizationName} has no owner any more. You become its owner, and can make others owners with /gatehouse people.`,
      ),
    ],
  });
}
