import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ElementState } from '../../../src/sandbox/slack/screen.ts';
import { as, type Driver } from '../../support/slack.ts';
import {
  button,
  input,
  modal,
  OLGA,
  option,
  section,
  startWorkspace,
  type TestWorkspace,
} from './fixture.ts';

let home: TestWorkspace;
let olga: Driver;
beforeEach(async () => {
  home = await startWorkspace();
  olga = as(home.slack, OLGA);
});
afterEach(() => home.stop());

async function open(blocks: KnownBlock[], rest: Partial<ModalView> = {}): Promise<void> {
  const { trigger_id } = await home.command();
  const opened = await home.call('views.open', { trigger_id, view: modal(blocks, rest) });
  expect(opened).toMatchObject({ ok: true });
  home.received.length = 0;
}

const change = (blockId: string, value: ElementState, enter?: true) =>
  home.slack.perform(OLGA, {
    kind: 'change',
    on: { type: 'modal', viewId: olga.modal().id },
    blockId,
    actionId: blockId,
    value,
    ...(enter ? { enter } : {}),
  });

describe('before a form is sent', () => {
  it.each([
    ['an empty required field', { type: 'plain_text_input' }, null, 'Please complete this required field.'],
    [
      'unticked checkboxes',
      { type: 'checkboxes', options: [option('a')] },
      [],
      'Please complete this required field.',
    ],
    [
      'a text that is too short',
      { type: 'plain_text_input', min_length: 3 },
      'ab',
      'Please enter at least 3 characters.',
    ],
    [
      'a text that is too long',
      { type: 'plain_text_input', max_length: 3 },
      'abcd',
      'Please enter no more than 3 characters.',
    ],
    [
      'a text over 3,000 characters',
      { type: 'plain_text_input' },
      'x'.repeat(3001),
      'Please enter no more than 3000 characters.',
    ],
    ['a wrong address', { type: 'email_text_input' }, 'a@b', 'Please enter a valid email address.'],
    ['a wrong link', { type: 'url_text_input' }, 'b.example', 'Please enter a valid URL.'],
    ['no number', { type: 'number_input', is_decimal_allowed: true }, 'ten', 'Please enter a valid number.'],
    [
      'a fraction',
      { type: 'number_input', is_decimal_allowed: false },
      '1.5',
      'Please enter a whole number.',
    ],
    [
      'a number too small',
      { type: 'number_input', is_decimal_allowed: false, min_value: '2' },
      1,
      'Please enter a number of 2 or more.',
    ],
    [
      'a number too large',
      { type: 'number_input', is_decimal_allowed: false, max_value: '2' },
      3,
      'Please enter a number of 2 or less.',
    ],
  ])('Slack refuses %s by itself', async (_what, element, entry, error) => {
    await open([input('field', element)]);
    await olga.fill({ field: entry });
    expect(await olga.submit()).toMatchObject({ ok: false });
    expect(olga.errors()).toEqual({ field: error });
    expect(home.received).toEqual([]);
  });

  it('lets an optional field stay empty', async () => {
    await open([input('field', { type: 'email_text_input' }, { optional: true })]);
    expect(await olga.submit()).toEqual({ ok: true });
  });

  it.each([
    [
      'a choice that is not offered',
      { type: 'static_select', options: [option('a')] },
      { selected_option: option('b') },
    ],
    [
      'a radio button that is not there',
      { type: 'radio_buttons', options: [option('a')] },
      { selected_option: option('b') },
    ],
    ['an option that the app never suggested', { type: 'external_select' }, { selected_option: option('b') }],
    [
      'more than max_selected_items',
      { type: 'multi_static_select', options: [option('a'), option('b')], max_selected_items: 1 },
      { selected_options: [option('a'), option('b')] },
    ],
    ['a person who is not there', { type: 'users_select' }, { selected_user: 'U0NOBODY' }],
    ['a private channel in a channel select', { type: 'channels_select' }, { selected_channel: 'G0ADMIN' }],
    ['a conversation of others', { type: 'conversations_select' }, { selected_conversation: 'D0OTHER' }],
    ['a date that is none', { type: 'datepicker' }, { selected_date: '2026-02-30' }],
    ['a time that is none', { type: 'timepicker' }, { selected_time: '25:00' }],
  ])('takes no %s', async (_what, element, value) => {
    await open([input('field', element)]);
    expect(await change('field', { type: element.type, ...value })).toMatchObject({ ok: false });
  });

  it('takes a value of the element’s own type only', async () => {
    await open([input('field', { type: 'plain_text_input' })]);
    expect(await change('field', { type: 'static_select', selected_option: option('a') })).toMatchObject({
      ok: false,
    });
  });
});

