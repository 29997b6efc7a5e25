/** The Slack edge by itself: selects that the app fills, and fields whose blocks have a scope. */
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';
import type { KnownBlock } from '@slack/types';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { DomainError, deny, formError } from '../../src/domain/errors.ts';
import { createLog } from '../../src/log.ts';
import { type FakeSlack, startFakeSlack } from '../../src/sandbox/slack/index.ts';
import { createUlids } from '../../src/services/ids.ts';
import type { Edge } from '../../src/slack/build-turn.ts';
import { buildManifest } from '../../src/slack/manifest.ts';
import { route, routesOf } from '../../src/slack/router.ts';
import type {
  ActionHandler,
  ActionTurn,
  Feature,
  OptionsHandler,
  OptionsTurn,
  SubmissionTurn,
  Turn,
} from '../../src/slack/turn.ts';
import { openStore } from '../../src/store/index.ts';
import { option } from '../../views/common/inputs.ts';
import { channels, input, modal, OLGA, people } from '../sandbox/slack/fixture.ts';
import { openTestDatabase } from '../support/database.ts';
import { as, type Driver } from '../support/slack.ts';

let slack: FakeSlack;
let app: App;
let olga: Driver;
const logged: string[] = [];

let offer: OptionsHandler;
let asked: OptionsTurn | undefined;
let pressed: ActionTurn | undefined;
let sent: SubmissionTurn | undefined;

const choices = ['Ada Lovelace', 'Alan Turing'].map((text, n) => option({ value: `acc_${n}`, text }));
const ways = [option({ value: 'old', text: 'Has an account' }), option({ value: 'new', text: 'New person' })];

const form = [
  {
    type: 'actions',
    block_id: 'way',
    elements: [{ type: 'radio_buttons', action_id: 'way-chosen', options: ways }],
  },
  input(
    'account:org_1',
    { type: 'external_select', action_id: 'account', min_query_length: 0 },
    { dispatch_action: true },
  ),
  input('stranger', { type: 'external_select', min_query_length: 0 }, { optional: true }),
  input(
    'seats:sub_1',
    { type: 'number_input', action_id: 'seats', is_decimal_allowed: false },
    { optional: true },
  ),
  input('until', { type: 'datepicker' }, { optional: true }),
  input('ticks', { type: 'checkboxes', options: [option({ value: 'a', text: 'A' })] }, { optional: true }),
] as KnownBlock[];

async function keep(turn: ActionTurn): Promise<void> {
  pressed = turn;
}

/** What a choice of the way does. */
let choose: ActionHandler = keep;

const showForm = (turn: Turn) =>
  turn.show(modal(form, { callback_id: 'direct', private_metadata: turn.seal('direct', 'org_1') }));

const feature: Feature = {
  commands: {
    '/invite-user': showForm,
  },
  options: {
    account: (turn) => {
      asked = turn;
      return offer(turn);
    },
  },
  actions: {
    account: keep,
    'way-chosen': (turn) => choose(turn),
  },
  submissions: {
    direct: async (turn) => {
      sent = turn;
      throw formError({ seats: 'All seats are taken.', elsewhere: 'And another thing.' });
    },
  },
};

beforeAll(async () => {
  const { connection } = await openTestDatabase();
  slack = await startFakeSlack({
    manifest: buildManifest({ kind: 'http', url: 'https://gatehouse.example' }),
    workspace: { id: 'T0HOME', name: 'Home' },
    people,
    channels,
    transport: { kind: 'http', requestUrl: 'http://127.0.0.1:9/' },
  });
  const edge: Edge = {
    runtime: {
      store: openStore(connection),
      now: () => new Date(),
      randomBytes,
      ulid: createUlids(randomBytes),
      codeKey: randomBytes(32),
      mailDomain: () => Promise.resolve('ok'),
      wakeDelivery: () => {},
    },
    install: {
      tenantId: 'T0HOME',
      teamId: 'T0HOME',
      enterpriseId: null,
      name: 'Home',
      botUserId: slack.botUserId,
    },
    formKey: randomBytes(32),
    log: createLog('warn', { write: (line: string) => void logged.push(line) }),
    isReady: () => true,
  };
  app = new App({
    token: slack.botToken,
    receiver: new HTTPReceiver({ signingSecret: slack.signingSecret, logLevel: LogLevel.ERROR }),
    clientOptions: { slackApiUrl: slack.url },
    logLevel: LogLevel.ERROR,
    convoStore: false,
  });
  route(app, edge, routesOf([feature]), (work) => work);
  const server = (await app.start(0)) as import('node:http').Server;
  const { port } = server.address() as AddressInfo;
  slack.updateTransport({ kind: 'http', requestUrl: `http://127.0.0.1:${port}/slack/events` });
  olga = as(slack, OLGA);
});

