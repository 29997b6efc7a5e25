import type { KnownBlock, ModalView } from '@slack/types';
import { plain, shorten } from './escape.ts';
import { callbackIds } from './ids.ts';

interface Modal {
  callback: string;
  title: string;
  /** Absent when there is nothing to submit; the only button is then Close. */
  submit?: string;
  metadata?: string | undefined;
  blocks: KnownBlock[];
}

export function modal({ callback, title, submit, metadata, blocks }: Modal): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    title: plain`${shorten(title, 24)}`,
    ...(submit === undefined ? {} : { submit: plain`${submit}` }),
    close: submit === undefined ? plain`Close` : plain`Cancel`,
    ...(metadata === undefined ? {} : { private_metadata: metadata }),
    blocks,
  };
}

/** A modal that only informs. */
export function infoModal(title: string, blocks: KnownBlock[], metadata?: string): ModalView {
  return modal({ callback: callbackIds.info, title, metadata, blocks });
}
