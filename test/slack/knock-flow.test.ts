import { beforeAll, describe, expect, it } from 'vitest';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import { startWorld, type World } from '../support/gatehouse.ts';

/** Seed 002, all seven steps, told by the people in it. */
describe.each(['socket', 'http'] as const)('the knock flow over %s', (transport) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ transport });
  });

  it('lets a newcomer in, from the invitation to the access', async () => {
    const owner = world.person(olga.id);
    const newcomer = world.person(iris.id);

    // The admin invites by e-mail.
    await owner.command('/invite-user', iris.email);
    expect(owner.text()).toContain('E-mail addresses');
    await owner.fill({ note: 'Welcome to the lab' });
    await owner.submit();
    expect(owner.text()).toContain(iris.email);
    await owner.close({ all: true });
    await world.settled();

    // The newcomer reads the mail, and enters the code.
    const [mail] = world.mailsTo(iris.email);
    expect(mail?.text).toContain('Olga Owens');
    expect(mail?.text).toContain('Welcome to the lab');
    const code = world.codeFor(iris.email);
    expect(mail?.html).toContain(code);
    await newcomer.command('/request-access', code);
    expect(newcomer.text()).toContain('Aster Labs');

    // Without an account, they make one in the same form; the username is checked while it is open.
    await newcomer.enter('username', 'olga');
    expect(newcomer.text()).toContain('taken');
    await newcomer.enter('username', 'iris');
    expect(newcomer.text()).toContain('free');
    await newcomer.fill({ provider: 'github', providerUsername: 'iris-newman' });
    await newcomer.submit();
    expect(newcomer.errors()).toEqual({});
    expect(newcomer.text()).toContain('Your request for access to Aster Labs is sent');
    await newcomer.close({ all: true });
    await world.settled();

    // The organization's address hears of it, with e-mail and username; the channel has a card.
    const notice = world.mailsTo('access@aster.example').at(-1);
    expect(notice?.text).toContain(iris.email);
    expect(notice?.text).toContain('iris');
    expect(owner.text(owner.lastMessage('access-approvals'))).toContain('Iris Newman');

    // The admin approves, and picks the role.
    const admin = world.person(adam.id);
    await admin.press('request-approve', { in: 'message', conversation: 'access-approvals' });
    expect(admin.text()).toContain('Aster Labs');
    await admin.submit();
    expect(Object.keys(admin.errors())).toEqual(['role']);
    await admin.fill({ role: 'member' });
    await admin.submit();
    expect(admin.text()).toContain('Iris Newman is invited to Aster Labs');
    await admin.close({ all: true });
    await world.settled();
    const card = owner.lastMessage('access-approvals');
    expect(owner.text(card)).toContain('Adam Adler');
    expect(card.blocks.some((block) => block.type === 'actions')).toBe(false);

    // The invitee accepts, and has the access.
    expect(world.mailsTo(iris.email).at(-1)?.subject).toContain('Aster Labs');
    await newcomer.press('offer-accept', { in: 'message' });
    await world.settled();
    const grant = await world.store.grants
      .findOne({ tenantId: 'T0ASTER', status: 'active', 'access.role': 'member' })
      .lean();
    expect(grant).not.toBeNull();
    await newcomer.openHome();
    expect(newcomer.text('home')).toContain('Aster Labs');
    expect(admin.text(admin.lastMessage())).toContain('Iris Newman');
  });
});