beforeEach(async () => {
  logged.length = 0;
  offer = () => Promise.resolve(choices);
  choose = keep;
  await olga.command('/invite-user');
  await slack.settled();
});

afterEach(async () => {
  await olga.close({ all: true });
  expect(slack.violations).toEqual([]);
});

afterAll(async () => {
  await app.stop();
  await slack.stop();
});

it('asks the feature, which knows the person, the text, the block and the form', async () => {
  expect(await olga.offers('account', 'ada')).toEqual([
    { text: 'Ada Lovelace', value: 'acc_0' },
    { text: 'Alan Turing', value: 'acc_1' },
  ]);
  expect(asked).toMatchObject({ query: 'ada', blockId: 'account:org_1', view: { callbackId: 'direct' } });
  expect(asked?.form().subject).toBe('org_1');
  expect(asked?.context.actor.identity).toEqual({ teamId: 'T0HOME', userId: OLGA });
});

it('gives a hundred options at most, as Slack asks', async () => {
  offer = () =>
    Promise.resolve(Array.from({ length: 150 }, (_, n) => option({ value: `${n}`, text: `No. ${n}` })));
  expect(await olga.offers('account')).toHaveLength(100);
});

it('offers nothing where nobody listens', async () => {
  expect(await olga.offers('stranger')).toEqual([]);
  expect(logged).toEqual([]);
});

it('offers nothing to whom it is forbidden, and logs the refusal', async () => {
  offer = () => Promise.reject(deny());
  expect(await olga.offers('account')).toEqual([]);
  expect(logged.join()).toContain('"refused":"deny"');
});

it('offers nothing when something breaks, and logs what', async () => {
  offer = () => Promise.reject(new Error('the shelf fell down'));
  expect(await olga.offers('account')).toEqual([]);
  expect(logged.join()).toContain('the shelf fell down');
});

it('offers nothing rather than an answer that comes too late', async () => {
  offer = () => new Promise(() => {});
  expect(await olga.offers('account')).toEqual([]);
  expect(logged.join()).toContain('"code":"unsure"');
});

it('knows by field name what is filled in when something is chosen', async () => {
  await olga.fill({ until: '2026-12-24', seats: 12 });
  await olga.choose('account', 'Alan Turing');
  await slack.settled();
  expect(pressed).toMatchObject({
    value: 'acc_1',
    blockId: 'account:org_1',
    values: { account: 'acc_1', until: '2026-12-24', seats: '12', ticks: [] },
    labels: { account: 'Alan Turing' },
  });
  await olga.choose('way', 'New person');
  await slack.settled();
  expect(pressed).toMatchObject({ value: 'new', blockId: 'way', values: { way: 'new', account: 'acc_1' } });
});

it('puts an error on the field, whatever the scope of its block', async () => {
  await olga.fill({ account: 'Ada Lovelace' });
  await olga.submit();
  expect(sent).toMatchObject({
    values: { account: 'acc_0', ticks: [] },
    labels: { account: 'Ada Lovelace' },
  });
  expect(Object.keys(sent?.values ?? {}).sort()).toEqual(['account', 'ticks']);
  expect(olga.errors()).toEqual({ seats: 'All seats are taken.', account: 'And another thing.' });
  expect(olga.modal().errors).toHaveProperty('seats:sub_1');
});

it('says in a third form, on top of which nothing fits, what went wrong, and keeps what is filled in', async () => {
  choose = showForm;
  await olga.choose('way', 'New person');
  await slack.settled();
  await olga.choose('way', 'New person');
  await slack.settled();
  expect(olga.screen().modals).toHaveLength(3);
  await olga.fill({ until: '2026-12-24', seats: 12 });
  const problems = ['The first thing went wrong.', 'And then another one.'];
  for (const problem of problems) {
    choose = () => Promise.reject(new DomainError('stale', problem));
    await olga.choose('way', problem === problems[0] ? 'Has an account' : 'New person');
    await slack.settled();
  }
  expect(olga.screen().modals).toHaveLength(3);
  expect(olga.text()).toContain('And then another one.');
  expect(olga.text()).not.toContain('The first thing');
  const { state } = olga.modal();
  expect(state.until?.until?.selected_date).toBe('2026-12-24');
  expect(state['seats:sub_1']?.seats?.value).toBe('12');
  expect(olga.messages()).toEqual([]);
});
