import type { KnownBlock, ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ElementState } from '../../../src/sandbox/slack/screen.ts';
import { as, type Driver } from '../../support/slack.ts';
import {
  button,
  input,
  manifest,
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

describe('block_actions', () => {
  it('come from an input block only with dispatch_action', async () => {
    const options = [option('a')];
    await open([
      input('quiet', { type: 'static_select', options }),
      input('loud', { type: 'static_select', options }, { dispatch_action: true }),
    ]);
    await olga.fill({ quiet: 'a' });
    expect(home.received).toEqual([]);
    await olga.fill({ loud: 'a' });
    expect(home.received[0]).toMatchObject({
      type: 'block_actions',
      container: { type: 'view', view_id: olga.modal().id },
      view: { state: { values: { quiet: { quiet: { selected_option: { value: 'a' } } } } } },
      actions: [
        {
          type: 'static_select',
          block_id: 'loud',
          action_id: 'loud',
          selected_option: { value: 'a' },
          action_ts: expect.any(String),
        },
      ],
    });
    expect(home.received[0]).not.toHaveProperty('response_url');
  });

  it('come from a text input on Enter, or at each character, as it is configured', async () => {
    const onCharacter = { trigger_actions_on: ['on_character_entered'] };
    await open([
      input('enter', { type: 'plain_text_input' }, { dispatch_action: true }),
      input(
        'each',
        { type: 'plain_text_input', dispatch_action_config: onCharacter },
        { dispatch_action: true },
      ),
    ]);
    await change('enter', { type: 'plain_text_input', value: 'A' });
    expect(home.received).toEqual([]);
    await change('enter', { type: 'plain_text_input', value: 'A' }, true);
    await change('each', { type: 'plain_text_input', value: 'B' });
    expect(home.received.map(({ actions }) => (actions as { value: string }[])[0]?.value)).toEqual([
      'A',
      'B',
    ]);
  });

  it('come from radio buttons in an actions block, with everything that is filled in', async () => {
    const ways = {
      type: 'radio_buttons',
      action_id: 'way',
      options: [option('old', 'Has an account'), option('new', 'New person')],
    };
    await open([
      { type: 'actions', block_id: 'ways', elements: [ways] } as KnownBlock,
      input('day', { type: 'datepicker' }),
      input('seats', { type: 'number_input', is_decimal_allowed: false }),
    ]);
    await olga.fill({ day: '2026-12-24', seats: 3 });
    await olga.choose('ways', 'New person');
    expect(home.received).toMatchObject([
      {
        actions: [{ type: 'radio_buttons', action_id: 'way', selected_option: { value: 'new' } }],
        view: {
          state: {
            values: {
              ways: { way: { selected_option: { value: 'new' } } },
              day: { day: { type: 'datepicker', selected_date: '2026-12-24' } },
              seats: { seats: { type: 'number_input', value: '3' } },
            },
          },
        },
      },
    ]);
  });

  it('come from accessories, overflow menus and links', async () => {
    const link = {
      type: 'button',
      action_id: 'docs',
      url: 'https://x.example',
      text: { type: 'plain_text', text: 'Docs' },
    };
    const menu = {
      type: 'overflow',
      action_id: 'more',
      options: [option('edit', 'Edit'), option('drop', 'Drop')],
    };
    const blocks = [
      { ...section('a'), accessory: link },
      { type: 'actions', elements: [menu] },
      {
        ...section('b'),
        accessory: { type: 'static_select', action_id: 'pick', options: [option('x')] },
        block_id: 'pick',
      },
    ] as KnownBlock[];
    await home.call('chat.postMessage', { channel: 'C0GENERAL', text: 'Hi', blocks });
    await olga.press('docs');
    await olga.press('more', { text: 'Drop' });
    await olga.choose('pick', 'x');
    expect(home.received).toMatchObject([
      { actions: [{ type: 'button', url: 'https://x.example' }], response_url: expect.any(String) },
      {
        actions: [{ type: 'overflow', selected_option: { value: 'drop' } }],
        container: { type: 'message', channel_id: 'C0GENERAL', is_ephemeral: false },
        channel: { id: 'C0GENERAL', name: 'general' },
        message: { text: 'Hi', ts: expect.any(String) },
        team: { id: 'T0HOME' },
      },
      {
        actions: [{ type: 'static_select' }],
        state: { values: { pick: { pick: { selected_option: { value: 'x' } } } } },
      },
    ]);
  });

  it('bring no copy of an ephemeral message', async () => {
    await home.call('chat.postEphemeral', {
      channel: 'C0GENERAL',
      user: OLGA,
      text: 'Hi',
      blocks: [button('go')],
    });
    await olga.press('go');
    expect(home.received[0]).toMatchObject({ container: { is_ephemeral: true } });
    expect(home.received[0]).not.toHaveProperty('message');
  });

  it('need interactivity in the manifest', async () => {
    const silent = await startWorkspace({
      manifest: manifest((source) => {
        source.settings.interactivity.is_enabled = false;
      }),
    });
    await silent.call('chat.postMessage', { channel: 'C0GENERAL', text: 'Hi', blocks: [button('go')] });
    expect(await as(silent.slack, OLGA).press('go')).toMatchObject({ ok: false });
    expect(silent.received).toEqual([]);
    await silent.stop();
  });

  it('do not come from a message that is gone', async () => {
    const on = { type: 'message', conversation: 'C0GENERAL', ts: '1.000001' } as const;
    const press = { kind: 'press', on, blockId: 'b', actionId: 'a' } as const;
    expect(await home.slack.perform(OLGA, press)).toMatchObject({ ok: false });
  });
});

describe('block_suggestion', () => {
  it('asks the app, and lets what it offered be chosen', async () => {
    await open([input('door', { type: 'external_select', min_query_length: 2 })]);
    home.handle(() => ({ options: [option('front', 'Front door')] }));
    expect(await olga.offers('door', 'f')).toEqual([]);
    expect(home.received).toEqual([]);
    expect(await olga.offers('door', 'fr')).toEqual([{ text: 'Front door', value: 'front' }]);
    expect(home.received[0]).toMatchObject({
      type: 'block_suggestion',
      action_id: 'door',
      block_id: 'door',
      value: 'fr',
      view: { type: 'modal' },
    });
    await olga.fill({ door: 'Front door' });
    expect(home.slack.violations).toEqual([]);
  });

  it('comes from an actions block too, and the choice is sent at once', async () => {
    const door = { type: 'external_select', action_id: 'door', min_query_length: 0 };
    await open([{ type: 'actions', block_id: 'doors', elements: [door] } as KnownBlock]);
    home.handle(({ type }) =>
      type === 'block_suggestion' ? { options: [option('front', 'Front door')] } : undefined,
    );
    expect(await olga.choose('door', 'Front door')).toEqual({ ok: true });
    expect(home.received.at(-1)).toMatchObject({
      type: 'block_actions',
      actions: [{ block_id: 'doors', action_id: 'door', selected_option: option('front', 'Front door') }],
      view: { state: { values: { doors: { door: { selected_option: { value: 'front' } } } } } },
    });
  });

  it('does not say what else is filled in', async () => {
    await open([
      input('name', { type: 'plain_text_input' }),
      input('door', { type: 'external_select', min_query_length: 0 }),
    ]);
    await olga.fill({ name: 'Ada' });
    await olga.offers('door');
    expect(home.received[0]).toHaveProperty('type', 'block_suggestion');
    expect(home.received[0]).toHaveProperty('view.state.values', {});
  });

  it('lets the choice of an earlier rendering be chosen again', async () => {
    await open([
      input('door', {
        type: 'external_select',
        initial_option: option('back', 'Back door'),
        min_query_length: 0,
      }),
    ]);
    home.handle(() => ({ options: [option('front', 'Front door')] }));
    await olga.fill({ door: 'Front door' });
    await change('door', { type: 'external_select', selected_option: option('back', 'Back door') });
    expect(olga.modal().state).toMatchObject({ door: { door: { selected_option: { value: 'back' } } } });
  });

  it('takes option groups', async () => {
    await open([input('door', { type: 'external_select', min_query_length: 0 })]);
    home.handle(() => ({
      option_groups: [{ label: { type: 'plain_text', text: 'G' }, options: [option('a')] }],
    }));
    expect(await olga.offers('door')).toEqual([{ text: 'a', value: 'a' }]);
  });

  it.each([
    ['more than 100 options', { options: Array.from({ length: 101 }, (_, n) => option(`o${n}`)) }],
    ['no options', {}],
    ['a text over 75 characters', { options: [option('a', 'x'.repeat(76))] }],
  ])('refuses %s', async (_what, answer) => {
    await open([input('door', { type: 'external_select', min_query_length: 0 })]);
    home.handle(() => answer);
    expect(await olga.offers('door')).toEqual([]);
    expect(home.slack.violations).toHaveLength(1);
  });

  it('needs its own address in the manifest when the app uses HTTP', async () => {
    const other = await startWorkspace({
      manifest: manifest((source) => {
        source.settings.socket_mode_enabled = false;
      }),
    });
    const { trigger_id } = await other.command();
    await other.call('views.open', {
      trigger_id,
      view: modal([input('door', { type: 'external_select', min_query_length: 0 })]),
    });
    expect(await as(other.slack, OLGA).offers('door')).toEqual([]);
    expect(other.slack.violations[0]).toContain('message_menu_options_url');
    await other.stop();
  });
});
