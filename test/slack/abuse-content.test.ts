import { beforeAll, describe, expect, it } from 'vitest';
import { reasonLimit } from '../../src/domain/invitations.ts';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { actionIds } from '../../views/common/ids.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { accountIdOf, asterId, makeAccount, nora, openRequest, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { tapWire, type Wire } from '../support/wire.ts';

/** Everything that would do something, if it were not literal. */
const hostile =
  '<!channel> <@U0OLGA> <https://evil.example|Approve> *bold* `code` @here &amp; <!subteam^S1> \u202Etxet\u202C\n<!here>\n> quote';
const hostileName = '<!everyone> <@U0ADAM> <https://evil.example|Approve> *A* `b` \u202Egnp.exe';

let world: World;
let wire: Wire;
let owner: Driver;
let newcomer: Driver;

beforeAll(async () => {
  const visitor: Person = { ...iris, realName: 'Iris <!channel>' };
  world = await startWorld({
    transport: 'http',
    people: residents.map((person) => (person.id === iris.id ? visitor : person)),
  });
  wire = await tapWire(world);
  owner = world.person(olga.id);
  newcomer = world.person(iris.id);
  await makeAccount(world, nora);
});

/** No message, to anybody, mentions anybody or holds markup that somebody else wrote. */
function expectLiteral(): void {
  for (const { id } of residents) {
    const { messages, modals, home } = world.slack.screen(id);
    for (const message of Object.values(messages).flat()) {
      if (message.author.kind !== 'app') continue;
      expect(message.pings, message.text).toEqual([]);
      expectNoMarkup({ text: message.text, blocks: message.blocks });
    }
    for (const view of [...modals, ...(home ? [home] : [])]) expectNoMarkup(view.view);
  }
}

/** In mrkdwn a reference begins with `<`; only dates, and channels by the app's own settings, do. */
function expectNoMarkup(node: unknown): void {
  if (Array.isArray(node)) for (const child of node) expectNoMarkup(child);
  if (typeof node !== 'object' || node === null) return;
  const { type, text } = node as { type?: string; text?: unknown };
  if ((type === 'mrkdwn' || type === undefined) && typeof text === 'string') {
    expect(text.replace(/<!date\^|<#C[A-Z0-9]+/g, '')).not.toMatch(/<[!@#h]|\*bold\*|`code`|\u202E/);
  }
  if (type === 'plain_text') expect(text).not.toMatch(/[\u202A-\u202E]/);
  for (const child of Object.values(node)) expectNoMarkup(child);
}

describe('A39 and A40: what people write stays what it is', () => {
  it('in the note of an invitation: literal in the mail and in the list', async () => {
    await owner.command('/invite-user', iris.email);
    await owner.fill({ note: `<script>alert(1)</script> ${hostile}` });
    await owner.submit();
    await owner.close({ all: true });
    await world.settled();
    const mail = world.mailsTo(iris.email).at(-1);
    expect(mail?.html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(mail?.html).not.toContain('<script>');
    expect(mail?.html).not.toMatch(/href="[^"]*evil/);
    expect(mail?.text).not.toContain('\u202E');
    await owner.command('/invitations');
    await owner.press(actionIds.invitationOpen, { in: 'modal' });
    expect(owner.text()).toContain('evil');
    expectLiteral();
    await owner.close({ all: true });
  });

  it.each([
    ['firstName', 'https://evil.example'],
    ['firstName', 'evil.example'],
    ['lastName', 'www.evil.example'],
    ['lastName', 'a@evil.example'],
    ['firstName', '<b>Iris</b>'],
    ['lastName', '<!channel>'],
    ['firstName', '<@U0OLGA>'],
    ['lastName', 'Iris\u202E'],
    ['username', 'evil.example'],
    ['username', 'iris<b>'],
    ['providerUsername', '<!channel>'],
  ])(
    'in a new account %s cannot be %s: its field says so, and nothing typed is lost',
    async (field, value) => {
      const typed = {
        firstName: 'Iris',
        lastName: 'Newman',
        provider: 'github',
        providerUsername: 'iris-newman',
        username: 'iris',
        [field]: value,
      };
      await newcomer.command('/request-access', world.codeFor(iris.email));
      await newcomer.fill(typed);
      // The word about the username redraws the form, and a form that is redrawn shows no errors.
      await world.gatehouse.answered();
      await newcomer.submit();
      expect(Object.keys(newcomer.errors())).toEqual([field]);
      const { state } = newcomer.modal();
      const texts = Object.fromEntries(
        Object.entries(state).map(([name, values]) => [
          name,
          values[name]?.value ?? (values[name]?.selected_option as { value?: string })?.value,
        ]),
      );
      expect(texts).toEqual(typed);
      await newcomer.close({ all: true });
      expect(await world.store.accounts.countDocuments({ identityKeys: 'T0ASTER:U0IRIS' })).toBe(0);
    },
  );

  it('in names that were stored before the rules: literal in card, queue, form, Home, mails and DMs', async () => {
    await newcomer.command('/request-access', world.codeFor(iris.email));
    await newcomer.fill({
      firstName: 'Iris',
      lastName: 'Newman',
      provider: 'github',
      providerUsername: 'iris-newman',
      username: 'iris',
    });
    wire.change(null);
    // A name that gets past the form by another way.
    await world.store.accounts.updateOne(
      { identityKeys: 'T0ASTER:U0OLGA' },
      { $set: { firstName: hostileName, lastName: '<b>Owens</b>' } },
    );
    await newcomer.submit();
    await newcomer.close({ all: true });
    await world.store.accounts.updateOne(
      { identityKeys: 'T0ASTER:U0IRIS' },
      { $set: { firstName: hostileName, lastName: '<b>Newman</b>' } },
    );
    await world.settled();
    const notice = world.mailsTo('access@aster.example').at(-1);
    expect(notice?.html).not.toMatch(/<b>Newman|<https|href="[^"]*evil/);
    await owner.openHome();
    await newcomer.openHome();
    await owner.command('/access-requests');
    expectLiteral();
    await owner.press(actionIds.requestDeny, { in: 'modal' });
    expectLiteral();
    await owner.close({ all: true });
  });

  it('in an organization: names like a web address are refused on their field', async () => {
    for (const name of ['https://evil.example', 'www.evil.example', 'Aster <b>']) {
      await owner.command('/gatehouse', 'organization');
      await owner.fill({ name });
      await owner.submit();
      expect(Object.keys(owner.errors())).toEqual(['name']);
      expect(owner.modal().state.name?.name?.value).toBe(name);
      await owner.close({ all: true });
    }
    await owner.command('/gatehouse', 'organization');
    await owner.fill({ name: 'Aster *Labs* `co` & <Sons' });
    await owner.submit();
    expect(Object.keys(owner.errors())).toEqual(['name']);
    await owner.fill({ name: 'Aster *Labs* `co` & Sons @here' });
    await owner.submit();
    expect(owner.text()).toContain('is saved');
    await owner.close({ all: true });
    await owner.openHome();
    expectLiteral();
  });

  it('in the reason of a denial: literal in the card, the mail and the DM', async () => {
    await owner.command('/access-requests');
    await owner.press(actionIds.requestDeny, { in: 'modal' });
    await owner.fill({ reason: `${hostile} <img src=x onerror=alert(1)>` });
    await owner.submit();
    expect(owner.text()).toContain('is denied');
    expectLiteral();
    await owner.close({ all: true });
    await world.settled();
    expectLiteral();
    const mail = world.mailsTo(iris.email).at(-1);
    expect(mail?.html).toContain('&lt;img src=x');
    expect(mail?.html).not.toMatch(/<img src=x|href="[^"]*evil/);
    expect(newcomer.text(newcomer.lastMessage())).toContain('＠here');
  });

  it('in an unknown word after a command: literal in its answer', async () => {
    for (const command of ['/gatehouse', '/invitations', '/access-requests']) {
      await owner.command(command, '<!channel> @adam *bold* `code`');
      expect(owner.lastMessage('general').pings).toEqual([]);
      expect(owner.text(owner.lastMessage('general'))).toContain('Gatehouse does not know');
      expectLiteral();
    }
  });
});

