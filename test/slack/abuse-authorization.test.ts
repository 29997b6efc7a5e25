import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, iris, olga, oscar } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { features } from '../../src/slack/app.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import {
  accountIdOf,
  asterId,
  DENIED,
  everything,
  giveRole,
  makeAccount,
  makeBirch,
  mia,
  nora,
  openInvitation,
  openRequest,
  otto,
  residents,
  takeRoles,
} from '../support/residents.ts';
import { sealFor } from '../support/seal.ts';
import type { Driver } from '../support/slack.ts';
import { tapWire, type Wire } from '../support/wire.ts';

const REOPEN = 'This form is out of date. Close it and open it again.';
const UNVERIFIED = 'Your Slack profile has no e-mail address that your workspace vouches for.';

/** Every kind of person, by what they are to Aster Labs; `other` owns another organization of the tenant. */
const kinds = {
  nobody: iris,
  account: nora,
  member: mia,
  admin: adam,
  owner: olga,
  foreign: oscar,
  other: otto,
};
type Kind = keyof typeof kinds;
type Outcome = 'deny' | 'yes' | 'reopen' | 'unverified' | `form ${string}`;
type Row = Record<Kind, Outcome>;

const row = (rest: Outcome, exceptions: Partial<Row> = {}): Row => ({
  nobody: rest,
  account: rest,
  member: rest,
  admin: rest,
  owner: rest,
  foreign: rest,
  other: rest,
  ...exceptions,
});
const approvers = row('deny', { admin: 'yes', owner: 'yes' });
/** The other organization's owner gets their own, never Aster Labs'. */
const anyApprover = row('deny', { admin: 'yes', owner: 'yes', other: 'yes' });
const workspaceAdmin = row('deny', { owner: 'yes' });
const theAccountItself = row('deny', { account: 'yes' });
const vouchedFor = row('yes', { foreign: 'unverified' });

interface Subjects {
  aster: string;
  request: string;
  invitation: string;
  offer: string;
}

const commands: Record<string, [text: string, row: Row]> = {
  '/gatehouse': ['organization', anyApprover],
  '/invite-user': ['', anyApprover],
  '/request-access': ['', vouchedFor],
  '/access-requests': ['', anyApprover],
  '/invitations': ['', anyApprover],
};

const shortcuts: Record<string, Row> = { 'invite-user': anyApprover, 'request-access': vouchedFor };

const actions: Record<string, [value: (of: Subjects) => string, row: Row]> = {
  [actionIds.setUp]: [() => '', workspaceAdmin],
  [actionIds.editOrganization]: [({ aster }) => aster, approvers],
  [actionIds.inviteUser]: [() => '', anyApprover],
  [actionIds.correctAddresses]: [() => 'ada@guest.example', anyApprover],
  [actionIds.enterCode]: [() => '', vouchedFor],
  [actionIds.openRequests]: [() => '', anyApprover],
  [actionIds.requestApprove]: [({ request }) => request, approvers],
  [actionIds.requestDeny]: [({ request }) => request, approvers],
  [actionIds.requestWithdraw]: [({ request }) => request, theAccountItself],
  [actionIds.inviteAccount]: [() => '', anyApprover],
  [actionIds.openInvitations]: [() => '', anyApprover],
  [actionIds.invitationFilter]: [() => 'all', anyApprover],
  [actionIds.invitationOpen]: [({ invitation }) => invitation, approvers],
  [actionIds.invitationResend]: [({ invitation }) => invitation, approvers],
  [actionIds.invitationRevoke]: [({ invitation }) => invitation, approvers],
  [actionIds.offerAccept]: [({ offer }) => offer, theAccountItself],
  [actionIds.offerDecline]: [({ offer }) => offer, theAccountItself],
  // Outside of a list of their own there is no page to turn.
  [actionIds.pageOlder]: [({ invitation }) => invitation, row('reopen')],
  [actionIds.pageNewer]: [({ invitation }) => invitation, row('reopen')],
};

const newOrganization = { name: 'Cedar', domain: 'cedar', notificationEmail: 'cedar@aster.example' };
const newAccount = {
  firstName: 'Eve',
  lastName: 'Evers',
  provider: 'github',
  providerUsername: 'eve',
  username: 'eve',
};

const submissions: Record<
  string,
  { callback: string; subject?: (of: Subjects) => string; values: (of: Subjects) => object; row: Row }
> = {
  'organization, a new one': {
    callback: callbackIds.organization,
    values: () => newOrganization,
    row: workspaceAdmin,
  },
  'organization, Aster Labs': {
    callback: callbackIds.organization,
    subject: ({ aster }) => aster,
    values: () => ({ ...newOrganization, domain: 'aster' }),
    row: approvers,
  },
  account: {
    callback: callbackIds.account,
    values: () => newAccount,
    // Who has an account already goes on with it.
    row: workspaceAdmin,
  },
  'request-access': {
    callback: callbackIds.requestAccess,
    values: () => newAccount,
    row: row('form first'),
  },
  invite: {
    callback: callbackIds.invite,
    values: ({ aster }) => ({ organizationId: aster, emails: 'ada@guest.example', expiryDays: '7' }),
    row: approvers,
  },
  'offer, on a request': {
    callback: callbackIds.offer,
    subject: ({ request }) => request,
    values: () => ({ role: 'member' }),
    row: approvers,
  },
  'offer, by hand': {
    callback: callbackIds.offer,
    subject: ({ aster }) => aster,
    values: () => ({ email: nora.email, username: 'nora', role: 'member' }),
    row: approvers,
  },
  deny: { callback: callbackIds.deny, subject: ({ request }) => request, values: () => ({}), row: approvers },
};

