import { isDeepStrictEqual } from 'node:util';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { setUpOrganization } from '../../src/services/organizations.ts';
import { features } from '../../src/slack/app.ts';
import { actionIds } from '../../views/common/ids.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import {
  accountIdOf,
  asterId,
  DENIED,
  type Everything,
  everything,
  giveRole,
  makeAccount,
  makeBirch,
  mia,
  nora,
  otto,
  residents,
} from '../support/residents.ts';
import {
  buttons,
  commands,
  type InView,
  inViews,
  type Kind,
  kinds,
  lists,
  type Outcome,
  type Row,
  shortcuts,
  submissions,
} from '../support/rights.ts';
import { sealFor } from '../support/seal.ts';
import { as, type Driver } from '../support/slack.ts';
import { freshSubjects, lendDrafts, type Subjects } from '../support/subjects.ts';
import { acting } from '../support/verbs.ts';
import { tapWire, type Wire } from '../support/wire.ts';
import { lena, pia } from '../support/workgroup-subjects.ts';

const REOPEN = 'This form is out of date. Close it and open it again.';
const UNVERIFIED = 'Your Slack profile has no e-mail address that your workspace vouches for.';

let world: World;
let wire: Wire;
let aster: string;
/** Olga's screen. It does not wait for Slack to be quiet: `shown` and `send` wait for the app alone. */
let stage: Driver;
/** As they were made; null once somebody has changed anything. */
let subjects: Subjects | null = null;
/** What was there after the last gesture; null when something has been written since. */
let seen: Everything | null = null;

beforeAll(async () => {
  // What is acted on is planted, in every state, and taken away again.
  world = await startWorld({ transport: 'http', people: [...residents, lena, pia], isBroken: true });
  wire = await tapWire(world);
  aster = await asterId(world);
  await giveRole(world, aster, await makeAccount(world, mia), 'member');
  await makeAccount(world, nora);
  await makeAccount(world, otto);
  await giveRole(world, aster, await makeAccount(world, pia), 'member');
  const birch = await makeBirch(world, otto);
  await giveRole(world, birch, await makeAccount(world, lena), 'member');
  await setUpOrganization(
    await acting(world.gatehouse.runtime, otto.id),
    { name: 'Elm', domain: 'elm', notificationEmail: 'elm@aster.example', approvalsChannelId: null },
    { isWorkspaceAdmin: true },
  );
  stage = as(world.slack, olga.id);
  await postButton();
});

