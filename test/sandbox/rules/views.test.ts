import { describe, expect, it } from 'vitest';
import { checkMessage, checkView, type Problem } from '../../../src/sandbox/rules/index.ts';
import {
  actions,
  button,
  confirm,
  home,
  image,
  input,
  type Json,
  modal,
  mrkdwn,
  option,
  options,
  plain,
  section,
  select,
  without,
} from './samples.ts';

const inModal = (...blocks: unknown[]) => checkView(modal(blocks));
const field: Json = { type: 'plain_text_input', action_id: 'note' };
const richText = (...elements: Json[]) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements }],
});

describe('accepts what Slack accepts', () => {
  it.each<[string, unknown]>([
    ['a modal without blocks', modal([])],
    ['a modal without submit when nothing is asked', without(modal(), 'submit')],
    [
      'a key set to undefined, which JSON leaves out',
      modal([section({ accessory: undefined })], { hash: undefined }),
    ],
    [
      'every part of a modal',
      modal([input(field, { hint: plain('Hint'), optional: true, dispatch_action: true })], {
        close: plain('Cancel'),
        callback_id: 'invite',
        private_metadata: '{}',
        external_id: 'e1',
        clear_on_close: true,
        notify_on_close: true,
      }),
    ],
    ['a home tab with an input', home([input(field)])],
    [
      'the same action_id in two blocks',
      modal([actions(button({ action_id: 'a' })), actions(button({ action_id: 'a' }))]),
    ],
    [
      'a button with everything',
      modal([
        actions(button({ style: 'danger', confirm: confirm(), value: '', url: 'https://example.org' })),
      ]),
    ],
    [
      'an option with mrkdwn in checkboxes',
      modal([actions({ type: 'checkboxes', options: [option('a', { text: mrkdwn('*A*') })] })]),
    ],
    [
      'an initial option out of a group',
      modal([
        actions({
          type: 'static_select',
          option_groups: [{ label: plain('G'), options: options(2) }],
          initial_option: option('1'),
        }),
      ]),
    ],
    [
      'initial options',
      modal([
        actions({
          type: 'multi_static_select',
          options: options(3),
          initial_options: options(2),
          max_selected_items: 2,
        }),
      ]),
    ],
    [
      'an external select with an option of its own',
      modal([input({ type: 'external_select', initial_option: option(), min_query_length: 0 })]),
    ],
    [
      'a date, a time and both',
      modal([
        input({ type: 'datepicker', initial_date: '2028-02-29' }),
        input({ type: 'timepicker', initial_time: '23:59', timezone: 'Europe/Berlin' }),
        input({ type: 'datetimepicker', initial_date_time: 1628633820 }),
      ]),
    ],
    [
      'the text inputs',
      modal([
        input({ type: 'email_text_input', initial_value: 'a@example.org' }),
        input({ type: 'url_text_input', focus_on_load: true }),
        input({
          type: 'number_input',
          is_decimal_allowed: true,
          min_value: '-1',
          max_value: '2.5',
          initial_value: '0',
        }),
        input({
          type: 'plain_text_input',
          multiline: true,
          min_length: 3,
          max_length: 3,
          dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
        }),
        input({ type: 'file_input', filetypes: ['csv'], max_files: 1 }),
      ]),
    ],
    [
      'the pickers of people and places',
      modal([
        input({ type: 'users_select', initial_user: 'U1' }),
        input({
          type: 'conversations_select',
          filter: { include: ['public'] },
          response_url_enabled: true,
          default_to_current_conversation: true,
        }),
        input({ type: 'channels_select', initial_channel: 'C1' }),
        input({ type: 'multi_users_select', initial_users: ['U1'] }),
        input({ type: 'multi_conversations_select', initial_conversations: ['C1'] }),
        input({ type: 'multi_channels_select', initial_channels: ['C1'] }),
        input({ type: 'multi_external_select', initial_options: [option()] }),
      ]),
    ],
    [
      'images',
      modal([
        image({ title: plain('Title') }),
        { type: 'image', alt_text: 'A', slack_file: { id: 'F1' } },
        section({ accessory: image() }),
        { type: 'context', elements: [image(), mrkdwn('Hi')] },
      ]),
    ],
    [
      'rich text',
      modal([
        richText(
          { type: 'text', text: 'Hi', style: { bold: true } },
          { type: 'link', url: 'https://example.org' },
          { type: 'user', user_id: 'U1' },
        ),
      ]),
    ],
    [
      'a radio group',
      modal([actions({ type: 'radio_buttons', options: options(2), initial_option: option('0') })]),
    ],
    ['a divider and a header', modal([{ type: 'divider' }, { type: 'header', text: plain('Head') }])],
  ])('%s', (_name, view) => {
    expect(checkView(view)).toEqual([]);
  });
});

