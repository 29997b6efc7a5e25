import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { adam, iris, olga, oscar, people } from '../../src/sandbox/people.ts';
import type { Runtime } from '../../src/services/context.ts';
import { findByCode } from '../../src/services/invitations/find-by-code.ts';
import { redeemInvitation } from '../../src/services/invitations/redeem.ts';
import { connect } from '../../src/store/connection.ts';
import { openStore } from '../../src/store/index.ts';
import { violationsIn } from '../support/database.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import type { Driver } from '../support/slack.ts';
import { acting, codeOf, invited, otherTenant, unknownCode, wrongCode } from '../support/verbs.ts';

const mallory = {
  ...iris,
  id: 'U0MALLORY',
  name: 'mallory',
  realName: 'Mallory Mask',
  email: 'mallory@aster.example',
};
/** Has the address of somebody else in the profile that another workspace vouches for. */
const impostor = { ...oscar, id: 'U0IMPOSTOR', name: 'impostor', email: iris.email };

const CODE = "That code isn't valid — check it or ask for a new one.";
const quarter = 15 * 60 * 1000;

let world: World;
let runtime: Runtime;
let newcomer: Driver;
beforeAll(async () => {
  world = await startWorld({ people: [...people, mallory, impostor] });
  ({ runtime } = world.gatehouse);
  newcomer = world.person(iris.id);
});
beforeEach(() => {
  world.clock.advance(quarter);
});
afterAll(async () => {
  await world.settled();
  expect(await violationsIn(world.store, { isSettled: true })).toEqual([]);
});

const invite = async (email: string) => invited(await acting(runtime, olga.id), email);
/** What a person is answered who types a code after the command. */
async function told(person: Driver, code: string): Promise<string> {
  await person.command('/request-access', code);
  if (person.hasModal()) return person.text('modal');
  return person.text(person.lastMessage(person.screen().conversations[0]?.id));
}
async function createAccount(person: Driver, username: string): Promise<void> {
  await person.fill({ provider: 'github', providerUsername: username });
  await person.enter('username', username);
  await person.submit();
  expect(person.errors()).toEqual({});
}
const refusals = () => world.store.audit.countDocuments({ action: 'code.refused' });
const traces = async () => ({
  accounts: await world.store.accounts.countDocuments(),
  requests: await world.store.accessRequests.countDocuments(),
  messages: await world.store.outbox.countDocuments(),
});

describe('A17: a code that does not work', () => {
  it('reads the same whether it is unknown, wrong, foreign, revoked or used, and leaves one audit row each', async () => {
    const mine = await invite('first@aster.example');
    const revoked = await invite('second@aster.example');
    const foreign = await invited(await otherTenant(runtime, 'T0FOREIGN'), 'third@aster.example');
    const owner = world.person(olga.id);
    await owner.command('/invitations', 'pending');
    await owner.press('invitation-open', { value: revoked._id });
    await owner.press('invitation-revoke', { value: revoked._id });
    await owner.close({ all: true });
    await world.settled();

    const codes = [unknownCode(), wrongCode(mine), codeOf(runtime, foreign), codeOf(runtime, revoked)];
    const before = await traces();
    for (const code of codes) {
      const refused = await refusals();
      expect(await told(newcomer, code)).toBe(CODE);
      expect((await refusals()) - refused).toBe(1);
    }
    expect(await traces()).toEqual(before);
    expect(newcomer.hasModal()).toBe(false);
  });

  it('reads the same below the field of the form, which keeps what was typed', async () => {
    await newcomer.command('/request-access');
    await newcomer.fill({
      code: unknownCode(),
      provider: 'github',
      providerUsername: 'iris-n',
      username: 'iris',
    });
    await newcomer.submit();
    expect(newcomer.errors()).toEqual({ code: CODE });
    expect(newcomer.modal().state.code?.code?.value).toBe(unknownCode());
    await newcomer.close({ all: true });
  });

  it('is not in the log, nor is any other code', async () => {
    const codes = [unknownCode(), codeOf(runtime, await invite('fourth@aster.example'))];
    for (const code of codes) await told(world.person(mallory.id), code);
    // Not even when something breaks while it is looked at.
    world.slack.faults.next('views.open', { kind: 'error', error: 'internal_error' });
    await world.person(mallory.id).close({ all: true });
    await told(world.person(mallory.id), codes[1] ?? '');
    expect(world.logged.some((line) => line.includes('unexpected error'))).toBe(true);
    for (const code of codes) {
      const bare = code.replaceAll('-', '');
      expect(world.logged.filter((line) => line.includes(code) || line.includes(bare))).toEqual([]);
    }
  });
});

