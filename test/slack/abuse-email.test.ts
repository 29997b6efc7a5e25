import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iris, olga } from '../../src/sandbox/people.ts';
import { violationsIn } from '../support/database.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import type { Driver } from '../support/slack.ts';

let world: World;
let owner: Driver;
beforeAll(async () => {
  world = await startWorld({
    mailDomain: async (domain) => {
      if (domain === 'gone.example') return 'no-domain';
      if (domain === 'mute.example') return 'no-mail';
      return 'ok';
    },
  });
  owner = world.person(olga.id);
});
afterAll(async () => {
  await world.settled();
  expect(await violationsIn(world.store, { isSettled: true })).toEqual([]);
});

/** Opens the form, enters addresses and sends it. */
async function invite(emails: string): Promise<void> {
  if (owner.hasModal()) await owner.close({ all: true });
  await owner.command('/invite-user');
  await owner.fill({ emails });
  await owner.submit();
}

async function confirm(): Promise<void> {
  await owner.fill({ confirmed: true });
  await owner.submit();
  await world.settled();
}

const invitedTo = (email: string) => world.store.invitations.find({ email }).lean();
const traces = async () => ({
  invitations: await world.store.invitations.countDocuments(),
  audit: await world.store.audit.countDocuments(),
  messages: await world.store.outbox.countDocuments(),
  mails: world.mailbox.mails().length,
});

describe('A33, A36: what is not one plain address', () => {
  it.each([
    ['the Kelvin sign', 'nova@\u212Aelvin.example'],
    ['a dotless i', 'nova@g\u0131thub.example'],
    ['a full-width at sign', 'nova\uFF20aster.example'],
    ['a zero-width space', 'no\u200Bva@aster.example'],
    ['a control character', 'nova@aster\u0007.example'],
    ['a quoted name', '"nova nova"@aster.example'],
    ['a comment', 'nova(work)@aster.example'],
    ['a group', 'friends:nova@aster.example'],
    ['two addresses in one', 'nova@aster.example eve@evil.example'],
    ['a percent escape', 'nova@%61ster.example'],
    ['something behind the domain', 'nova@aster.example/evil'],
  ])('is an error of the field: %s', async (_what, typed) => {
    const before = await traces();
    await invite(typed);
    expect(Object.keys(owner.errors())).toEqual(['emails']);
    expect(owner.modal().state.emails?.emails?.value).toBe(typed);
    expect(await traces()).toEqual(before);
  });

  it('A36: a header on a line of its own is a line that is not valid, and no mail gets it', async () => {
    await invite('header@aster.example\r\nBcc: eve@evil.example');
    expect(owner.text()).toContain('Bcc: eve@evil.example');
    await world.settled();
    expect(world.mailsTo('header@aster.example').map(({ to }) => to)).toEqual([['header@aster.example']]);
    expect(world.mailsTo('eve@evil.example')).toEqual([]);
  });

  it('A36: the envelope is the stored address, to the letter', async () => {
    await invite('Mixed.Case+tag@ASTER.example');
    if (owner.text().includes('Nothing is sent yet')) await confirm();
    await world.settled();
    const [stored] = await invitedTo('Mixed.Case+tag@aster.example');
    expect(stored?.emailKey).toBe('mixed.case+tag@aster.example');
    const mails = world.mailbox.mails().filter(({ to }) => to.join().toLowerCase().startsWith('mixed'));
    expect(mails.map(({ to }) => to)).toEqual([[stored?.email]]);
  });

  it('A33: another case of an invited address is invited already, and no second mail leaves', async () => {
    await invite('twice@aster.example');
    await invite('TWICE@Aster.Example');
    expect(owner.text()).toContain('Already invited');
    await world.settled();
    expect(await world.store.invitations.countDocuments({ emailKey: 'twice@aster.example' })).toBe(1);
    expect(world.mailsTo('twice@aster.example')).toHaveLength(1);
  });
});

describe('A34: a domain in another script', () => {
  it('is shown as punycode and sent to only when that is confirmed', async () => {
    const before = await traces();
    await invite('nova@аster.example');
    expect(owner.text()).toContain('nova@xn--ster-43d.example');
    expect(owner.text()).toContain('letters of another script');
    expect(await traces()).toEqual(before);
    await confirm();
    // The mailbox shows the domain of an envelope in its own script.
    expect(world.mailsTo('nova@аster.example')).toHaveLength(1);
    expect(world.mailsTo('nova@aster.example')).toEqual([]);
    const [stored] = await invitedTo('nova@xn--ster-43d.example');
    expect(stored?.status).toBe('pending');
  });
});

describe('A35: an address that may be another one’s mailbox', () => {
  it('is warned about while the other invitation is live, and is an invitation of its own once confirmed', async () => {
    await invite('near@aster.example');
    await world.settled();
    const before = await traces();
    await invite('n.ear+lab@aster.example');
    expect(owner.text()).toContain('It looks like near@aster.example');
    expect(await traces()).toEqual(before);
    await confirm();
    const codes = ['near@aster.example', 'n.ear+lab@aster.example'].map((address) => world.codeFor(address));
    expect(new Set(codes).size).toBe(2);
  });

  it('is warned about within one list too', async () => {
    await invite('pair@aster.example\np.air@aster.example');
    expect(owner.text()).toContain('It looks like pair@aster.example');
    expect(await invitedTo('pair@aster.example')).toEqual([]);
  });
});

describe('A37: a domain that mail does not reach', () => {
  it.each([
    ['a misspelt one', 'nova@aster.exmaple', 'Did you mean aster.example?'],
    ['one without a mail server', 'nova@mute.example', 'names no mail server'],
  ])('%s wants a confirmation', async (_what, typed, text) => {
    const before = await traces();
    await invite(typed);
    expect(owner.text()).toContain(text);
    expect(await traces()).toEqual(before);
    await owner.submit();
    expect(await traces()).toEqual(before);
    await confirm();
    expect(world.mailsTo(typed)).toHaveLength(1);
  });

  it('one that does not exist is an error of the field', async () => {
    const before = await traces();
    await invite('nova@gone.example');
    expect(owner.errors().emails).toContain('gone.example does not exist or takes none');
    expect(await traces()).toEqual(before);
  });
});

describe('A38: somebody without an account', () => {
  it('has an invitation that waits, and an account with the address that Slack vouches for', async () => {
    await invite(iris.email);
    await owner.close({ all: true });
    await world.settled();
    expect(await invitedTo(iris.email)).toMatchObject([{ status: 'pending', accountId: null }]);
    await owner.command('/invitations', 'pending');
    expect(owner.text()).toContain(iris.email);
    await owner.close({ all: true });

    world.clock.advance(6 * 24 * 60 * 60 * 1000);
    await world.gatehouse.catchUp();
    const newcomer = world.person(iris.id);
    await newcomer.command('/request-access', world.codeFor(iris.email));
    expect(newcomer.text()).toContain(`takes the e-mail address ${iris.email} from your Slack profile`);
    await newcomer.fill({ provider: 'github', providerUsername: 'iris-newman', username: 'iris' });
    await newcomer.submit();
    expect(newcomer.text()).toContain('is sent');
    const account = await world.store.accounts.findOne({ username: 'iris' }).lean();
    expect(account?.email).toBe(iris.email);
    expect(await invitedTo(iris.email)).toMatchObject([{ status: 'redeemed', accountId: account?._id }]);
  });
});
