import type { KnownBlock, ModalView } from '@slack/types';
import { plain, shorten } from './escape.ts';
import { callbackIds } from './ids.ts';

interface Modal {
  callback: string;
  title: string;
  /** Absent when there is nothing to submit; the only button is then Close. */
  submit?: string;
  /** What the button beside it says, where neither Cancel nor Close tells what it does. */
  close?: string;
  /** Close closes the views below it as well. */
  clearOnClose?: true;
  metadata?: string | undefined;
  blocks: KnownBlock[];
}

export function modal({
  callback,
  title,
  submit,
  close = submit === undefined ? 'Close' : 'Cancel',
  clearOnClose,
  metadata,
  blocks,
}: Modal): ModalView {
  return {
    type: 'modal',
    callback_id: callback,
    title: plain`${shorten(title, 24)}`,
    ...(submit === undefined ? {} : { submit: plain`${submit}` }),
    close: plain`${close}`,
    ...(clearOnClose === undefined ? {} : { clear_on_close: true }),
    ...(metadata === undefined ? {} : { private_metadata: metadata }),
    blocks,
  };
}

/** A modal that only informs. */
export function infoModal(title: string, blocks: KnownBlock[], metadata?: string): ModalView {
  return modal({ callback: callbackIds.info, title, metadata, blocks });
}
