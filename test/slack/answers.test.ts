import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, channels, iris, olga, workspace } from '../../src/sandbox/people.ts';
import { actionIds } from '../../views/common/ids.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import {
  accountIdOf,
  asterId,
  BAD_CODE,
  DENIED,
  giveRole,
  makeAccount,
  mia,
  nora,
  openInvitation,
  openRequest,
  residents,
} from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';

/** What somebody sees after a command: the modal on top, or the newest message where it was typed. */
async function answer(person: Driver, command: string, text = ''): Promise<string> {
  if (person.hasModal()) await person.close({ all: true });
  const last = newest(person);
  const result = await person.command(command, text);
  expect(result, `${command} ${text}`).toEqual({ ok: true });
  expect(person.notices(), `${command} ${text}`).toEqual([]);
  if (person.hasModal()) return person.text();
  const message = newest(person);
  expect(message?.ts, `${command} ${text} left nothing visible`).not.toBe(last?.ts);
  return message ? person.text(message) : '';
}

function newest(person: Driver) {
  const { messages } = person.screen();
  return Object.values(messages)
    .flat()
    .filter(({ author }) => author.kind === 'app')
    .sort((a, b) => Number(a.ts) - Number(b.ts))
    .at(-1);
}

/** What stands in the inputs of the top modal, by name. */
function typed(person: Driver): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(person.modal().state).map(([name, values]) => {
      const state: Record<string, unknown> = values[name] ?? {};
      const option = state.selected_option as { value?: string } | null | undefined;
      return [name, state.value ?? option?.value ?? state.selected_conversation];
    }),
  );
}

