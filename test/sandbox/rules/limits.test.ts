import { describe, expect, it } from 'vitest';
import { checkMessage, checkOptions, checkView, LIMITS } from '../../../src/sandbox/rules/index.ts';
import {
  actions,
  button,
  chars,
  confirm,
  home,
  image,
  input,
  modal,
  mrkdwn,
  option,
  options,
  plain,
  section,
  select,
  times,
} from './samples.ts';

const inModal = (block: unknown) => checkView(modal([block]));
const inMessage = (block: unknown) => checkMessage({ text: 'Hello', blocks: [block] });
const url = (length: number) => `https://example.org/${chars(length - 'https://example.org/'.length)}`;
const textInput = (more: object) => input({ type: 'plain_text_input', ...more });

describe('each limit accepts its last value and refuses the next', () => {
  it.each<[name: string, limit: number, path: string, check: (n: number) => { path: string }[]]>([
    [
      'modal blocks',
      LIMITS.modalBlocks,
      '/blocks',
      (n) => checkView(modal(times(n, () => ({ type: 'divider' })))),
    ],
    [
      'home blocks',
      LIMITS.homeBlocks,
      '/blocks',
      (n) => checkView(home(times(n, () => ({ type: 'divider' })))),
    ],
    [
      'message blocks',
      LIMITS.messageBlocks,
      '/blocks',
      (n) => checkMessage({ text: 'Hello', blocks: times(n, () => ({ type: 'divider' })) }),
    ],
    ['modal title', LIMITS.viewTitle, '/title/text', (n) => checkView(modal([], { title: plain(chars(n)) }))],
    [
      'modal submit',
      LIMITS.viewSubmit,
      '/submit/text',
      (n) => checkView(modal([], { submit: plain(chars(n)) })),
    ],
    ['modal close', LIMITS.viewClose, '/close/text', (n) => checkView(modal([], { close: plain(chars(n)) }))],
    [
      'private_metadata',
      LIMITS.privateMetadata,
      '/private_metadata',
      (n) => checkView(modal([], { private_metadata: chars(n) })),
    ],
    ['callback_id', LIMITS.callbackId, '/callback_id', (n) => checkView(home([], { callback_id: chars(n) }))],
    ['external_id', LIMITS.externalId, '/external_id', (n) => checkView(home([], { external_id: chars(n) }))],
    ['message text', LIMITS.messageText, '/text', (n) => checkMessage({ text: chars(n) })],
    [
      'all text of a message',
      LIMITS.messageBlocksText,
      '/blocks',
      (n) =>
        checkMessage({
          text: 'Hello',
          blocks: [
            ...times(4, () => section({ text: mrkdwn(chars(2900)) })),
            section({ text: mrkdwn(chars(n - 4 * 2900)) }),
          ],
        }),
    ],
    ['block_id', LIMITS.blockId, '/blocks/0/block_id', (n) => inModal(section({ block_id: chars(n) }))],
    [
      'action_id',
      LIMITS.actionId,
      '/blocks/0/elements/0/action_id',
      (n) => inModal(actions(button({ action_id: chars(n) }))),
    ],
    [
      'section text',
      LIMITS.sectionText,
      '/blocks/0/text/text',
      (n) => inModal(section({ text: mrkdwn(chars(n)) })),
    ],
    [
      'section fields',
      LIMITS.sectionFields,
      '/blocks/0/fields',
      (n) => inModal(section({ fields: times(n, () => mrkdwn('Field')) })),
    ],
    [
      'section field text',
      LIMITS.sectionFieldText,
      '/blocks/0/fields/0/text',
      (n) => inModal(section({ fields: [mrkdwn(chars(n))] })),
    ],
    [
      'header text',
      LIMITS.headerText,
      '/blocks/0/text/text',
      (n) => inModal({ type: 'header', text: plain(chars(n)) }),
    ],
    [
      'context elements',
      LIMITS.contextElements,
      '/blocks/0/elements',
      (n) => inModal({ type: 'context', elements: times(n, () => mrkdwn('Hello')) }),
    ],
    [
      'context text',
      LIMITS.text,
      '/blocks/0/elements/0/text',
      (n) => inModal({ type: 'context', elements: [plain(chars(n))] }),
    ],
    [
      'actions elements',
      LIMITS.actionsElements,
      '/blocks/0/elements',
      (n) => inModal(actions(...times(n, () => button()))),
    ],
    [
      'input label',
      LIMITS.inputLabel,
      '/blocks/0/label/text',
      (n) => inModal(input({ type: 'plain_text_input' }, { label: plain(chars(n)) })),
    ],
    [
      'input hint',
      LIMITS.inputHint,
      '/blocks/0/hint/text',
      (n) => inModal(input({ type: 'plain_text_input' }, { hint: plain(chars(n)) })),
    ],
    [
      'image title',
      LIMITS.imageTitle,
      '/blocks/0/title/text',
      (n) => inModal(image({ title: plain(chars(n)) })),
    ],
    ['alt_text', LIMITS.altText, '/blocks/0/alt_text', (n) => inModal(image({ alt_text: chars(n) }))],
    ['image_url', LIMITS.imageUrl, '/blocks/0/image_url', (n) => inModal(image({ image_url: url(n) }))],
    [
      'list indent',
      LIMITS.richTextIndent,
      '/blocks/0/elements/0/indent',
      (n) =>
        inMessage({
          type: 'rich_text',
          elements: [
            {
              type: 'rich_text_list',
              style: 'bullet',
              indent: n,
              elements: [{ type: 'rich_text_section', elements: [] }],
            },
          ],
        }),
    ],
    [
      'button text',
      LIMITS.buttonText,
      '/blocks/0/elements/0/text/text',
      (n) => inModal(actions(button({ text: plain(chars(n)) }))),
    ],
    [
      'button value',
      LIMITS.buttonValue,
      '/blocks/0/elements/0/value',
      (n) => inModal(actions(button({ value: chars(n) }))),
    ],
    ['button url', LIMITS.url, '/blocks/0/elements/0/url', (n) => inModal(actions(button({ url: url(n) })))],
    [
      'accessibility_label',
      LIMITS.accessibilityLabel,
      '/blocks/0/elements/0/accessibility_label',
      (n) => inModal(actions(button({ accessibility_label: chars(n) }))),
    ],
    [
      'confirm title',
      LIMITS.confirmTitle,
      '/blocks/0/elements/0/confirm/title/text',
      (n) => inModal(actions(button({ confirm: confirm({ title: plain(chars(n)) }) }))),
    ],
    [
      'confirm text',
      LIMITS.confirmText,
      '/blocks/0/elements/0/confirm/text/text',
      (n) => inModal(actions(button({ confirm: confirm({ text: mrkdwn(chars(n)) }) }))),
    ],
    [
      'confirm button',
      LIMITS.confirmButton,
      '/blocks/0/elements/0/confirm/confirm/text',
      (n) => inModal(actions(button({ confirm: confirm({ confirm: plain(chars(n)) }) }))),
    ],
    [
      'confirm deny button',
      LIMITS.confirmButton,
      '/blocks/0/elements/0/confirm/deny/text',
      (n) => inModal(actions(button({ confirm: confirm({ deny: plain(chars(n)) }) }))),
    ],
    [
      'placeholder',
      LIMITS.placeholder,
      '/blocks/0/element/placeholder/text',
      (n) => inModal(textInput({ placeholder: plain(chars(n)) })),
    ],
    [
      'select options',
      LIMITS.selectOptions,
      '/blocks/0/elements/0/options',
      (n) => inModal(actions(select({ options: options(n) }))),
    ],
    [
      'multi select options',
      LIMITS.selectOptions,
      '/blocks/0/elements/0/options',
      (n) => inModal(actions({ type: 'multi_static_select', options: options(n) })),
    ],
    [
      'option groups',
      LIMITS.optionGroups,
      '/blocks/0/elements/0/option_groups',
      (n) =>
        inModal(
          actions({
            type: 'static_select',
            option_groups: times(n, (i) => ({ label: plain('Group'), options: [option(`g${i}`)] })),
          }),
        ),
    ],
    [
      'options of a group',
      LIMITS.selectOptions,
      '/blocks/0/elements/0/option_groups/0/options',
      (n) =>
        inModal(
          actions({ type: 'static_select', option_groups: [{ label: plain('Group'), options: options(n) }] }),
        ),
    ],
    [
      'option group label',
      LIMITS.optionGroupLabel,
      '/blocks/0/elements/0/option_groups/0/label/text',
      (n) =>
        inModal(
          actions({
            type: 'static_select',
            option_groups: [{ label: plain(chars(n)), options: options(1) }],
          }),
        ),
    ],
    [
      'radio buttons',
      LIMITS.choiceOptions,
      '/blocks/0/elements/0/options',
      (n) => inModal(actions({ type: 'radio_buttons', options: options(n) })),
    ],
    [
      'checkboxes',
      LIMITS.choiceOptions,
      '/blocks/0/elements/0/options',
      (n) => inModal(actions({ type: 'checkboxes', options: options(n) })),
    ],
    [
      'overflow options',
      LIMITS.overflowOptions,
      '/blocks/0/elements/0/options',
      (n) => inModal(actions({ type: 'overflow', options: options(n) })),
    ],
    [
      'option text',
      LIMITS.optionText,
      '/blocks/0/elements/0/options/0/text/text',
      (n) => inModal(actions(select({ options: [option('a', { text: plain(chars(n)) })] }))),
    ],
    [
      'option value',
      LIMITS.optionValue,
      '/blocks/0/elements/0/options/0/value',
      (n) => inModal(actions(select({ options: [option('a', { value: chars(n) })] }))),
    ],
    [
      'option description',
      LIMITS.optionDescription,
      '/blocks/0/elements/0/options/0/description/text',
      (n) => inModal(actions(select({ options: [option('a', { description: plain(chars(n)) })] }))),
    ],
    [
      'overflow option url',
      LIMITS.url,
      '/blocks/0/elements/0/options/0/url',
      (n) => inModal(actions({ type: 'overflow', options: [option('a', { url: url(n) })] })),
    ],
    [
      'initial text',
      LIMITS.inputText,
      '/blocks/0/element/initial_value',
      (n) => inModal(textInput({ initial_value: chars(n) })),
    ],
    [
      'min_length',
      LIMITS.inputText,
      '/blocks/0/element/min_length',
      (n) => inModal(textInput({ min_length: n })),
    ],
    [
      'max_length',
      LIMITS.inputText,
      '/blocks/0/element/max_length',
      (n) => inModal(textInput({ max_length: n })),
    ],
    [
      'max_files',
      LIMITS.files,
      '/blocks/0/element/max_files',
      (n) => inModal(input({ type: 'file_input', max_files: n })),
    ],
    ['suggested options', LIMITS.selectOptions, '/options', (n) => checkOptions({ options: options(n) })],
    [
      'suggested option groups',
      LIMITS.optionGroups,
      '/option_groups',
      (n) =>
        checkOptions({ option_groups: times(n, () => ({ label: plain('Group'), options: options(1) })) }),
    ],
  ])('%s: %i', (_name, limit, path, check) => {
    expect(check(limit)).toEqual([]);
    expect(check(limit + 1).map((problem) => problem.path)).toContain(path);
  });

  it('the size of a view', () => {
    // A view stays below the size when every text is short; long texts in many fields pass it.
    const wide = (length: number) =>
      modal(times(90, () => section({ text: mrkdwn(chars(2000)), fields: [mrkdwn(chars(length))] })));
    const rest = LIMITS.viewBytes - JSON.stringify(wide(1)).length;
    const perField = 1 + Math.floor(rest / 90);
    expect(checkView(wide(perField))).toEqual([]);
    expect(checkView(wide(perField + 1))).toEqual([{ path: '', message: 'is larger than 250000 bytes' }]);
  });
});

describe('what must not be empty', () => {
  it.each<[string, string, { path: string; message: string }[]]>([
    ['text', '/blocks/0/text/text', inModal(section({ text: mrkdwn('') }))],
    ['fields', '/blocks/0/fields', inModal(section({ fields: [] }))],
    ['actions', '/blocks/0/elements', inModal(actions())],
    ['context', '/blocks/0/elements', inModal({ type: 'context', elements: [] })],
    ['options', '/blocks/0/elements/0/options', inModal(actions(select({ options: [] })))],
    [
      'option groups',
      '/blocks/0/elements/0/option_groups',
      inModal(actions({ type: 'static_select', option_groups: [] })),
    ],
    ['alt_text', '/blocks/0/alt_text', inModal(image({ alt_text: '' }))],
    ['message text', '/text', checkMessage({ text: '' })],
  ])('%s', (_name, path, problems) => {
    expect(problems).toContainEqual({ path, message: 'is empty' });
  });
});