describe('A18, A23: typing', () => {
  it('a mistyped code is an error of the form and costs no try; the sixth wrong one has to wait', async () => {
    const person = world.person(mallory.id);
    const mistyped = unknownCode().replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    for (let index = 0; index < 6; index += 1)
      expect(await told(person, mistyped)).toContain('There is a typing mistake in this code');
    for (let index = 0; index < 5; index += 1) expect(await told(person, unknownCode(index))).toBe(CODE);
    expect(await told(person, unknownCode(5))).toMatch(/^Too many tries, again after <!date/);
    const right = codeOf(runtime, await invite(mallory.email));
    expect(await told(person, right)).toMatch(/^Too many tries/);
    world.clock.advance(quarter);
    expect(await told(person, right.toLowerCase().replaceAll('-', ' '))).toContain('Aster Labs');
    await person.close({ all: true });
  });
});

describe('A19: ten wrong secrets for one invitation', () => {
  it('lock its code and tell both sides; sending it again unlocks it, but not the people who failed', async () => {
    const invitation = await invite('locked@aster.example');
    await world.settled();
    const guessers = [world.person(mallory.id), newcomer];
    let seed = 0;
    for (const guesser of guessers)
      for (let index = 0; index < 5; index += 1, seed += 1)
        expect(await told(guesser, wrongCode(invitation, seed))).toBe(CODE);
    await world.settled();
    const locked = await world.store.invitations.findById(invitation._id).lean();
    expect(locked).toMatchObject({ failedAttempts: 10, lockedAt: expect.any(Date), status: 'pending' });
    const mail = world.mailsTo('locked@aster.example').at(-1);
    expect(mail?.text).toContain('locked');
    expect(mail?.text).not.toContain(codeOf(runtime, invitation));
    const owner = world.person(olga.id);
    expect(owner.text(owner.lastMessage())).toContain('locked@aster.example');
    const rows = await world.store.audit.find({ action: 'invitation.code-locked' }).lean();
    expect(rows.map(({ subjects }) => subjects)).toEqual([[invitation._id]]);
    expect(await told(world.person(adam.id), codeOf(runtime, invitation))).toBe(CODE);

    await owner.command('/invitations', 'pending');
    await owner.press('invitation-open', { value: invitation._id });
    await owner.press('invitation-resend', { value: invitation._id });
    await owner.close({ all: true });
    await world.settled();
    const renewed = world.codeFor('locked@aster.example');
    expect(renewed).not.toBe(codeOf(runtime, invitation));
    expect(await told(newcomer, renewed)).toMatch(/^Too many tries/);
    world.clock.advance(quarter);
    expect(await told(newcomer, renewed)).toContain('This code is for Aster Labs');
    await newcomer.close({ all: true });
  });
});

describe('A21: while tries cannot be counted', () => {
  it('everybody is told that nothing was done, and nothing is looked at', async () => {
    const invitation = await invite('counted@aster.example');
    await world.settled();
    const { attempts } = world.store;
    const lost = await connect(inject('mongodbUri'));
    world.store.attempts = openStore(lost).attempts;
    await lost.getClient().close();
    try {
      const [before, refused] = [await traces(), await refusals()];
      const answers = [
        await told(newcomer, codeOf(runtime, invitation)),
        await told(newcomer, unknownCode()),
      ];
      const busy = 'Not done; nothing changed. Try again in a moment.';
      expect(answers).toEqual([busy, busy]);
      expect([await traces(), await refusals()]).toEqual([before, refused]);
    } finally {
      world.store.attempts = attempts;
    }
    expect(await told(newcomer, codeOf(runtime, invitation))).toContain('Aster Labs');
    await newcomer.close({ all: true });
  });
});

describe('A29: a person whose address nobody here vouches for', () => {
  it('gets neither an account nor a request with the code of the real owner of the address', async () => {
    const invitation = await invite(iris.email);
    await world.settled();
    const before = await traces();
    const stranger = world.person(impostor.id);
    const typed = await stranger.shortcut('request-access');
    expect(typed.ok).toBe(false);
    const context = await acting(runtime, impostor.id, 'T0ASTER');
    const foreign = {
      ...context,
      actor: { ...context.actor, identity: { teamId: 'T0OUTLAND', userId: impostor.id } },
    };
    const profile = { email: null, firstName: 'Iris', lastName: 'Newman', isWorkspaceAdmin: false };
    const claim = await findByCode(foreign, codeOf(runtime, invitation), null);
    const newAccount = {
      firstName: 'Iris',
      lastName: 'Newman',
      provider: 'github',
      providerUsername: 'iris',
      username: 'impostor',
      email: iris.email,
    };
    await expect(redeemInvitation(foreign, { claim, newAccount, profile })).rejects.toThrow(
      'Your Slack profile has no e-mail address',
    );
    expect(await traces()).toEqual(before);
    expect(await world.store.invitations.findById(invitation._id).lean()).toEqual(invitation);
  });
});

