import { describe, expect, it } from 'vitest';
import type { AppRow } from '../../src/domain/overviews.ts';
import { appModal } from '../../views/catalog/app-modal.ts';
import { appsModal } from '../../views/catalog/apps-modal.ts';
import { subscriptionModal } from '../../views/catalog/subscription-modal.ts';
import { subscriptionsModal } from '../../views/catalog/subscriptions-modal.ts';
import { visibleText } from '../support/slack-text.ts';
import { subscriptionRow } from './catalogue-direct.ts';
import { actionsIn, inputsIn, nodeWith } from './read.ts';
import { at, ordinary } from './samples.ts';

const aster = { id: 'o1', name: 'Aster' };
const birch = { id: 'o2', name: 'Birch' };
const onePage = { older: null, newer: null };
const atlas: AppRow = {
  id: 'a1',
  organizationId: 'o1',
  organizationName: 'Aster',
  name: 'Atlas',
  roles: [
    { id: 'r1', name: 'Viewer', privileged: false, archived: false },
    { id: 'r2', name: 'Keeper', privileged: true, archived: false },
  ],
  subscriptions: 1,
};

describe('Apps', () => {
  const apps = (items: AppRow[], organizations = [aster]) =>
    appsModal({ metadata: 'm', organizations, items, ...onePage });

  it('says that there is no app, and offers to add one', () => {
    expect(visibleText(apps([]).blocks)).toBe('Add an app\nNo app yet. Add the first one, with its roles.');
    expect(actionsIn(apps([]))).toEqual([['app-create', undefined]]);
  });

  it('offers nothing where there is nothing to change', () => {
    const view = apps([], []);
    expect(visibleText(view.blocks)).toBe('There is no organization whose apps you can change.');
    expect(actionsIn(view)).toEqual([]);
  });

  it('shows each app with its roles, the privileged ones marked in words', () => {
    const view = apps([atlas, { ...atlas, id: 'a2', name: '<!here> *Orbit*', roles: [], subscriptions: 2 }]);
    expect(view.blocks.slice(1)).toMatchObject([
      {
        block_id: 'app:a1',
        text: {
          type: 'plain_text',
          text: 'Atlas\nAster · 1 subscription\nRoles: Viewer and Keeper (two approvers)',
        },
        accessory: { action_id: 'app-edit', value: 'a1', accessibility_label: 'Edit the app Atlas' },
      },
      {
        block_id: 'app:a2',
        text: { type: 'plain_text', text: '<!here> *Orbit*\nAster · 2 subscriptions\nNo role is offered.' },
      },
    ]);
  });

  it('pages', () => {
    const view = appsModal({ metadata: 'm', organizations: [aster], items: [atlas], older: 'o', newer: 'n' });
    expect(actionsIn(view).slice(-2)).toEqual([
      ['page-newer', 'n'],
      ['page-older', 'o'],
    ]);
  });
});

describe('one app', () => {
  it('is added to the only organization without asking', () => {
    const view = appModal({ metadata: 'm', mode: 'create', organizations: [aster], values: {} });
    expect(inputsIn(view)).toEqual(['name', 'roles', 'privileged']);
    expect(view).toMatchObject({
      callback_id: 'app',
      title: { text: 'Add an app' },
      submit: { text: 'Add' },
    });
    expect(actionsIn(view)).toEqual([]);
    expect(nodeWith(view, { block_id: 'privileged' })).toMatchObject({
      optional: true,
      hint: { text: 'Roles that take two approvers, one per line.' },
    });
  });

  it('asks which organization it is added to, and chooses none', () => {
    const view = appModal({ metadata: 'm', mode: 'create', organizations: [aster, birch], values: {} });
    expect(inputsIn(view)).toEqual(['organizationId', 'name', 'roles', 'privileged']);
    expect(nodeWith(view, { action_id: 'organizationId' })).not.toHaveProperty('initial_option');
  });

  it('is changed where it is, and can be archived after a question', () => {
    const values = { name: 'Atlas', roles: 'Viewer\nKeeper', privileged: 'Keeper' };
    const view = appModal({ metadata: 'm', mode: 'edit', id: 'a1', organizations: [aster, birch], values });
    expect(inputsIn(view)).toEqual(['name', 'roles', 'privileged']);
    expect(nodeWith(view, { action_id: 'roles' })?.initial_value).toBe('Viewer\nKeeper');
    expect(nodeWith(view, { action_id: 'app-archive' })).toMatchObject({
      value: 'a1',
      style: 'danger',
      confirm: {
        title: { text: 'Archive the app?' },
        text: { text: 'Nobody can be invited to it then. Its subscriptions have to be archived first.' },
        confirm: { text: 'Archive' },
      },
    });
  });
});