describe('in a workspace that is set up', () => {
  let world: World;
  let aster: string;
  let owner: Driver;
  const people = [olga, adam, iris, mia, nora];

  beforeAll(async () => {
    // Lists are planted, in states that nobody has come to, and taken away again.
    world = await startWorld({ people: residents, isBroken: true });
    aster = await asterId(world);
    await giveRole(world, aster, await makeAccount(world, mia), 'member');
    await makeAccount(world, nora);
    owner = world.person(olga.id);
  });

  beforeEach(async () => {
    if (owner.hasModal()) await owner.close({ all: true });
    await world.store.accessRequests.deleteMany({ tenantId: workspace.id });
    await world.store.invitations.deleteMany({ tenantId: workspace.id });
  });

  describe.each(['/gatehouse', '/invite-user', '/request-access', '/access-requests', '/invitations'])(
    'the command %s',
    (command) => {
      it.each(['help', 'HELP', ' help '])('explains itself to everybody at “%s”', async (word) => {
        for (const { id } of people) {
          const text = await answer(world.person(id), command, word);
          expect(text).toContain(`\`${command}`);
          expect(text).not.toContain('does not know');
        }
      });

      it('answers everybody without an argument', async () => {
        for (const { id } of people) expect(await answer(world.person(id), command)).not.toBe('');
      });

      it('answers everybody with an argument that it does not know', async () => {
        for (const { id } of people) {
          expect(await answer(world.person(id), command, 'abracadabra')).not.toBe('');
          expect(await answer(world.person(id), command, `${'x'.repeat(3000)} 🙂 <&>`)).not.toBe('');
        }
      });
    },
  );

  it('an unknown argument is named, with the words that are known', async () => {
    expect(await answer(owner, '/gatehouse', 'abra')).toMatch(/does not know “abra”[\s\S]*\/gatehouse help/);
    expect(await answer(owner, '/invitations', 'abra')).toMatch(/status “abra”[\s\S]*undeliverable/);
    expect(await answer(owner, '/access-requests', 'abra')).toMatch(/does not know “abra”/);
    expect(await answer(owner, '/invite-user', 'abra')).toContain('Invite people');
    await owner.submit();
    expect(owner.errors()).toEqual({ emails: expect.stringContaining('“abra”') });
    expect(await answer(world.person(nora.id), '/request-access', 'abra')).toContain('A code has 20 letters');
  });

  describe('30 invitations in /invitations', () => {
    const emailsOn = (text: string) => [...new Set(text.match(/guest\d\d@guest\.example/g) ?? [])];
    const statuses = ['pending', 'redeemed', 'revoked', 'declined', 'accepted', 'undeliverable'] as const;

    beforeEach(async () => {
      const invitedBy = await accountIdOf(world, olga);
      for (let n = 0; n < 30; n += 1) {
        const status = statuses[n % statuses.length] ?? 'pending';
        const email = `guest${String(n).padStart(2, '0')}@guest.example`;
        await openInvitation(world, { organizationId: aster, invitedBy, email, emailKey: email, status });
      }
    });

    it('are shown in pages, newest first, there and back, each once', async () => {
      await owner.command('/invitations');
      const pages = [emailsOn(owner.text())];
      while (owner.text().includes('Older')) {
        await owner.press(actionIds.pageOlder, { in: 'modal' });
        pages.push(emailsOn(owner.text()));
      }
      expect(pages.map((page) => page.length)).toEqual([10, 10, 10]);
      const all = pages.flat();
      expect(all).toEqual([...all].sort().reverse());
      expect(new Set(all).size).toBe(30);
      for (const page of pages.slice(0, -1).reverse()) {
        await owner.press(actionIds.pageNewer, { in: 'modal' });
        expect(emailsOn(owner.text())).toEqual(page);
      }
      expect(owner.text()).not.toContain('Newer');
    });

    it.each(statuses)('are filtered by %s, by the command and by the menu', async (status) => {
      const expected = Array.from({ length: 30 }, (_, n) => n)
        .filter((n) => statuses[n % statuses.length] === status)
        .map((n) => `guest${String(n).padStart(2, '0')}@guest.example`)
        .reverse();
      await owner.command('/invitations', status.toUpperCase());
      expect(emailsOn(owner.text())).toEqual(expected);
      await owner.close({ all: true });
      await owner.command('/invitations');
      await owner.choose('invitation-filter', status, { in: 'modal' });
      expect(emailsOn(owner.text())).toEqual(expected);
    });

    it('keep their filter from page to page', async () => {
      await world.store.invitations.updateMany({ tenantId: workspace.id }, { $set: { status: 'revoked' } });
      await owner.command('/invitations', 'revoked');
      await owner.press(actionIds.pageOlder, { in: 'modal' });
      const { state } = owner.modal();
      expect(JSON.stringify(state)).toContain('"revoked"');
      expect(emailsOn(owner.text())).toHaveLength(10);
    });

    it('are none for a status that none has, in words', async () => {
      await owner.command('/invitations', 'expired');
      expect(owner.text()).toContain('No invitation has the status');
    });
  });

  it('an invitation shows what happened to it, is sent again with a new code, and revoked', async () => {
    await owner.command('/invite-user', iris.email);
    await owner.submit();
    await owner.close({ all: true });
    await world.settled();
    const first = world.codeFor(iris.email);
    const newcomer = world.person(iris.id);

    await owner.command('/invitations');
    await owner.press(actionIds.invitationOpen, { in: 'modal' });
    expect(owner.text()).toMatch(/Invited by Olga Owens[\s\S]*Mailed/);
    await owner.press(actionIds.invitationResend, { in: 'modal' });
    expect(owner.text()).toContain('Sent again by Olga Owens, with a new code');
    await world.settled();
    const second = world.codeFor(iris.email);
    expect(second).not.toBe(first);
    expect(await answer(newcomer, '/request-access', first)).toContain('A newer e-mail was sent to you.');

    await owner.press(actionIds.invitationRevoke, { in: 'modal' });
    expect(owner.text()).toContain('Revoked by Olga Owens');
    expect(owner.text()).not.toContain('Resend');
    await world.settled();
    expect(world.mailsTo(iris.email).at(-1)?.subject).toMatch(/withdrawn|revoked/i);
    expect(await answer(newcomer, '/request-access', second)).toBe(BAD_CODE);
    const [entries] = owner.text().split('History').slice(1);
    const order = ['Invited by', 'Mailed', 'Sent again by', 'Revoked by'].map(
      (text) => entries?.indexOf(text) ?? -1,
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
  });

  describe('requests', () => {
    async function request(person = nora): Promise<string> {
      return openRequest(world, { organizationId: aster, accountId: await accountIdOf(world, person) });
    }

    it('20 of them are shown in pages, each once', async () => {
      const ids: string[] = [];
      const accountId = await accountIdOf(world, nora);
      for (let n = 0; n < 20; n += 1)
        ids.push(await openRequest(world, { organizationId: aster, accountId, liveKey: `many:${n}` }));
      const shown = () => ids.filter((id) => JSON.stringify(owner.modal().view).includes(id));
      await owner.command('/access-requests');
      const pages = [shown()];
      while (owner.text().includes('Older')) {
        await owner.press(actionIds.pageOlder, { in: 'modal' });
        pages.push(shown());
      }
      expect(pages.map((page) => page.length)).toEqual([8, 8, 4]);
      expect(pages.flat().sort()).toEqual([...ids].sort());
      await owner.press(actionIds.pageNewer, { in: 'modal' });
      expect(shown()).toEqual(pages[1]);
    });

    it('are denied with a reason, which the person gets by mail and message', async () => {
      const id = await request();
      await owner.command('/access-requests');
      await owner.press(actionIds.requestDeny, { in: 'modal' });
      await owner.fill({ reason: 'Ask your own team first.' });
      await owner.submit();
      expect(owner.text()).toContain('The request of Nora Noll is denied.');
      await world.settled();
      const person = world.person(nora.id);
      expect(person.text(person.lastMessage())).toContain('Ask your own team first.');
      expect(world.mailsTo(nora.email).at(-1)?.text).toContain('Ask your own team first.');
      const found = await world.store.accessRequests.findOne({ _id: id }).lean();
      expect(found).toMatchObject({
        status: 'denied',
        reason: 'Ask your own team first.',
        decidedByName: 'Olga Owens',
      });
    });

    it('are taken back on Home while they are open, and not after', async () => {
      const id = await request();
      const person = world.person(nora.id);
      await person.openHome();
      expect(person.text('home')).toContain('*Aster Labs*: requested');
      await person.press(actionIds.requestWithdraw, { in: 'home' });
      // Home is drawn anew after the press has its answer.
      await eventually(() => !person.text('home').includes('Withdraw'));
      expect((await world.store.accessRequests.findOne({ _id: id }).lean())?.status).toBe('withdrawn');
      await owner.command('/access-requests');
      expect(owner.text()).toContain('No request for Aster Labs waits');
    });
  });

  describe('the invitation of an account by hand', () => {
    async function byHand(values: Record<string, string>): Promise<void> {
      await owner.command('/invite-user');
      await owner.press(actionIds.inviteAccount, { in: 'modal' });
      await owner.fill(values);
      await owner.submit();
    }
    const right = { email: nora.email, username: 'nora', role: 'member' };

    it.each<[name: string, values: Record<string, string>, error: Record<string, RegExp>]>([
      [
        'a username that nobody has',
        { ...right, username: 'nobody' },
        { username: /No account has the username nobody/ },
      ],
      [
        'the address of somebody else',
        { ...right, email: mia.email },
        { email: /not the address of the account nora/ },
      ],
      [
        'a member',
        { ...right, email: mia.email, username: 'mia' },
        {
          username: /^mia has this access to Aster Labs already\. Change the role with \/gatehouse people\.$/,
        },
      ],
    ])('says what is wrong with %s, and keeps what was typed', async (_name, values, error) => {
      await byHand(values);
      const [[field = '', message] = []] = Object.entries(error);
      expect(owner.errors()).toEqual({ [field]: expect.stringMatching(message ?? '') });
      expect(typed(owner)).toEqual(values);
    });

    it('offers the role, once; Decline gives nothing and tells both', async () => {
      await byHand({ ...right, email: nora.email.toUpperCase(), username: 'NORA' });
      expect(owner.text()).toContain('Nora Noll is invited to Aster Labs as a member');
      await owner.close({ all: true });
      await byHand(right);
      expect(owner.errors()).toEqual({ username: expect.stringContaining('has an open invitation already') });
      await world.settled();
      const person = world.person(nora.id);
      await person.press(actionIds.offerDecline, { in: 'message' });
      await world.settled();
      expect(person.messages().some((one) => person.text(one).includes('You declined'))).toBe(true);
      expect(owner.text(owner.lastMessage())).toMatch(/Nora Noll.*declined/s);
      expect(await world.store.grants.countDocuments({ accountId: await accountIdOf(world, nora) })).toBe(0);
    });

    it('approves the request that the account has open', async () => {
      const id = await openRequest(world, {
        organizationId: aster,
        accountId: await accountIdOf(world, nora),
      });
      await byHand(right);
      expect(owner.text()).toContain('is invited to Aster Labs');
      const found = await world.store.accessRequests.findOne({ _id: id }).lean();
      expect(found).toMatchObject({
        status: 'approved',
        access: { role: 'member' },
        decidedByName: 'Olga Owens',
      });
    });
  });

  it('nothing typed is lost when an address needs a second look, or is none', async () => {
    const values = { emails: 'ada@guest.example\nnot an address', note: 'Hello', expiryDays: '14' };
    await owner.command('/invite-user');
    await owner.fill({ ...values, emails: 'not an address' });
    await owner.submit();
    expect(Object.keys(owner.errors())).toEqual(['emails']);
    expect(typed(owner)).toMatchObject({ ...values, emails: 'not an address' });
    await owner.fill({ emails: 'ada@aster.exampel' });
    await owner.submit();
    expect(owner.text()).toContain('Did you mean aster.example?');
    expect(typed(owner)).toMatchObject({ ...values, emails: 'ada@aster.exampel' });
  });

  it('/gatehouse organization changes it, and keeps what was typed when something is wrong', async () => {
    await owner.command('/gatehouse', 'organization');
    expect(typed(owner)).toEqual({
      name: 'Aster Labs',
      domain: 'aster',
      notificationEmail: 'access@aster.example',
      approvalsChannelId: 'C0APPROVALS',
    });
    const values = {
      name: 'Aster Works',
      domain: 'no dots.please',
      notificationEmail: 'doors@aster.example',
    };
    await owner.fill(values);
    await owner.submit();
    expect(Object.keys(owner.errors())).toEqual(['domain']);
    expect(typed(owner)).toMatchObject(values);
    await owner.fill({ domain: 'works', approvalsChannelId: null });
    await owner.submit();
    expect(owner.text()).toContain('Aster Works is saved.');
    expect(await world.store.organizations.findOne({ _id: aster }).lean()).toMatchObject({
      name: 'Aster Works',
      domain: 'works',
      notificationEmail: 'doors@aster.example',
      approvalsChannelId: null,
    });
  });

  it('whoever may not is told so, in the same words everywhere', async () => {
    for (const { id } of [iris, mia, nora]) {
      const person = world.person(id);
      for (const command of ['/invite-user', '/access-requests', '/invitations', '/gatehouse organization']) {
        const [name = '', text] = command.split(' ');
        expect(await answer(person, name, text), command).toBe(DENIED);
      }
    }
  });
});

describe('in a fresh workspace', () => {
  let world: World;

  beforeAll(async () => {
    world = await startWorld({
      seeded: false,
      people: residents,
    });
  });

  it.each([
    ['somebody', iris],
    ['somebody else', adam],
  ])('%s is told who can set it up, by name and without a ping', async (_name, { id }) => {
    const text = await answer(world.person(id), '/gatehouse');
    expect(text).toBe(`Gatehouse is not set up yet. <@${olga.id}> can do it: type /gatehouse.`);
    const person = world.person(id);
    await person.openHome();
    expect(person.text('home')).toContain('A workspace admin can set it up');
    expect(person.text('home')).not.toContain('Create the first organization');
  });

  it.each(['/invite-user', '/request-access', '/access-requests', '/invitations'])(
    'the command %s answers',
    async (command) => {
      for (const { id } of [olga, iris]) expect(await answer(world.person(id), command)).not.toBe('');
    },
  );

  it('a workspace admin makes an account, then the organization, and owns it', async () => {
    const admin = world.person(olga.id);
    expect(await answer(admin, '/gatehouse')).toContain('Create the first organization to begin.');
    await admin.press(actionIds.setUp, { in: 'message' });
    expect(typed(admin)).toMatchObject({ firstName: 'Olga', lastName: 'Owens' });
    await admin.fill({ provider: 'entra', providerUsername: 'olga', username: 'ol' });
    await admin.submit();
    expect(Object.keys(admin.errors()).sort()).toContain('username');
    expect(typed(admin)).toMatchObject({ provider: 'entra', providerUsername: 'olga', username: 'ol' });
    await admin.fill({ providerUsername: 'olga@aster.example', username: 'olga' });
    await admin.submit();
    expect(admin.text()).toContain('Set up organization');

    const values = { name: 'Aster Labs', domain: 'Aster Labs!', notificationEmail: 'access@aster.example' };
    await admin.fill({ ...values, approvalsChannelId: channels[1]?.name ?? '' });
    await admin.submit();
    expect(Object.keys(admin.errors())).toEqual(['domain']);
    expect(typed(admin)).toMatchObject(values);
    await admin.fill({ domain: 'aster' });
    await admin.submit();
    expect(admin.text()).toContain('Aster Labs is set up, and you are its owner.');
    await admin.close({ all: true });
    await world.settled();

    const organization = await world.store.organizations.findOne({ domain: 'aster' }).lean();
    const grants = await world.store.grants.find({ tenantId: workspace.id }).lean();
    expect(grants).toMatchObject([
      {
        access: { kind: 'organization', role: 'owner' },
        status: 'active',
        organizationId: organization?._id,
        accountId: await accountIdOf(world, olga),
      },
    ]);
    expect(admin.text(admin.lastMessage('access-approvals'))).toContain('Aster Labs');
    await admin.openHome();
    expect(admin.text('home')).toContain('Aster Labs');
  });

  it('the set-up is over then: its old button makes nothing by accident', async () => {
    const admin = world.person(olga.id);
    await admin.press(actionIds.setUp, { in: 'message' });
    expect(admin.text()).toContain('Set up organization');
    await admin.fill({ name: 'Again', domain: 'aster', notificationEmail: 'access@aster.example' });
    await admin.submit();
    expect(admin.errors()).toEqual({ domain: expect.stringContaining('is taken') });
    expect(await world.store.organizations.countDocuments({ tenantId: workspace.id })).toBe(1);
  });
});