describe('refuses what Slack refuses', () => {
  it.each<[name: string, problems: Problem[], path: string, message: string | RegExp]>([
    ['no view', checkView(undefined), '', 'is not a view'],
    [
      'a view of another type',
      checkView({ type: 'workflow_step', blocks: [] }),
      '/type',
      'must be "modal" or "home"',
    ],
    ['an unknown key in a view', checkView(modal([], { hash: 'x' })), '/hash', /not a key/],
    ['a title in a home tab', checkView(home([], { title: plain('Home') })), '/title', /not a key/],
    ['a modal without title', checkView(without(modal(), 'title')), '/title', 'is missing'],
    ['a view without blocks', checkView(without(modal(), 'blocks')), '/blocks', 'is missing'],
    ['a mrkdwn title', checkView(modal([], { title: mrkdwn('T') })), '/title/type', 'must be "plain_text"'],
    ['inputs without submit', checkView(without(modal([input(field)]), 'submit')), '/submit', /is missing/],
    ['blocks that are no list', checkView(modal([], { blocks: {} })), '/blocks', 'must be an array'],
    ['a block that is no object', inModal('text'), '/blocks/0', 'must be an object'],
    ['a block without type', inModal({ text: plain('A') }), '/blocks/0/type', 'is missing'],
    [
      'an unknown block',
      inModal({ type: 'banner' }),
      '/blocks/0/type',
      '"banner" is not possible as a block',
    ],
    ['an unknown key in a block', inModal(section({ colour: 'red' })), '/blocks/0/colour', /not a key/],
    [
      'an unknown key in an element',
      inModal(actions(button({ icon: 'x' }))),
      '/blocks/0/elements/0/icon',
      /not a key/,
    ],
    [
      'an unknown key in a text',
      inModal(section({ text: { ...mrkdwn('A'), emoji: true } })),
      '/blocks/0/text/emoji',
      /not a key/,
    ],
    ['a key that needs escaping', inModal(section({ 'a/b~c': 1 })), '/blocks/0/a~1b~0c', /not a key/],
    ['a bare string as text', inModal(section({ text: 'Hello' })), '/blocks/0/text', 'must be an object'],
    [
      'an unknown text type',
      inModal(section({ text: { type: 'markdown', text: 'A' } })),
      '/blocks/0/text/type',
      /not possible as a text object/,
    ],
    ['a section without text', inModal({ type: 'section' }), '/blocks/0', 'needs text or fields'],
    [
      'a mrkdwn header',
      inModal({ type: 'header', text: mrkdwn('A') }),
      '/blocks/0/text/type',
      'must be "plain_text"',
    ],
    [
      'a mrkdwn button',
      inModal(actions(button({ text: mrkdwn('A') }))),
      '/blocks/0/elements/0/text/type',
      'must be "plain_text"',
    ],
    [
      'a mrkdwn label',
      inModal(input(field, { label: mrkdwn('A') })),
      '/blocks/0/label/type',
      'must be "plain_text"',
    ],
    ['an input without label', inModal(without(input(field), 'label')), '/blocks/0/label', 'is missing'],
    [
      'a button in an input',
      inModal(input(button())),
      '/blocks/0/element/type',
      '"button" is not possible as the element of an input block',
    ],
    [
      'an overflow in an input',
      inModal(input({ type: 'overflow', options: options(1) })),
      '/blocks/0/element/type',
      /not possible/,
    ],
    [
      'a text input among actions',
      inModal(actions(field)),
      '/blocks/0/elements/0/type',
      /not possible as an element of an actions block/,
    ],
    [
      'a text input as accessory',
      inModal(section({ accessory: field })),
      '/blocks/0/accessory/type',
      /not possible as a section accessory/,
    ],
    [
      'a datetimepicker as accessory',
      inModal(section({ accessory: { type: 'datetimepicker' } })),
      '/blocks/0/accessory/type',
      /not possible/,
    ],
    [
      'a button in a context',
      inModal({ type: 'context', elements: [button()] }),
      '/blocks/0/elements/0/type',
      /not possible/,
    ],
    [
      'an e-mail input in a home tab',
      checkView(home([input({ type: 'email_text_input' })])),
      '/blocks/0/element',
      '"email_text_input" is not available in a home',
    ],
    [
      'a URL input in a home tab',
      checkView(home([input({ type: 'url_text_input' })])),
      '/blocks/0/element',
      /not available/,
    ],
    [
      'a number input in a home tab',
      checkView(home([input({ type: 'number_input', is_decimal_allowed: false })])),
      '/blocks/0/element',
      /not available/,
    ],
    [
      'a datetimepicker in a home tab',
      checkView(home([actions({ type: 'datetimepicker' })])),
      '/blocks/0/elements/0',
      /not available/,
    ],
    [
      'a file input in a message',
      checkMessage({ text: 'A', blocks: [input({ type: 'file_input' })] }),
      '/blocks/0/element',
      /not available/,
    ],
    [
      'a second block_id',
      inModal(section({ block_id: 'a' }), section({ block_id: 'a' })),
      '/blocks/1/block_id',
      /earlier block/,
    ],
    [
      'a second action_id',
      inModal(actions(button({ action_id: 'a' }), select({ action_id: 'a' }))),
      '/blocks/0/elements/1/action_id',
      /earlier element/,
    ],
    [
      'a second focus',
      inModal(input({ ...field, focus_on_load: true }), input({ ...field, focus_on_load: true })),
      '/blocks/1/element/focus_on_load',
      /earlier/,
    ],
    [
      'options and groups',
      inModal(actions(select({ option_groups: [{ label: plain('G'), options: options(1) }] }))),
      '/blocks/0/elements/0',
      'needs either options or option_groups',
    ],
    [
      'neither options nor groups',
      inModal(actions({ type: 'static_select' })),
      '/blocks/0/elements/0',
      'needs either options or option_groups',
    ],
    [
      'an option value twice',
      inModal(actions(select({ options: [option(), option()] }))),
      '/blocks/0/elements/0/options',
      /"a" twice/,
    ],
    [
      'an option without value',
      inModal(actions(select({ options: [without(option(), 'value')] }))),
      '/blocks/0/elements/0/options/0/value',
      'is missing',
    ],
    [
      'a mrkdwn option in a select',
      inModal(actions(select({ options: [option('a', { text: mrkdwn('A') })] }))),
      '/blocks/0/elements/0/options/0/text/type',
      'must be "plain_text"',
    ],
    [
      'a URL on an option of a select',
      inModal(actions(select({ options: [option('a', { url: 'https://example.org' })] }))),
      '/blocks/0/elements/0/options/0/url',
      /not a key/,
    ],
    [
      'an initial option with another text',
      inModal(actions(select({ initial_option: { ...option('0'), text: plain('Other') } }))),
      '/blocks/0/elements/0/initial_option',
      'is not exactly one of the options',
    ],
    [
      'an initial option with emoji set only there',
      inModal(
        actions(select({ initial_option: option('0', { text: { ...plain('Option 0'), emoji: true } }) })),
      ),
      '/blocks/0/elements/0/initial_option',
      /not exactly/,
    ],
    [
      'initial options not offered',
      inModal(
        actions({ type: 'checkboxes', options: options(1), initial_options: [option('0'), option('9')] }),
      ),
      '/blocks/0/elements/0/initial_options/1',
      /not exactly/,
    ],
    [
      'no initial options at all',
      inModal(actions({ type: 'checkboxes', options: options(1), initial_options: [] })),
      '/blocks/0/elements/0/initial_options',
      'is empty',
    ],
    [
      'more initial options than selectable',
      inModal(
        actions({
          type: 'multi_static_select',
          options: options(3),
          initial_options: options(3),
          max_selected_items: 2,
        }),
      ),
      '/blocks/0/elements/0/initial_options',
      /max_selected_items/,
    ],
    [
      'max_selected_items of zero',
      inModal(actions({ type: 'multi_users_select', max_selected_items: 0 })),
      '/blocks/0/elements/0/max_selected_items',
      'is less than 1',
    ],
    [
      'a confirm without text',
      inModal(actions(button({ confirm: without(confirm(), 'text') }))),
      '/blocks/0/elements/0/confirm/text',
      'is missing',
    ],
    [
      'an unknown style',
      inModal(actions(button({ style: 'green' }))),
      '/blocks/0/elements/0/style',
      'must be "primary" or "danger"',
    ],
    [
      'a javascript URL',
      inModal(actions(button({ url: 'javascript:alert(1)' }))),
      '/blocks/0/elements/0/url',
      'must be an http or https URL',
    ],
    [
      'a file URL of an image',
      inModal(image({ image_url: 'file:///etc/passwd' })),
      '/blocks/0/image_url',
      'must be an http or https URL',
    ],
    ['an image without alt_text', inModal(without(image(), 'alt_text')), '/blocks/0/alt_text', 'is missing'],
    [
      'an image without source',
      inModal(without(image(), 'image_url')),
      '/blocks/0',
      /image_url or a slack_file/,
    ],
    [
      'an image with two sources',
      inModal(image({ slack_file: { id: 'F1' } })),
      '/blocks/0',
      /image_url or a slack_file/,
    ],
    [
      'a Slack file with id and url',
      inModal({ type: 'image', alt_text: 'A', slack_file: { id: 'F1', url: 'https://example.org' } }),
      '/blocks/0/slack_file',
      /either an id or a url/,
    ],
    [
      'a date that does not exist',
      inModal(input({ type: 'datepicker', initial_date: '2027-02-29' })),
      '/blocks/0/element/initial_date',
      /YYYY-MM-DD/,
    ],
    [
      'a time out of range',
      inModal(input({ type: 'timepicker', initial_time: '24:00' })),
      '/blocks/0/element/initial_time',
      /HH:mm/,
    ],
    [
      'an unknown time zone',
      inModal(input({ type: 'timepicker', timezone: 'Mars/Base' })),
      '/blocks/0/element/timezone',
      /IANA/,
    ],
    [
      'milliseconds',
      inModal(input({ type: 'datetimepicker', initial_date_time: 1628633820000 })),
      '/blocks/0/element/initial_date_time',
      /10 digits/,
    ],
    [
      'min_length over max_length',
      inModal(input({ ...field, min_length: 4, max_length: 3 })),
      '/blocks/0/element/min_length',
      'is greater than max_length',
    ],
    [
      'min_value over max_value',
      inModal(input({ type: 'number_input', is_decimal_allowed: false, min_value: '10', max_value: '9' })),
      '/blocks/0/element/min_value',
      'is greater than max_value',
    ],
    [
      'a number input that does not say decimals',
      inModal(input({ type: 'number_input' })),
      '/blocks/0/element/is_decimal_allowed',
      'is missing',
    ],
    [
      'dispatch_action with a file',
      inModal(input({ type: 'file_input' }, { dispatch_action: true })),
      '/blocks/0/dispatch_action',
      /file_input/,
    ],
    [
      'an unknown dispatch trigger',
      inModal(input({ ...field, dispatch_action_config: { trigger_actions_on: ['on_blur'] } })),
      '/blocks/0/element/dispatch_action_config/trigger_actions_on/0',
      /must be/,
    ],
    [
      'an empty conversation filter',
      inModal(input({ type: 'conversations_select', filter: {} })),
      '/blocks/0/element/filter',
      /criterion/,
    ],
    [
      'response_url_enabled among actions',
      inModal(actions({ type: 'channels_select', response_url_enabled: true })),
      '/blocks/0/elements/0/response_url_enabled',
      /input block of a modal/,
    ],
    [
      'unknown rich text',
      inModal(richText({ type: 'blink', text: 'A' })),
      '/blocks/0/elements/0/elements/0/type',
      /not possible/,
    ],
    [
      'rich text with a javascript link',
      inModal(richText({ type: 'link', url: 'javascript:x' })),
      '/blocks/0/elements/0/elements/0/url',
      /http/,
    ],
  ])('%s', (_name, problems, path, message) => {
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    expect(problems).toContainEqual({ path, message: expected });
  });

  it('names every problem of a view at once', () => {
    const problems = checkView(
      modal([actions(button({ value: 1 })), { type: 'banner' }], { title: plain('') }),
    );
    expect(problems).toEqual([
      { path: '/title/text', message: 'is empty' },
      { path: '/blocks/0/elements/0/value', message: 'must be a string' },
      { path: '/blocks/1/type', message: '"banner" is not possible as a block' },
    ]);
  });
});

describe('messages', () => {
  it('accepts text alone, text with blocks, and blocks taken away', () => {
    expect(checkMessage({ text: 'Hello' })).toEqual([]);
    expect(checkMessage({ text: 'Hello', blocks: [section()] })).toEqual([]);
    expect(checkMessage({ text: 'Hello', blocks: [] })).toEqual([]);
  });

  it('asks for top-level text, with and without blocks', () => {
    expect(checkMessage({ blocks: [section()] })).toEqual([{ path: '/text', message: 'is missing' }]);
    expect(checkMessage({})).toEqual([{ path: '/text', message: 'is missing' }]);
  });
});