describe('Subscriptions', () => {
  const subscriptions = (items: ReturnType<typeof subscriptionRow>[], hasApps = true) =>
    subscriptionsModal({ metadata: 'm', items, ...onePage, hasApps });
  const names = { appName: 'Atlas', name: 'Team', plan: 'Pro', organizationName: 'Aster' };

  it('says that there is none, and offers to add one', () => {
    expect(visibleText(subscriptions([]).blocks)).toBe(
      'Add a subscription\nNo subscription yet. Add the first one, to invite people to an app.',
    );
    expect(actionsIn(subscriptions([]))).toEqual([['subscription-create', undefined]]);
  });

  it('asks for an app first', () => {
    const view = subscriptions([], false);
    expect(visibleText(view.blocks)).toBe(
      'There is no app yet. Add one with /gatehouse apps, then its subscription.',
    );
    expect(actionsIn(view)).toEqual([]);
  });

  it('shows the seats as a bar and in words', () => {
    const view = subscriptions([subscriptionRow(ordinary, { ...names, waiting: 2 })]);
    expect(view.blocks.slice(1)).toMatchObject([
      {
        block_id: 'subscription:s1',
        text: {
          text: 'Atlas: Team\nAster · Plan: Pro\n■■■■■■■▣▣□\n7 in use, 2 held, 1 free of 10, 2 on the waitlist',
        },
        accessory: {
          action_id: 'subscription-edit',
          value: 's1',
          accessibility_label: 'Edit the subscription Team of Atlas',
        },
      },
    ]);
  });

  it('flags a limit below use, and loses nobody (A47)', () => {
    const view = subscriptions([subscriptionRow(ordinary, { ...names, active: 11, held: 1 })]);
    expect(visibleText(view)).toContain(
      '11 in use, 1 held, 2 over the limit of 10\nOver the limit: nobody loses access, nobody new gets it.',
    );
    expect(visibleText(subscriptions([subscriptionRow()]))).not.toContain('Over the limit');
  });

  it.each([
    [{ endsAt: null }, []],
    [
      { endsAt: at('30T23:59') },
      ['Ends <!date^1764547140^{date_short_pretty} {time}|2025-11-30 23:59 UTC>.'],
    ],
    [
      { endsAt: at('30T23:59'), isOver: true },
      ['Ended <!date^1764547140^{date_short_pretty} {time}|2025-11-30 23:59 UTC>: nobody new gets a seat.'],
    ],
  ])('says when it ends: %j', (more, lines) => {
    const view = subscriptions([subscriptionRow(ordinary, { ...names, ...more })]);
    expect(visibleText(view.blocks.slice(2)).split('\n').filter(Boolean)).toEqual(lines);
  });
});

describe('one subscription', () => {
  const apps = [{ id: 'a1', name: 'Atlas', organizationName: 'Aster' }];

  it('needs an app', () => {
    const view = subscriptionModal({ metadata: 'm', mode: 'create', apps: [], values: {} });
    expect(visibleText(view.blocks)).toBe('There is no app yet. Add one with /gatehouse apps.');
    expect(view.submit).toBeUndefined();
  });

  it('is of the only app, and has no limit and no end unless they are given', () => {
    const view = subscriptionModal({ metadata: 'm', mode: 'create', apps, values: {} });
    expect(inputsIn(view)).toEqual(['appId', 'name', 'plan', 'seatLimit', 'endsOn']);
    expect(nodeWith(view, { action_id: 'appId' })?.initial_option).toMatchObject({
      value: 'a1',
      description: { text: 'Aster' },
    });
    expect(nodeWith(view, { block_id: 'seatLimit' })).toMatchObject({
      optional: true,
      element: { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '1000000' },
    });
    expect(nodeWith(view, { action_id: 'seatLimit' })).not.toHaveProperty('initial_value');
    expect(nodeWith(view, { action_id: 'endsOn' })).not.toHaveProperty('initial_date');
    expect(actionsIn(view)).toEqual([]);
  });

  it('chooses no app when there are several', () => {
    const two = [...apps, { id: 'a2', name: 'Orbit', organizationName: 'Aster' }];
    const view = subscriptionModal({ metadata: 'm', mode: 'create', apps: two, values: {} });
    expect(nodeWith(view, { action_id: 'appId' })).not.toHaveProperty('initial_option');
  });

  it('keeps its app when it is changed, and can be archived after a question', () => {
    const values = { name: 'Team', plan: 'Pro', seatLimit: 10, endsOn: at('30T23:59') };
    const view = subscriptionModal({ metadata: 'm', mode: 'edit', id: 's1', apps: [], values });
    expect(inputsIn(view)).toEqual(['name', 'plan', 'seatLimit', 'endsOn']);
    expect(nodeWith(view, { action_id: 'seatLimit' })?.initial_value).toBe('10');
    expect(nodeWith(view, { action_id: 'endsOn' })?.initial_date).toBe('2025-11-30');
    expect(nodeWith(view, { action_id: 'subscription-archive' })).toMatchObject({
      value: 's1',
      style: 'danger',
      confirm: { title: { text: 'Archive the subscription?' }, confirm: { text: 'Archive' } },
    });
  });
});