describe('view_submission', () => {
  it('carries every kind of value as Slack does', async () => {
    const options = [option('a'), option('b')];
    await open([
      input('text', { type: 'plain_text_input' }),
      input('mail', { type: 'email_text_input' }),
      input('number', { type: 'number_input', is_decimal_allowed: false }),
      input('select', {
        type: 'static_select',
        option_groups: [{ label: { type: 'plain_text', text: 'G' }, options }],
      }),
      input('several', { type: 'multi_static_select', options }),
      input('radio', { type: 'radio_buttons', options }),
      input('ticks', { type: 'checkboxes', options }),
      input('day', { type: 'datepicker' }),
      input('who', { type: 'users_select' }),
      input('where', { type: 'conversations_select' }),
      input('channel', { type: 'channels_select' }),
      input('empty', { type: 'plain_text_input' }, { optional: true }),
    ]);
    await olga.fill({
      text: 'Hi',
      mail: 'a@b.example',
      number: 5,
      select: 'b',
      several: ['a', 'b'],
      radio: 'a',
      ticks: true,
      day: '2026-11-21',
      who: 'ivan',
      where: '#admin',
      channel: 'general',
    });
    expect(await olga.submit()).toEqual({ ok: true });
    expect(home.received[0]).toMatchObject({
      type: 'view_submission',
      team: { id: 'T0HOME' },
      user: { id: OLGA, name: 'olga', team_id: 'T0HOME' },
      trigger_id: expect.any(String),
      response_urls: [],
      view: {
        callback_id: 'form',
        state: {
          values: {
            text: { text: { type: 'plain_text_input', value: 'Hi' } },
            mail: { mail: { type: 'email_text_input', value: 'a@b.example' } },
            number: { number: { type: 'number_input', value: '5' } },
            select: { select: { type: 'static_select', selected_option: option('b') } },
            several: { several: { selected_options: options } },
            radio: { radio: { selected_option: option('a') } },
            ticks: { ticks: { selected_options: options } },
            day: { day: { type: 'datepicker', selected_date: '2026-11-21' } },
            who: { who: { selected_user: 'U0IVAN' } },
            where: { where: { selected_conversation: 'G0ADMIN' } },
            channel: { channel: { selected_channel: 'C0GENERAL' } },
            empty: { empty: { type: 'plain_text_input', value: null } },
          },
        },
      },
    });
  });

  it('closes only the top view when the answer is empty', async () => {
    await open([button('go')]);
    await olga.press('go');
    await home.call('views.push', {
      trigger_id: home.received.at(-1)?.trigger_id,
      view: modal([section('Top')]),
    });
    expect(await olga.submit()).toEqual({ ok: true });
    expect(olga.screen().modals).toHaveLength(1);
  });

  it('shows field errors, updates, pushes and clears', async () => {
    await open([input('name', { type: 'plain_text_input', initial_value: 'Ada' })]);
    home.handle(() => ({ response_action: 'errors', errors: { name: 'Taken.' } }));
    expect(await olga.submit()).toMatchObject({ ok: false });
    expect(olga.errors()).toEqual({ name: 'Taken.' });
    home.handle(() => ({ response_action: 'update', view: modal([section('Updated')]) }));
    await olga.submit();
    expect(olga.text()).toContain('Updated');
    home.handle(() => ({ response_action: 'push', view: modal([section('Pushed')]) }));
    await olga.submit();
    expect(olga.screen().modals).toHaveLength(2);
    home.handle(() => ({ response_action: 'clear' }));
    expect(await olga.submit()).toEqual({ ok: true });
    expect(olga.hasModal()).toBe(false);
    expect(home.slack.violations).toEqual([]);
  });

  it('keeps what was entered below a pushed view, and says what lies below', async () => {
    await open([
      input('name', { type: 'plain_text_input' }),
      input('role:org-1', { type: 'static_select', options: [option('a'), option('b')] }),
    ]);
    const below = olga.modal().id;
    await olga.fill({ name: 'Ada', role: 'b' });
    home.handle(() => ({
      response_action: 'push',
      view: modal([input('sure', { type: 'plain_text_input' })], { callback_id: 'review' }),
    }));
    await olga.submit();
    await olga.fill({ sure: 'Yes' });
    home.handle(() => ({ response_action: 'errors', errors: { sure: 'Think again.' } }));
    await olga.submit();
    expect(home.received.at(-1)).toMatchObject({
      view: { callback_id: 'review', previous_view_id: below, root_view_id: below },
    });
    await olga.close();
    expect(olga.modal()).toMatchObject({
      id: below,
      state: {
        name: { name: { value: 'Ada' } },
        'role:org-1': { 'role:org-1': { selected_option: { value: 'b' } } },
      },
    });
  });

  it('puts an error on a field whose block has a scope', async () => {
    await open([input('role:org-1', { type: 'plain_text_input', initial_value: 'x' })]);
    home.handle(() => ({ response_action: 'errors', errors: { 'role:org-1': 'Choose another.' } }));
    await olga.submit();
    expect(olga.modal().errors).toEqual({ 'role:org-1': 'Choose another.' });
    expect(olga.errors()).toEqual({ role: 'Choose another.' });
  });

  it.each([
    [
      'errors for a block that is no input',
      { response_action: 'errors', errors: { nowhere: 'x' } },
      'nowhere',
    ],
    [
      'errors that are not text',
      { response_action: 'errors', errors: { name: { text: 'x' } } },
      'plain text',
    ],
    ['no errors at all', { response_action: 'errors', errors: {} }, 'empty'],
    ['an invalid view', { response_action: 'update', view: { type: 'modal' } }, 'invalid_arguments'],
    ['an unknown action', { response_action: 'close' }, 'invalid_response_action'],
    ['something else', { text: 'Thanks' }, 'invalid_response_action'],
  ])('refuses an answer with %s', async (_what, answer, words) => {
    await open([input('name', { type: 'plain_text_input', initial_value: 'Ada' }), section('x')]);
    home.handle(() => answer);
    expect(await olga.submit()).toEqual({ ok: false, error: 'We had some trouble connecting. Try again?' });
    expect(olga.modal().busy).toBe(false);
    expect(olga.notices()).toHaveLength(1);
    expect(home.slack.violations[0]).toContain(words);
  });

  it('refuses a push onto a full stack', async () => {
    await open([section('1')]);
    home.handle(() => ({ response_action: 'push', view: modal() }));
    await olga.submit();
    await olga.submit();
    expect(await olga.submit()).toMatchObject({ ok: false });
    expect(home.slack.violations[0]).toContain('push_limit_reached');
  });

  it('goes out from the top view only, once at a time, and only with a submit button', async () => {
    await open([section('1')]);
    const viewId = olga.modal().id;
    home.handle(() => ({ response_action: 'push', view: { ...modal(), submit: undefined } }));
    const [first, second] = await Promise.all([olga.submit(), olga.submit()]);
    expect([first, second]).toMatchObject([{ ok: true }, { ok: false }]);
    expect(await home.slack.perform(OLGA, { kind: 'submit', viewId })).toMatchObject({ ok: false });
    expect(await olga.submit()).toMatchObject({ ok: false });
  });
});