let world: World;
let wire: Wire;
let aster: string;
let stage: Driver;

beforeAll(async () => {
  world = await startWorld({ transport: 'http', people: residents });
  wire = await tapWire(world);
  aster = await asterId(world);
  await giveRole(world, aster, await makeAccount(world, mia), 'member');
  await makeAccount(world, nora);
  await makeAccount(world, otto);
  await makeBirch(world, otto);
  stage = world.person(olga.id);
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

/** One open request, invitation and offer, for the account without a role; nothing else is open. */
async function freshSubjects(): Promise<Subjects> {
  const { store } = world;
  const [owner, account] = [await accountIdOf(world, olga), await accountIdOf(world, nora)];
  await takeRoles(world, account);
  await store.accessRequests.deleteMany({ tenantId: 'T0ASTER' });
  await store.invitations.deleteMany({ tenantId: 'T0ASTER' });
  await store.organizations.deleteMany({ tenantId: 'T0ASTER', domain: 'cedar' });
  await store.organizations.updateOne({ _id: aster }, { $set: { name: 'Aster Labs' } });
  const on = { organizationId: aster, invitedBy: owner };
  return {
    aster,
    request: await openRequest(world, { organizationId: aster, accountId: account }),
    invitation: await openInvitation(world, on),
    offer: await openInvitation(world, {
      ...on,
      kind: 'access',
      access: membership,
      email: nora.email,
      accountId: account,
    }),
  };
}

/** Does the same as every kind of person; whoever is refused has changed nothing and left one line in the log. */
async function matrix(gesture: (person: Person, subjects: Subjects) => Promise<Outcome>): Promise<Row> {
  const result: Partial<Row> = {};
  for (const [kind, person] of Object.entries(kinds) as [Kind, Person][]) {
    const subjects = await freshSubjects();
    const [before, lines] = [await everything(world), world.logged.length];
    const outcome = await gesture(person, subjects);
    if (outcome === 'deny') {
      expect(await everything(world), `${kind} was refused`).toEqual(before);
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
  wire.comesFrom(null);
  const text = wire.shownSince(index);
  if (stage.hasModal()) await stage.close({ all: true });
  return outcomeOf(text);
}

/** Presses a button, and makes it the wanted one on the wire. */
function press(person: Person, actionId: string, value: string): Promise<Outcome> {
  wire.change((payload) => {
    const [action] = payload.actions;
    payload.actions = [{ ...action, action_id: actionId, value }];
  });
  return shown(person, () => stage.press(anyButton));
}

/** Sends a form that the app has sealed for this person, as if it had shown it before they lost their rights. */
async function send(
  person: Person,
  { callback, subject = '', values }: { callback: string; subject?: string; values: object },
): Promise<Outcome> {
  await stage.command('/gatehouse', 'organization');
  const metadata = sealFor(world, person, callback, subject);
  const input = {
    type: 'input',
    block_id: 'first',
    element: { type: 'plain_text_input', action_id: 'first' },
  };
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
  wire.comesFrom(null);
  wire.change(null);
  const { text, errors } = wire.verdict();
  if (stage.hasModal()) await stage.close({ all: true });
  const [field] = Object.keys(errors);
  return field ? `form ${field}` : outcomeOf(text);
}

function stateOf(values: object) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, { [name]: { type: 'plain_text_input', value } }]),
  );
}

describe('A1: who may what, for every kind of person', () => {
  it('covers every command, shortcut, button and form that there is', () => {
    const keysOf = (kind: 'commands' | 'shortcuts' | 'actions' | 'submissions') =>
      features.flatMap((feature) => Object.keys(feature[kind] ?? {})).sort();
    expect(Object.keys(commands).sort()).toEqual(keysOf('commands'));
    expect(Object.keys(shortcuts).sort()).toEqual(keysOf('shortcuts'));
    expect([...Object.keys(actions), 'username'].sort()).toEqual(keysOf('actions'));
    const sent = Object.values(submissions).map(({ callback }) => callback);
    expect([...new Set(sent)].sort()).toEqual(keysOf('submissions'));
  });

  it.each(Object.entries(commands))('the command %s', async (command, [text, expected]) => {
    const result = await matrix((person) => shown(person, () => stage.command(command, text)));
    expect(result).toEqual(expected);
  });

  it.each(Object.entries(shortcuts))('the shortcut %s', async (callbackId, expected) => {
    const result = await matrix((person) => shown(person, () => stage.shortcut(callbackId)));
    expect(result).toEqual(expected);
  });

  it.each(Object.entries(actions))('the button %s', async (actionId, [value, expected]) => {
    const result = await matrix((person, subjects) => press(person, actionId, value(subjects)));
    expect(result).toEqual(expected);
  });

  it.each(Object.entries(submissions))('the form %s', async (_name, { callback, subject, values, row }) => {
    const result = await matrix((person, subjects) =>
      send(person, { callback, subject: subject?.(subjects) ?? '', values: values(subjects) }),
    );
    expect(result).toEqual(row);
  });
});
