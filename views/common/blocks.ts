/** The few shapes that every view is built from. */
import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  RichTextBlock,
  SectionBlock,
  TextObject,
} from '@slack/types';
import type { TimelineEntry } from '../../src/domain/overviews.ts';
import { date } from './dates.ts';
import { cleanLines, mrkdwn, plain, shorten } from './escape.ts';
import { actionIds } from './ids.ts';
import { count } from './words.ts';

export function header(text: string): HeaderBlock {
  return { type: 'header', text: plain`${shorten(text, 140)}` };
}

export function section(text: TextObject, more: { id?: string; button?: Button } = {}): SectionBlock {
  return {
    type: 'section',
    ...(more.id === undefined ? {} : { block_id: more.id }),
    text,
    ...(more.button === undefined ? {} : { accessory: more.button }),
  };
}

export function context(text: TextObject): ContextBlock {
  return { type: 'context', elements: [text] };
}

export const divider = { type: 'divider' } as const;

export function actions(id: string, buttons: ActionsBlock['elements']): ActionsBlock {
  return { type: 'actions', block_id: id, elements: buttons };
}

interface ButtonOptions {
  action: string;
  value?: string;
  style?: 'primary' | 'danger';
  /** What a screen reader says, where the text alone does not tell one button from the next. */
  label?: string;
  confirm?: ConfirmationDialog;
}

export function button(text: string, { action, value, style, label, confirm }: ButtonOptions): Button {
  return {
    type: 'button',
    action_id: action,
    text: plain`${shorten(text, 70)}`,
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
    ...(label === undefined ? {} : { accessibility_label: shorten(label, 75) }),
    ...(confirm === undefined ? {} : { confirm }),
  };
}

/** Asks before something that cannot be undone. `verb` is the button that does it. */
export function confirmation(title: string, text: string, verb: string): ConfirmationDialog {
  return {
    title: plain`${shorten(title, 90)}`,
    text: plain`${shorten(text, 290)}`,
    confirm: plain`${verb}`,
    deny: plain`Cancel`,
    style: 'danger',
  };
}

/** Labels with their values in two columns; the values can be copied as they are. */
export function facts(pairs: readonly (readonly [label: string, value: string])[]): SectionBlock[] {
  return chunks(pairs, 5).map((some) => ({
    type: 'section',
    fields: some.flatMap(([label, value]): TextObject[] => [
      { type: 'mrkdwn', text: `*${label}*`, verbatim: true },
      plain`${shorten(value, 1900) || '–'}`,
    ]),
  }));
}

/** What somebody wrote, over several lines, set apart from our own words. Nothing in it is formatted. */
export function quote(text: string): RichTextBlock {
  const lines = cleanLines(shorten(text, 2000)).join('\n');
  return {
    type: 'rich_text',
    elements: [{ type: 'rich_text_quote', elements: [{ type: 'text', text: lines || '–' }] }],
  };
}

/** The buttons to the neighbouring pages, as far as there are any. Their value is the page's cursor. */
export function paging(older: string | null, newer: string | null): KnownBlock[] {
  const buttons = [
    ...(newer === null ? [] : [button('Newer', { action: actionIds.pageNewer, value: newer })]),
    ...(older === null ? [] : [button('Older', { action: actionIds.pageOlder, value: older })]),
  ];
  return buttons.length === 0 ? [] : [actions('paging', buttons)];
}

/** What has happened, oldest first; of a long history the last `most` events. */
export function history(timeline: readonly TimelineEntry[], most = 50): KnownBlock[] {
  const shown = timeline.slice(-most);
  const hidden = timeline.length - shown.length;
  const lines = shown.map(({ at, text }) => mrkdwn`${date(at)}: ${shorten(text, 100)}`.text);
  return [
    header('History'),
    ...(hidden > 0 ? [context(plain`${count(hidden, 'earlier event', 'earlier events')} not shown.`)] : []),
    ...(shown.length === 0 ? [section(plain`Nothing has happened yet.`)] : []),
    ...chunks(lines, 4).map((some) => section(mrkdwn`${{ markup: some.join('\n') }}`)),
  ];
}

export function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