describe('a modal opened from a modal', () => {
  it('comes on top of it', async () => {
    await open([button('go')]);
    await olga.press('go');
    const trigger_id = home.received.at(-1)?.trigger_id;
    expect(await home.call('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
    expect(olga.screen().modals).toHaveLength(2);
  });
});

describe('response_urls', () => {
  it('come for each conversation that is chosen in a select that asks for them', async () => {
    await open([input('where', { type: 'conversations_select', response_url_enabled: true })]);
    await olga.fill({ where: 'general' });
    await olga.submit();
    expect(home.received[0]?.response_urls).toMatchObject([
      {
        block_id: 'where',
        action_id: 'where',
        channel_id: 'C0GENERAL',
        response_url: expect.stringContaining('/app/'),
      },
    ]);
  });
});

describe('view_closed', () => {
  it('comes only to a view that asks for it', async () => {
    await open([section('1')]);
    await olga.close();
    expect(home.received).toEqual([]);
    await open([section('1')], { notify_on_close: true });
    await olga.close();
    expect(home.received).toMatchObject([
      { type: 'view_closed', is_cleared: false, view: { callback_id: 'form' } },
    ]);
  });

  it('comes with is_cleared for the root when everything is closed', async () => {
    await open([section('1')], { notify_on_close: true, callback_id: 'root' });
    home.handle(() => ({ response_action: 'push', view: modal([section('2')], { notify_on_close: true }) }));
    await olga.submit();
    home.received.length = 0;
    await olga.close({ all: true });
    expect(olga.hasModal()).toBe(false);
    expect(home.received).toMatchObject([{ is_cleared: true, view: { callback_id: 'root' } }]);
  });

  it('clears the stack when the view says so', async () => {
    await open([section('1')]);
    home.handle(() => ({ response_action: 'push', view: modal([section('2')], { clear_on_close: true }) }));
    await olga.submit();
    await olga.close();
    expect(olga.hasModal()).toBe(false);
  });

  it('goes by the view that is shown now', async () => {
    await open([section('1')]);
    home.handle(() => ({ response_action: 'push', view: modal([section('2')], { clear_on_close: true }) }));
    await olga.submit();
    home.handle(() => ({ response_action: 'update', view: modal([section('3')]) }));
    await olga.submit();
    await olga.close();
    expect(olga.text()).toContain('1');
  });
});
