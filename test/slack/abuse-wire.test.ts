import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { iris, olga } from '../../src/sandbox/people.ts';
import { actionIds } from '../../views/common/ids.ts';
import { ask, endWhatIsOpen } from '../support/asking.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { everything, makeAccount, nora, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';
import { acting, invited } from '../support/verbs.ts';
import { type Sent, tapWire, type Wire } from '../support/wire.ts';

let world: World;
let wire: Wire;
let owner: Driver;

beforeAll(async () => {
  world = await startWorld({ transport: 'http', people: residents });
  wire = await tapWire(world);
  owner = world.person(olga.id);
  await makeAccount(world, nora);
});

beforeEach(async () => {
  if (owner.hasModal()) await owner.close({ all: true });
  if (await world.store.accessRequests.exists({ tenantId: 'T0ASTER', status: 'pending' })) return;
  await endWhatIsOpen(world);
  await ask(world, nora);
});

const now = () => Math.floor(Date.now() / 1000);

/** The same request as Slack sent it last, with the same body, signed now unless `options` say otherwise. */
function again({ body, contentType }: Sent, options: object = {}) {
  return world.slack.signedRequest(body, { url: wire.url, contentType, ...options });
}

function last(): Sent {
  const sent = wire.sent.at(-1);
  if (!sent) throw new Error('nothing was sent');
  return sent;
}

const shownHomes = () => world.slack.log.filter(({ method }) => method === 'views.publish').length;

/** Everything of a command that is not yet sent: what a forged request would do. */
async function denyForm(): Promise<void> {
  await owner.command('/access-requests');
  await owner.press(actionIds.requestDeny, { in: 'modal' });
}

// First, because it waits for every message to arrive: Slack takes one a second in a channel.
describe('A16: a request that is sent again within five minutes', () => {
  it.each<[name: string, run: () => Promise<void>]>([
    [
      'a denial',
      async () => {
        await denyForm();
        await owner.fill({ reason: 'Not now' });
        await owner.submit();
      },
    ],
    [
      'an approval',
      async () => {
        await owner.command('/access-requests');
        await owner.press(actionIds.requestApprove, { in: 'modal' });
        await owner.fill({ role: 'member' });
        await owner.submit();
      },
    ],
    [
      'an invitation',
      async () => {
        await owner.command('/invite-user', 'ada@guest.example');
        await owner.submit();
      },
    ],
  ])('has the same result as before and no second effect: %s', async (_name, run) => {
    await run();
    const sent = last();
    expect(sent.answer).toContain('"response_action":"update"');
    await world.settled();
    const before = await everything(world);
    const mails = world.mailbox.mails().length;
    for (const headers of [{}, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' }]) {
      const { status, body } = await again(sent, { headers, timestamp: now() - 4 * 60 });
      expect(status).toBe(200);
      expect(withoutSeals(body)).toEqual(withoutSeals(sent.answer));
    }
    await world.settled();
    expect(await everything(world)).toEqual(before);
    expect(world.mailbox.mails()).toHaveLength(mails);
  });

  it('does not resend an invitation twice for one press', async () => {
    const { _id: invitation } = await invited(
      await acting(world.gatehouse.runtime, olga.id),
      'cara@guest.example',
    );
    await owner.command('/invitations');
    await owner.press(actionIds.invitationOpen, { value: invitation });
    await owner.press(actionIds.invitationResend, { value: invitation });
    const sent = last();
    expect((await again(sent)).status).toBe(200);
    await world.gatehouse.answered();
    const found = await world.store.invitations.findOne({ _id: invitation }).lean();
    expect(found?.codeVersion).toBe(2);
  });

  it('creates one account and one request for a code', async () => {
    await owner.command('/invite-user', iris.email);
    await owner.submit();
    await world.settled();
    const newcomer = world.person(iris.id);
    await newcomer.command('/request-access', world.codeFor(iris.email));
    await newcomer.fill({ provider: 'github', providerUsername: 'iris-newman', username: 'iris' });
    await newcomer.submit();
    const sent = last();
    await world.settled();
    const before = await everything(world);
    const { body } = await again(sent);
    expect(body).toBe(sent.answer);
    expect(body).toContain('is sent, as iris');
    expect(await everything(world)).toEqual(before);
  });
});

describe('A16: a request that Slack did not send', () => {
  const refusals: [name: string, options: () => object][] = [
    ['without a signature', () => ({ signature: null })],
    ['with an empty signature', () => ({ signature: '' })],
    ['with a signature of another version', () => ({ signature: `v1=${'0'.repeat(64)}` })],
    ['with a forged signature', () => ({ signature: `v0=${'0'.repeat(64)}` })],
    ['with a signature that is too short', () => ({ signature: 'v0=00' })],
    ['signed with another secret', () => ({ secret: 'not the secret of this app' })],
    ['over five minutes old', () => ({ timestamp: now() - 5 * 60 - 5 })],
    ['over five minutes early', () => ({ timestamp: now() + 5 * 60 + 5 })],
    ['a day early', () => ({ timestamp: now() + 24 * 60 * 60 })],
    ['from no time', () => ({ timestamp: Number.NaN })],
  ];

  it.each(refusals)('%s is answered with 401 and does nothing', async (_name, options) => {
    const homes = shownHomes();
    await denyForm();
    await owner.submit();
    const form = last();
    await eventually(() => shownHomes() > homes);
    await invited(await acting(world.gatehouse.runtime, olga.id), 'bea@guest.example');
    const before = await everything(world);
    const calls = world.slack.log.length;
    const { status, body } = await again(form, options());
    expect({ status, body }).toEqual({ status: 401, body: '' });
    expect(await everything(world)).toEqual(before);
    expect(world.slack.log.slice(calls).filter(({ method }) => method.startsWith('views.'))).toEqual([]);
  });

  it.each(refusals)('%s is refused before its body is read', async (_name, options) => {
    for (const contentType of ['application/json', 'application/x-www-form-urlencoded']) {
      const { status } = await again({ body: '{"payload', contentType, status: 0, answer: '' }, options());
      expect(status).toBe(401);
    }
  });

  it('with the signature of another body is refused', async () => {
    await denyForm();
    await owner.submit();
    const { createHmac } = await import('node:crypto');
    const timestamp = now();
    const signature = `v0=${createHmac('sha256', world.slack.signingSecret).update(`v0:${timestamp}:other`).digest('hex')}`;
    expect((await again(last(), { timestamp, signature })).status).toBe(401);
  });

  it('is not told apart by its path: only one takes requests', async () => {
    await denyForm();
    await owner.submit();
    const elsewhere = wire.url.replace('/slack/events', '/slack/other');
    expect((await again(last(), { url: elsewhere })).status).toBe(404);
  });
});

/** A view is sealed anew each time; all else is the same. */
function withoutSeals(body: string): unknown {
  return JSON.parse(body, (key, value: unknown) => (key === 'private_metadata' ? '' : value));
}