describe('A43: too much text', () => {
  it.each([
    ['a person types it', false],
    ['it comes over the wire', true],
  ])('a reason of 3,001 characters is refused on its field when %s', async (_name, forged) => {
    const request = await openRequest(world, {
      organizationId: await asterId(world),
      accountId: await accountIdOf(world, nora),
    });
    const admin = world.person(adam.id);
    await admin.command('/access-requests');
    await admin.press(actionIds.requestDeny, { in: 'modal', value: request });
    const reason = 'x'.repeat(3001);
    if (forged) {
      wire.change((payload) => {
        payload.view.state.values.reason = { reason: { type: 'plain_text_input', value: reason } };
      });
    } else await admin.fill({ reason });
    await admin.submit();
    wire.change(null);
    expect(admin.errors()).toEqual({ reason: expect.stringContaining(String(reasonLimit)) });
    if (!forged) expect(admin.modal().state.reason?.reason?.value).toBe(reason);
    await admin.close({ all: true });
    const found = await world.store.accessRequests.findOne({ _id: request }).lean();
    expect(found).toMatchObject({ status: 'pending', reason: null });
    await world.store.accessRequests.deleteOne({ _id: request });
  });

  it.each<[field: string, value: string]>([
    ['emails', `${'a@guest.example\n'.repeat(300)}`],
    ['note', 'x'.repeat(3001)],
  ])('%s that are too long are refused on their field', async (field, value) => {
    await owner.command('/invite-user', 'ada@guest.example');
    wire.change((payload) => {
      payload.view.state.values[field] = { [field]: { type: 'plain_text_input', value } };
    });
    await owner.submit();
    wire.change(null);
    expect(Object.keys(owner.errors())).toEqual([field]);
    await owner.close({ all: true });
    expect(await world.store.invitations.countDocuments({ email: 'ada@guest.example' })).toBe(0);
  });
});