/** A message of the app's with one button, which becomes any other one on the wire. */
const anyButton = 'request-deny';
async function postButton(): Promise<void> {
  const text = { type: 'plain_text', text: 'Any' };
  const elements = [{ type: 'button', action_id: anyButton, text, value: 'any' }];
  await fetch(`${world.slack.url}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: 'C0APPROVALS', text: 'Any', blocks: [{ type: 'actions', elements }] }),
  });
}

beforeEach(() => {
  wire.change(null);
  wire.comesFrom(null);
});

const accounts = new Map<Person, string | null>();
/** Nobody's account goes away again. */
async function accountOf(person: Person): Promise<string | null> {
  const account = accounts.get(person) ?? (await accountIdOf(world, person).catch(() => null));
  accounts.set(person, account);
  return account;
}

/** Does the same as every kind of person; whoever is refused has changed nothing and left one line in the log. */
async function matrix(gesture: (person: Person, subjects: Subjects) => Promise<Outcome>): Promise<Row> {
  const result: Partial<Row> = {};
  for (const [kind, person] of Object.entries(kinds) as [Kind, Person][]) {
    subjects ??= await freshSubjects(world, aster);
    const lent = await lendDrafts(world, await accountOf(person));
    const [before, lines]: [Everything, number] = [
      seen
        ? { ...seen, drafts: (seen.drafts ?? []).map((draft) => ({ ...draft, ...lent })) }
        : await everything(world),
      world.logged.length,
    ];
    const outcome = await gesture(person, subjects);
    const after = await everything(world);
    seen = isDeepStrictEqual(after, before) ? after : null;
    if (!seen) subjects = null;
    if (outcome === 'deny') {
      expect(after, `${kind} was refused`).toEqual(before);
      const noted = world.logged.slice(lines).filter((line) => line.includes('"refused":"deny"'));
      expect(noted).toHaveLength(1);
      expect(noted[0]).toContain(`"person":"${person.id}"`);
    }
    result[kind] = outcome;
  }
  return result as Row;
}

function outcomeOf(text: string): Outcome {
  const lines = text.split('\n');
  if (lines.includes(DENIED)) return 'deny';
  if (lines.includes(REOPEN)) return 'reopen';
  if (text.includes(UNVERIFIED)) return 'unverified';
  expect(text).not.toMatch(/Something went wrong|Not done|Not confirmed/);
  expect(text).not.toBe('');
  return 'yes';
}

/** What the person is shown after a gesture that the wire makes theirs. */
async function shown(person: Person, gesture: () => Promise<unknown>): Promise<Outcome> {
  const index = world.slack.log.length;
  wire.comesFrom(person);
  await gesture();
  await world.gatehouse.answered();
  wire.comesFrom(null);
  // Home is redrawn after the answer.
  const text = await eventually(() => {
    const seen = wire.shownSince(index);
    expect(seen).not.toBe('');
    return seen;
  });
  if (stage.hasModal()) await stage.close({ all: true });
  return outcomeOf(text);
}

/** These put another text in place of the message that they are in. */
const rewriting: readonly string[] = [actionIds.importStart, actionIds.importCancel];
/** What these send is noted once it leaves, which must not look like the next person's doing. */
const sending: readonly string[] = [actionIds.peopleExport, actionIds.auditExport];

/** Presses a button, and makes it the wanted one on the wire. */
async function press(person: Person, actionId: string, value: string): Promise<Outcome> {
  if (rewriting.includes(actionId)) await postButton();
  wire.change((payload) => {
    const [action] = payload.actions;
    payload.actions = [{ ...action, action_id: actionId, value }];
  });
  const outcome = await shown(person, () => stage.press(anyButton, { conversation: 'access-approvals' }));
  if (sending.includes(actionId)) await world.settled();
  return outcome;
}

/** Presses a button of a list, and makes it the wanted one of another view on the wire. */
async function pressIn(person: Person, pressed: InView, subjects: Subjects): Promise<Outcome> {
  const { action, callback, subject, value, values } = pressed;
  wire.change(null);
  await stage.command('/gatehouse', 'apps');
  await world.gatehouse.answered();
  const metadata = sealFor(world, person, callback, subject(subjects));
  wire.change((payload) => {
    const [first] = payload.actions;
    payload.actions = [{ ...first, action_id: action, value: value(subjects) }];
    payload.view = {
      ...payload.view,
      callback_id: callback,
      private_metadata: metadata,
      state: { values: stateOf(values?.(subjects) ?? {}) },
    };
  });
  const outcome = await shown(person, () => stage.press(actionIds.appCreate, { in: 'modal' }));
  if (sending.includes(action)) await world.settled();
  return outcome;
}

/** Asks for the options of a select in a view that the app has sealed for this person. */
async function ask(
  person: Person,
  { action, callback, metadata }: { action: string; callback: string; metadata: string },
): Promise<Outcome> {
  const user = {
    id: person.id,
    name: person.name,
    username: person.name,
    team_id: person.teamId ?? 'T0ASTER',
  };
  const view = {
    id: 'V0ANY',
    hash: '1.a',
    type: 'modal',
    callback_id: callback,
    private_metadata: metadata,
    blocks: [],
    state: { values: {} },
  };
  const asked = {
    action_id: action,
    block_id: action,
    value: 'nora',
    container: { type: 'view', view_id: view.id },
  };
  const payload = { type: 'block_suggestion', user, team: { id: 'T0ASTER' }, view, ...asked };
  const lines = world.logged.length;
  const { body } = await world.slack.signedRequest(
    new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    { url: wire.url, contentType: 'application/x-www-form-urlencoded' },
  );
  if ((JSON.parse(body) as { options: unknown[] }).options.length > 0) return 'yes';
  return world.logged.slice(lines).some((line) => line.includes('"refused"')) ? 'deny' : 'nothing';
}

/** Of the form that is really open: the fake refuses an error on any other block. */
const onlyInput = 'name';

/** Sends a form that the app has sealed for this person, as if it had shown it before they lost their rights. */
async function send(
  person: Person,
  { callback, subject = '', values }: { callback: string; subject?: string; values: object },
): Promise<Outcome> {
  await stage.command('/gatehouse', 'organization');
  await world.gatehouse.answered();
  const metadata = sealFor(world, person, callback, subject);
  const element = { type: 'plain_text_input', action_id: onlyInput };
  const input = { type: 'input', block_id: onlyInput, element };
  wire.comesFrom(person);
  wire.change((payload) => {
    payload.view = {
      ...payload.view,
      callback_id: callback,
      private_metadata: metadata,
      blocks: [input],
      state: { values: stateOf(values) },
    };
  });
  await stage.submit();
  await world.gatehouse.answered();
  wire.comesFrom(null);
  wire.change(null);
  const { text, errors } = wire.verdict();
  if (stage.hasModal()) await stage.close({ all: true });
  return onlyInput in errors ? 'form' : outcomeOf(text);
}

function stateOf(values: object) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { [name]: { type: 'plain_text_input', value } }]),
  );
}

describe('A1: who may what, for every kind of person', () => {
  it('covers every command, shortcut, button, list and form that there is', () => {
    const keysOf = (kind: 'commands' | 'shortcuts' | 'actions' | 'options' | 'submissions') =>
      features.flatMap((feature) => Object.keys(feature[kind] ?? {})).sort();
    const unique = (names: string[]) => [...new Set(names)].sort();
    expect(unique(commands.map(([command]) => command))).toEqual(keysOf('commands'));
    expect(Object.keys(shortcuts).sort()).toEqual(keysOf('shortcuts'));
    const pressed = [...buttons.map(({ action }) => action), ...inViews.map(({ action }) => action)];
    expect(unique([...pressed, 'username'])).toEqual(keysOf('actions'));
    expect(unique(lists.map(({ action }) => action))).toEqual(keysOf('options'));
    expect(unique(Object.values(submissions).map(({ callback }) => callback))).toEqual(keysOf('submissions'));
  });

  it.each(commands)('the command %s %s', async (command, text, expected) => {
    const result = await matrix((person) => shown(person, () => stage.command(command, text)));
    expect(result).toEqual(expected);
  });

  it.each(Object.entries(shortcuts))('the shortcut %s', async (callbackId, expected) => {
    const result = await matrix((person) => shown(person, () => stage.shortcut(callbackId)));
    expect(result).toEqual(expected);
  });

  it.each(buttons)('the button $action', async ({ action, value, row }) => {
    const result = await matrix((person, subjects) => press(person, action, value(subjects)));
    expect(result).toEqual(row);
  });

  it.each(inViews)('$action in the view $callback', async (pressed) => {
    const result = await matrix((person, subjects) => pressIn(person, pressed, subjects));
    expect(result).toEqual(pressed.row);
  });

  it.each(lists)('the list of $action in the view $callback', async ({ subject, row, ...list }) => {
    const result = await matrix((person, subjects) =>
      ask(person, { ...list, metadata: sealFor(world, person, list.callback, subject(subjects)) }),
    );
    expect(result).toEqual(row);
  });

  it.each(Object.entries(submissions))('the form %s', async (_name, { callback, subject, values, row }) => {
    const result = await matrix((person, subjects) =>
      send(person, { callback, subject: subject?.(subjects) ?? '', values: values(subjects) }),
    );
    expect(result).toEqual(row);
  });
});