describe('A31: a program that opens everything in a mail', () => {
  it('uses nothing up, because the mail has no address to open', async () => {
    const invitation = await invite('scanned@aster.example');
    await world.settled();
    const [mail] = world.mailsTo('scanned@aster.example');
    const addresses = `${mail?.html} ${mail?.text}`.match(/https?:\/\/[^\s"'<>]+/g) ?? [];
    expect(addresses).toEqual([]);
    expect(mail?.html).not.toMatch(/<(?:a|img|link|form|iframe|script)\b/i);
    expect(mail?.html).toContain(world.codeFor('scanned@aster.example'));
    expect(await world.store.invitations.findById(invitation._id).lean()).toEqual(invitation);
  });
});

describe('A32: a code that is written in a conversation', () => {
  it.each(['shared-with-outland', 'the app'])(
    'brings a warning in %s, to its writer alone, and is not used',
    async (place) => {
      const invitation = await invite(`pasted-${place.length}@aster.example`);
      await world.settled();
      const owner = world.person(olga.id);
      const conversation =
        place === 'the app'
          ? (owner.screen().conversations.find(({ kind }) => kind === 'app')?.id ?? '')
          : place;
      const code = codeOf(runtime, invitation);
      const before = [await traces(), await refusals()];
      await owner.say(conversation, `this code came: ${code}`);
      const warning = owner.lastMessage(conversation);
      expect(warning.ephemeral).toBe(true);
      expect(owner.text(warning)).toContain('looks like an invitation code');
      expect(owner.text(warning)).not.toContain(code);
      expect([await traces(), await refusals()]).toEqual(before);
      expect(await world.store.invitations.findById(invitation._id).lean()).toEqual(invitation);
      expect(world.logged.filter((line) => line.includes(code))).toEqual([]);
    },
  );

  it.each(['file_share', 'thread_broadcast'])(
    'brings a warning as %s, in the same thread',
    async (subtype) => {
      const { userId: user } = world.person(olga.id);
      const thread_ts = '1700000000.000100';
      const place = { channel: 'C0SHARED', channel_type: 'channel', user, thread_ts };
      const warnings = () => world.slack.log.filter(({ method }) => method === 'chat.postEphemeral');
      const before = warnings().length;
      await world.slack.sendEvent({
        type: 'message',
        subtype,
        ...place,
        text: unknownCode(),
        ts: '1700000000.000200',
      });
      await world.gatehouse.answered();
      await world.slack.settled();
      expect(warnings().slice(before)).toMatchObject([{ args: { channel: 'C0SHARED', user, thread_ts } }]);
    },
  );

  it('A48: is warned of once, though Slack delivers the message four times', async () => {
    const owner = world.person(olga.id);
    const warnings = () => world.slack.log.filter(({ method }) => method === 'chat.postEphemeral').length;
    const before = warnings();
    const event = {
      type: 'message',
      channel: 'C0SHARED',
      channel_type: 'channel',
      user: owner.userId,
      text: unknownCode(),
      ts: '1700000000.000100',
    };
    const deliver = (retryNum?: number) =>
      world.slack.sendEvent(event, { eventId: 'Ev0REPEATED', ...(retryNum ? { retryNum } : {}) });
    await Promise.all([deliver(3), deliver(), deliver(1), deliver(2)]);
    await world.slack.settled();
    await world.gatehouse.answered();
    await world.slack.settled();
    expect(warnings() - before).toBe(1);
  });
});

describe('A28: a code that was passed on', () => {
  it('opens a request that shows both addresses to the approver, and tells the sender', async () => {
    const invitation = await invite('intended@aster.example');
    const person = world.person(mallory.id);
    expect(await told(person, codeOf(runtime, invitation))).toContain('Aster Labs');
    await createAccount(person, 'mallory');
    await person.close({ all: true });
    await world.settled();
    const owner = world.person(olga.id);
    const card = owner.text(owner.lastMessage('access-approvals'));
    expect(card).toContain('intended@aster.example');
    expect(card).toContain(mallory.email);
    const alert = owner.text(owner.lastMessage());
    expect(alert).toContain('intended@aster.example');
    expect(alert).toContain(mallory.email);
    const account = await world.store.accounts.findOne({ username: 'mallory' }).lean();
    expect(account?.emailKey).toBe(mallory.email);
    expect(await world.store.grants.exists({ accountId: account?._id ?? '' })).toBeNull();

    // The person it was meant for hears nothing of whose it is now.
    expect(await told(newcomer, codeOf(runtime, invitation))).toBe(CODE);
  });

  it('a request that was denied is not opened again by the same code', async () => {
    const person = world.person(mallory.id);
    const request = await world.store.accessRequests
      .findOne({ invitedEmail: 'intended@aster.example' })
      .lean();
    const invitation = await world.store.invitations.findById(request?.invitationId).lean();
    if (!invitation) throw new Error('there is no invitation');
    const code = codeOf(runtime, invitation);
    expect(await told(person, code)).toContain('Your request for access to Aster Labs is sent');
    const admin = world.person(adam.id);
    await admin.press('request-deny', { in: 'message', conversation: 'access-approvals' });
    await admin.submit();
    await admin.close({ all: true });
    await world.settled();
    expect(await told(person, code)).toBe(CODE);
    expect(await world.store.accessRequests.countDocuments({ accountId: request?.accountId ?? '' })).toBe(1);
  });
});
