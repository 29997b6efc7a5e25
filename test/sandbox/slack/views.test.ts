import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Obj } from '../../../src/sandbox/slack/json.ts';
import { as } from '../../support/slack.ts';
import {
  button,
  input,
  manifest,
  modal,
  OLGA,
  option,
  PAT,
  section,
  startWorkspace,
  type TestWorkspace,
} from './fixture.ts';

let home: TestWorkspace;
beforeEach(async () => {
  home = await startWorkspace();
});
afterEach(() => home.stop());

const trigger = async () => (await home.command()).trigger_id;
const open = async (view: object = modal()) => home.call('views.open', { trigger_id: await trigger(), view });

const viewIn = (answer: Obj) => answer.view as { id: string; hash: string };

/** A trigger from within the open modal. */
async function modalTrigger(): Promise<unknown> {
  await as(home.slack, OLGA).press('go', { in: 'modal' });
  return home.received.at(-1)?.trigger_id;
}

describe('trigger_id', () => {
  it('opens one modal, in the real shape', async () => {
    const opened = await open(modal([section('Hello')], { private_metadata: 'x', external_id: 'one' }));
    expect(opened).toMatchObject({
      ok: true,
      view: {
        id: expect.stringMatching(/^V/),
        team_id: 'T0HOME',
        type: 'modal',
        hash: expect.any(String),
        state: { values: {} },
        root_view_id: expect.stringMatching(/^V/),
        previous_view_id: null,
        external_id: 'one',
        private_metadata: 'x',
        app_installed_team_id: 'T0HOME',
      },
    });
    expect(as(home.slack, OLGA).text()).toContain('Hello');
    expect(home.slack.violations).toEqual([]);
  });

  it('serves once', async () => {
    const trigger_id = await trigger();
    expect(await home.call('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
    expect(await home.call('views.open', { trigger_id, view: modal() })).toMatchObject({
      error: 'exchanged_trigger_id',
    });
  });

  it('expires', async () => {
    const brief = await startWorkspace({ triggerLifetimeMs: 30 });
    const { trigger_id } = await brief.command();
    await sleep(50);
    expect(await brief.call('views.open', { trigger_id, view: modal() })).toMatchObject({
      error: 'expired_trigger_id',
    });
    expect(brief.slack.violations[0]).toContain('expired_trigger_id');
    await brief.stop();
  });

  it('must be one that Slack made', async () => {
    expect(await home.call('views.open', { trigger_id: '1.2.x', view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
    expect(await home.call('views.open', { view: modal() })).toMatchObject({ error: 'invalid_arguments' });
  });

  it('is not spent by a call that fails', async () => {
    const trigger_id = await trigger();
    await home.call('views.open', { trigger_id, view: { type: 'modal' } });
    expect(await home.call('views.open', { trigger_id, view: modal() })).toMatchObject({ ok: true });
  });
});

describe('a view', () => {
  it('that breaks a limit is refused with its place', async () => {
    const refused = await open(modal([], { title: { type: 'plain_text', text: 'x'.repeat(25) } }));
    expect(refused).toMatchObject({ ok: false, error: 'invalid_arguments' });
    expect(JSON.stringify(refused.response_metadata)).toContain('[json-pointer:/view/title/text]');
  });

  it('over 250 KB is refused', async () => {
    const options = Array.from({ length: 100 }, (_, n) => option(`v${n}`, 'é'.repeat(75)));
    const blocks = Array.from({ length: 20 }, (_, n) => input(`i${n}`, { type: 'static_select', options }));
    expect(await open(modal(blocks))).toMatchObject({ error: 'view_too_large' });
  });

  it('must be of the kind that the method takes', async () => {
    expect(await open({ type: 'home', blocks: [] })).toMatchObject({ error: 'invalid_arguments' });
    expect(await home.call('views.publish', { user_id: OLGA, view: modal() })).toMatchObject({
      error: 'invalid_arguments',
    });
  });

  it('needs an external_id of its own', async () => {
    await open(modal([section('a')], { external_id: 'same' }));
    expect(
      await home.call('views.publish', {
        user_id: OLGA,
        view: { type: 'home', external_id: 'same', blocks: [] },
      }),
    ).toMatchObject({ error: 'duplicate_external_id' });
  });
});

describe('views.push', () => {
  it('stacks three modals and not a fourth', async () => {
    const view = modal([button('go')]);
    const first = (await open(view)).view as { id: string };
    const second = await home.call('views.push', { trigger_id: await modalTrigger(), view });
    expect(second).toMatchObject({ view: { previous_view_id: first.id, root_view_id: first.id } });
    await home.call('views.push', { trigger_id: await modalTrigger(), view });
    expect(as(home.slack, OLGA).screen().modals).toHaveLength(3);
    expect(await home.call('views.push', { trigger_id: await modalTrigger(), view })).toMatchObject({
      error: 'push_limit_reached',
    });
    expect(home.slack.violations).toHaveLength(1);
  });

  it('needs a trigger from a modal that is still open', async () => {
    expect(await home.call('views.push', { trigger_id: await trigger(), view: modal() })).toMatchObject({
      error: 'invalid_trigger_id',
    });
    await open(modal([button('go')]));
    const trigger_id = await modalTrigger();
    await as(home.slack, OLGA).close();
    expect(await home.call('views.push', { trigger_id, view: modal() })).toMatchObject({
      error: 'not_found',
    });
  });
});

describe('views.update', () => {
  it('changes a view by id or external_id and gives it a new hash', async () => {
    const view = viewIn(await open(modal([section('a')], { external_id: 'ext' })));
    const next = await home.call('views.update', {
      view_id: view.id,
      hash: view.hash,
      view: modal([section('b')], { external_id: 'ext' }),
    });
    expect(next).toMatchObject({ ok: true, view: { id: view.id } });
    expect((next.view as { hash: string }).hash).not.toBe(view.hash);
    expect(
      await home.call('views.update', { external_id: 'ext', view: modal([section('c')]) }),
    ).toMatchObject({ ok: true });
    expect(as(home.slack, OLGA).text()).toContain('c');
  });

  it('refuses an old hash', async () => {
    const view = viewIn(await open());
    const update = () => home.call('views.update', { view_id: view.id, hash: view.hash, view: modal() });
    expect(await update()).toMatchObject({ ok: true });
    expect(await update()).toMatchObject({ error: 'hash_conflict' });
    expect(home.slack.violations).toEqual([]);
  });

  it('finds no view that is closed', async () => {
    const view = viewIn(await open());
    await as(home.slack, OLGA).close();
    expect(await home.call('views.update', { view_id: view.id, view: modal() })).toMatchObject({
      error: 'not_found',
    });
  });

  it('keeps what was entered under the same ids, selects included, and nothing else', async () => {
    const options = [option('a'), option('b')];
    const blocks = [
      input('name', { type: 'plain_text_input' }),
      input('role', { type: 'static_select', options }),
      input('note', { type: 'plain_text_input' }),
    ];
    const view = viewIn(await open(modal(blocks)));
    const olga = as(home.slack, OLGA);
    await olga.fill({ name: 'Ada', role: 'b', note: 'Hi' });

    const changed = [
      input('name', { type: 'plain_text_input', initial_value: 'ignored' }),
      input('role', { type: 'static_select', options: [option('a'), option('c')] }),
      input('note-2', { type: 'plain_text_input', initial_value: 'fresh' }),
    ];
    const updated = await home.call('views.update', { view_id: view.id, view: modal(changed) });
    expect(updated).toMatchObject({
      view: {
        state: {
          values: {
            name: { name: { type: 'plain_text_input', value: 'Ada' } },
            role: { role: { selected_option: { value: 'b' } } },
            'note-2': { 'note-2': { value: 'fresh' } },
          },
        },
      },
    });
  });
});

describe('a select that depends on another', () => {
  const business = {
    type: 'static_select',
    options: [option('org-1'), option('org-2')],
  };
  const app = (scope: string) =>
    input(`app:${scope}`, { type: 'static_select', action_id: 'app', options: [option('crm')] });

  it('is empty once its block has another scope, and empty again when the first scope is back', async () => {
    const view = viewIn(await open(modal([input('business', business), app('org-1')])));
    const olga = as(home.slack, OLGA);
    const shows = (scope: string) =>
      home.call('views.update', {
        view_id: view.id,
        view: modal([input('business', business), app(scope)]),
      });
    await olga.fill({ business: 'org-1', app: 'crm' });
    expect((await shows('org-1')).view).toMatchObject({
      state: { values: { 'app:org-1': { app: { selected_option: { value: 'crm' } } } } },
    });
    for (const scope of ['org-2', 'org-1']) {
      expect((await shows(scope)).view).toMatchObject({
        state: {
          values: {
            business: { business: { selected_option: { value: 'org-1' } } },
            [`app:${scope}`]: { app: { selected_option: null } },
          },
        },
      });
    }
  });
});

describe('views.publish', () => {
  const view = { type: 'home', blocks: [section('Home')] };

  it('publishes a Home for one person, guarded by its hash', async () => {
    const first = (await home.call('views.publish', { user_id: OLGA, view })) as { view?: { hash: string } };
    const hash = first.view?.hash;
    expect(await home.call('views.publish', { user_id: OLGA, view, hash })).toMatchObject({ ok: true });
    expect(await home.call('views.publish', { user_id: OLGA, view, hash })).toMatchObject({
      error: 'hash_conflict',
    });
    expect(as(home.slack, OLGA).text('home')).toBe('Home');
    expect(home.slack.screen(PAT).home).toBeNull();
  });

  it('needs the Home tab', async () => {
    const closed = await startWorkspace({
      manifest: manifest((source) => {
        source.features.app_home.home_tab_enabled = false;
      }),
    });
    expect(await closed.call('views.publish', { user_id: OLGA, view })).toMatchObject({
      error: 'not_enabled',
    });
    expect(await as(closed.slack, OLGA).openHome()).toMatchObject({ ok: false });
    await closed.stop();
  });

  it('needs somebody to publish to', async () => {
    expect(await home.call('views.publish', { user_id: 'U0NOBODY', view })).toMatchObject({
      error: 'invalid_arguments',
    });
  });
});

describe('app_home_opened', () => {
  it('comes at every opening of either tab, with the published view', async () => {
    const olga = as(home.slack, OLGA);
    await olga.openHome();
    await home.call('views.publish', { user_id: OLGA, view: { type: 'home', blocks: [] } });
    await olga.openHome();
    await olga.read();
    expect(home.received.map(({ event }) => event)).toMatchObject([
      { type: 'app_home_opened', tab: 'home', user: OLGA, channel: expect.stringMatching(/^D/) },
      { tab: 'home', view: { type: 'home' } },
      { tab: 'messages' },
    ]);
    expect(home.received[0]?.event).not.toHaveProperty('view');
  });
});
