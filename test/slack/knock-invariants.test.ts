import { beforeAll, describe, expect, it } from 'vitest';
import { adam, iris, olga, people } from '../../src/sandbox/people.ts';
import { violationsIn } from '../support/database.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { findSecrets } from '../support/secrets.ts';
import type { Driver } from '../support/slack.ts';

const ivo = { ...iris, id: 'U0IVO', name: 'ivo', realName: 'Ivo Ivers', email: 'ivo@aster.example' };

describe.each(['socket', 'http'] as const)('after the whole knock flow over %s', (transport) => {
  let world: World;
  const codes: Record<string, string> = {};

  async function enter(person: Driver, username: string, code: string): Promise<void> {
    await person.command('/request-access', code);
    await person.fill({ provider: 'github', providerUsername: username, username });
    await person.submit();
    expect(person.errors()).toEqual({});
    await person.close({ all: true });
    await world.settled();
  }

  beforeAll(async () => {
    world = await startWorld({ transport, people: [...people, ivo] });
    const [owner, admin] = [world.person(olga.id), world.person(adam.id)];
    await owner.command('/invite-user', `${iris.email} ${ivo.email} nobody@bloom.example`);
    await owner.submit();
    await owner.close({ all: true });
    await world.settled();
    codes.replaced = world.codeFor(iris.email);
    codes.denied = world.codeFor(ivo.email);
    codes.revoked = world.codeFor('nobody@bloom.example');

    for (const [email, action] of [
      [iris.email, 'invitation-resend'],
      ['nobody@bloom.example', 'invitation-revoke'],
    ] as const) {
      const invitation = await world.store.invitations.findOne({ email }).lean();
      await owner.command('/invitations', 'pending');
      await owner.press('invitation-open', { value: invitation?._id ?? '' });
      await owner.press(action, { value: invitation?._id ?? '' });
      await owner.close({ all: true });
      await world.settled();
    }
    codes.accepted = world.codeFor(iris.email);

    const newcomer = world.person(iris.id);
    await newcomer.command('/request-access', codes.replaced);
    // A failure that has the code in its neighbourhood, so that the log has something to say.
    world.slack.faults.next('views.open', { kind: 'error', error: 'internal_error' });
    await newcomer.command('/request-access', codes.accepted);
    world.slack.faults.next('chat.postMessage', { kind: 'error', error: 'internal_error' });
    await enter(newcomer, 'iris', codes.accepted);
    await admin.press('request-approve', { in: 'message', conversation: 'access-approvals' });
    await admin.fill({ role: 'member' });
    await admin.submit();
    await admin.close({ all: true });
    await world.settled();
    await newcomer.press('offer-accept', { in: 'message' });

    await enter(world.person(ivo.id), 'ivo', codes.denied);
    await admin.press('request-deny', { in: 'message', conversation: 'access-approvals' });
    await admin.submit();
    await admin.close({ all: true });
    for (const person of [owner, admin, newcomer]) await person.openHome();
    await world.settled();
  });

  it('every record agrees with every other one, and with the audit (I2 to I8, I10, I15)', async () => {
    const statuses = await world.store.invitations.find({}, { status: 1 }).lean();
    expect(statuses.map(({ status }) => status).sort()).toEqual([
      'accepted',
      'accepted',
      'redeemed',
      'redeemed',
      'revoked',
    ]);
    expect(await violationsIn(world.store, { isSettled: true })).toEqual([]);
  });

  it('I13: no secret is in a log, in the database, or in anything that Slack was sent', async () => {
    const bare = Object.entries(codes).map(
      ([name, code]) => [`${name}Bare`, code.replaceAll('-', '')] as const,
    );
    const secrets = { ...world.secrets, ...codes, ...Object.fromEntries(bare) };
    expect(Object.keys(secrets)).toHaveLength(14);
    expect(await findSecrets(world.store, secrets)).toEqual([]);
    const sent = world.slack.log
      .filter(({ method }) => /^(?:chat|views)\.|^response_url$/.test(method))
      .map(({ args }) => JSON.stringify({ ...args, token: undefined }));
    expect(sent.length).toBeGreaterThan(10);
    expect(world.logged.length).toBeGreaterThan(0);
    const leaked = Object.entries(secrets).filter(([, secret]) =>
      [...sent, ...world.logged].some((text) => text.includes(secret)),
    );
    expect(leaked.map(([name]) => name)).toEqual([]);
  });

  it('I13: each code is in the mails to its own address alone', () => {
    const addresses = Object.values(codes).map((code) =>
      world.mailbox.mails().flatMap((mail) => (JSON.stringify(mail).includes(code) ? mail.to : [])),
    );
    expect(addresses).toEqual([[iris.email], [ivo.email], ['nobody@bloom.example'], [iris.email]]);
  });
});
