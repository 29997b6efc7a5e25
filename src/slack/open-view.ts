import type { ViewOutput } from '@slack/bolt';
import type { HomeView, ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { fieldOf } from '../../views/common/ids.ts';
import type { SlackMessage } from '../../views/common/message.ts';
import { slackErrorOf } from './slack-error.ts';
import type { OpenView } from './turn.ts';

/** The view of a payload, with what it takes to show another in its place; null for what happened in a message. */
export function openViewOf({ view }: { view?: ViewOutput }): OpenView | null {
  if (!view) return null;
  const { id, hash, callback_id: callbackId, private_metadata: metadata } = view;
  return { id, hash, callbackId, metadata, view: asSent(view) };
}

/** Shows another view in the place of this one, unless it has changed meanwhile: then it shows something newer already. */
export async function updateUnlessNewer(
  client: WebClient,
  { id, hash }: Pick<OpenView, 'id' | 'hash'>,
  view: ModalView,
): Promise<void> {
  try {
    await client.views.update({ view_id: id, hash, view });
  } catch (error) {
    if (slackErrorOf(error) !== 'hash_conflict') throw error;
  }
}

/** The same form with a message at its top, in place of an earlier one. What is filled in stays: the fields keep their ids. */
export function withNotice(view: ModalView, { blocks }: SlackMessage): ModalView {
  const notice = blocks.map((block, index) => ({ ...block, block_id: `notice:${index}` }));
  const form = view.blocks.filter(({ block_id: id }) => fieldOf(id ?? '') !== 'notice');
  return { ...view, blocks: [...notice, ...form] };
}

/** A view as an app sends it: without what Slack adds to the ones it hands out. */
function asSent(view: ViewOutput): ModalView | HomeView {
  const { type, callback_id, private_metadata, external_id, ...rest } = view as unknown as ModalView;
  const { title, submit, close, clear_on_close, notify_on_close, blocks } = rest;
  const names = { callback_id, private_metadata, external_id };
  const sent = { type, ...names, title, submit, close, clear_on_close, notify_on_close, blocks };
  return Object.fromEntries(
    Object.entries(sent).filter(([, value]) => value != null && value !== ''),
  ) as unknown as ModalView;
}

/** Whether a modal is the third one of its stack, which is the last that Slack takes. */
export function isTopmost(view: Pick<ViewOutput, 'previous_view_id' | 'root_view_id'> | undefined): boolean {
  return view?.previous_view_id != null && view.previous_view_id !== view.root_view_id;
}
