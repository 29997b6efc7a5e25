import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditAction } from '../../src/domain/audit.ts';
import { day } from '../../src/domain/invitations.ts';
import type { Template } from '../../src/domain/messages.ts';
import { adam, iris, olga, people } from '../../src/sandbox/people.ts';
import { approveRequest } from '../../src/services/access-requests/approve.ts';
import { denyRequest } from '../../src/services/access-requests/deny.ts';
import type { Runtime } from '../../src/services/context.ts';
import { acceptOffer, declineOffer } from '../../src/services/invitations/answer.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import { violationsIn } from '../support/database.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { acting, codeOf, invited, outcomeOf, profileOf, redeem } from '../support/verbs.ts';

const novas = Array.from({ length: 20 }, (_, index) => ({
  ...people[2],
  id: `U0NOVA${index}`,
  name: `nova${index}`,
  realName: `Nova ${String.fromCharCode(65 + index)}`,
  title: '',
  email: profileOf(`nova${index}`).email,
  isWorkspaceAdmin: false,
  isHome: true,
}));

let world: World;
let runtime: Runtime;
beforeAll(async () => {
  world = await startWorld({ people: [...people, ...novas] });
  ({ runtime } = world.gatehouse);
});
afterAll(async () => {
  await world.settled();
  expect(await violationsIn(world.store, { isSettled: true })).toEqual([]);
});

let count = 0;
/** Somebody new has asked for access, and the approvers have the card. */
async function asked(): Promise<{ request: AccessRequestRecord; userId: string }> {
  const { name, id: userId } = novas[count] ?? { name: '', id: '' };
  count += 1;
  const invitation = await invited(await acting(runtime, olga.id), profileOf(name).email);
  await redeem(await acting(runtime, userId), codeOf(runtime, invitation), name);
  await world.settled();
  const request = await world.store.accessRequests.findOne({ invitationId: invitation._id }).lean();
  if (!request) throw new Error('nobody asked');
  return { request, userId };
}

const statusOf = async ({ _id }: { _id: string }) =>
  (await world.store.accessRequests.findById(_id).lean())?.status;
const audited = (subject: string, action: AuditAction) =>
  world.store.audit.countDocuments({ subjects: subject, action });
const told = (subject: string, template: Template) =>
  world.store.outbox.countDocuments({ 'about.id': subject, template, 'to.via': 'mail' });

describe('A44: Approve, pressed twice', () => {
  it('by two people: the second is told who was faster, without an error on a field', async () => {
    const { request } = await asked();
    const [owner, admin] = [world.person(olga.id), world.person(adam.id)];
    const press = { in: 'message', conversation: 'access-approvals', value: request._id } as const;
    await owner.press('request-approve', press);
    await admin.press('request-approve', press);
    await owner.fill({ role: 'member' });
    await admin.fill({ role: 'admin' });
    await admin.submit();
    expect(admin.text()).toContain('is invited to Aster Labs');
    await owner.submit();
    expect(owner.errors()).toEqual({});
    expect(owner.text()).toMatch(/^Already handled by Adam Adler, <!date/m);
    await owner.close({ all: true });
    await admin.close({ all: true });
    expect(await audited(request._id, 'request.approved')).toBe(1);
    expect(
      await world.store.invitations.find({ requestId: request._id, kind: 'access' }).lean(),
    ).toMatchObject([{ access: { kind: 'organization', role: 'admin' }, invitedBy: expect.any(String) }]);
  });

  it('by one person, on a card that is up to date only now: the card is rewritten', async () => {
    const { request } = await asked();
    const owner = world.person(olga.id);
    const card = owner.lastMessage('access-approvals');
    // Nothing reaches Slack any more, so the card keeps its buttons.
    world.slack.faults.always('chat.update', { kind: 'error', error: 'internal_error' });
    await approveRequest(await acting(runtime, adam.id), { requestId: request._id, role: 'member' });
    await world.gatehouse.drain();
    await owner.press('request-approve', { message: card, value: request._id });
    expect(owner.hasModal()).toBe(false);
    const answers = owner.messages('access-approvals').filter(({ ephemeral }) => ephemeral);
    expect(owner.text(answers.at(-1))).toContain('Already handled by Adam Adler');
    const shown = owner.messages('access-approvals').find(({ ts }) => ts === card.ts);
    expect(shown?.blocks.some(({ type }) => type === 'actions')).toBe(false);
    world.slack.faults.clear();
    world.clock.advance(60 * 60 * 1000);
    await world.settled();
  });

  it('at once, 20 times by two people: one transition, and one offer', async () => {
    const { request } = await asked();
    const approvals = Array.from({ length: 20 }, async (_, index) =>
      outcomeOf(
        approveRequest(await acting(runtime, index % 2 ? olga.id : adam.id), {
          requestId: request._id,
          role: 'member',
        }),
      ),
    );
    const outcomes = await Promise.all(approvals);
    expect(outcomes.filter((outcome) => typeof outcome === 'object')).toHaveLength(1);
    // In a crowd some may run out of time on a slow machine; nobody is told anything else.
    const refusals = new Set(outcomes.filter((outcome) => typeof outcome === 'string'));
    expect([...refusals].filter((refusal) => refusal !== 'busy')).toEqual(['stale']);
    expect(await audited(request._id, 'request.approved')).toBe(1);
    const offers = await world.store.invitations.find({ requestId: request._id, kind: 'access' }).lean();
    expect(offers).toHaveLength(1);
    expect(await told(offers[0]?._id ?? '', 'offer')).toBe(1);
  });
});

describe('A45: Approve and Deny together', () => {
  it.each(Array.from({ length: 5 }, (_, index) => index))(
    'have one winner, and its person hears once (%i)',
    async () => {
      const { request } = await asked();
      const [approved, denied] = await Promise.all([
        outcomeOf(approveRequest(await acting(runtime, olga.id), { requestId: request._id, role: 'member' })),
        outcomeOf(denyRequest(await acting(runtime, adam.id), { requestId: request._id, reason: 'No' })),
      ]);
      const offers = await world.store.invitations.find({ requestId: request._id, kind: 'access' }).lean();
      const status = await statusOf(request);
      expect(['approved', 'denied']).toContain(status);
      expect([approved, denied].filter((outcome) => outcome === 'stale')).toHaveLength(1);
      expect(status === 'approved' ? denied : approved).toBe('stale');
      expect(offers).toHaveLength(status === 'approved' ? 1 : 0);
      const mails = (await told(request._id, 'request-denied')) + (await told(offers[0]?._id ?? '', 'offer'));
      expect(mails).toBe(1);
    },
  );
});

describe('Accept and Decline together', () => {
  it('have one winner, and at most one grant', async () => {
    const { request, userId } = await asked();
    await approveRequest(await acting(runtime, olga.id), { requestId: request._id, role: 'member' });
    const offer = await world.store.invitations.findOne({ requestId: request._id, kind: 'access' }).lean();
    const id = offer?._id ?? '';
    const answers = [acceptOffer, declineOffer, acceptOffer, declineOffer, acceptOffer, acceptOffer];
    const outcomes = await Promise.all(
      answers.map(async (answer) => outcomeOf(answer(await acting(runtime, userId), id))),
    );
    expect(outcomes.filter((outcome) => outcome !== 'stale')).toHaveLength(1);
    const status = await statusOf(request);
    const grants = await world.store.grants.countDocuments({ invitationId: id });
    expect([status, grants]).toEqual(
      typeof outcomes[1] === 'object' || typeof outcomes[3] === 'object' ? ['lapsed', 0] : ['fulfilled', 1],
    );
  });
});

describe('A49: a form', () => {
  it('sent twice at once is one command with one answer', async () => {
    const owner = world.person(olga.id);
    await owner.command('/invite-user', 'double@aster.example');
    const [first, second] = await Promise.all([owner.submit(), owner.submit()]);
    expect([first.ok || second.ok, owner.errors()]).toEqual([true, {}]);
    expect(owner.text()).toContain('Invited');
    expect(owner.text()).not.toContain('Already invited');
    await owner.close({ all: true });
    expect(await world.store.invitations.countDocuments({ email: 'double@aster.example' })).toBe(1);
    await world.settled();
    expect(world.mailsTo('double@aster.example')).toHaveLength(1);
  });

  it('sent again an hour later has to be opened anew', async () => {
    const owner = world.person(olga.id);
    await owner.command('/invite-user', 'late@aster.example');
    world.clock.advance(60 * 60 * 1000 + 1);
    await owner.submit();
    expect(Object.values(owner.errors()).join()).toContain(
      'This form is out of date. Close it and open it again.',
    );
    expect(owner.modal().state.emails?.emails).toMatchObject({ value: 'late@aster.example' });
    await owner.close({ all: true });
    expect(await world.store.invitations.exists({ email: 'late@aster.example' })).toBeNull();
  });

  it('that Slack opens too late tells the person to open it again', async () => {
    const owner = world.person(olga.id);
    world.slack.faults.next('views.open', { kind: 'error', error: 'expired_trigger_id' });
    await owner.command('/invite-user', 'late@aster.example');
    expect(owner.hasModal()).toBe(false);
    expect(owner.text(owner.lastMessage('general'))).toContain('Open it again.');
  });

  it('whose username is typed fast shows the newest answer, and nothing on top of it', async () => {
    const newcomer = world.person(iris.id);
    await newcomer.command('/request-access');
    await Promise.all(['nov', 'nova', 'nova-n'].map((name) => newcomer.enter('username', name)));
    expect(newcomer.modal().view.callback_id).toBe('request-access');
    expect(newcomer.screen().modals).toHaveLength(1);
    await newcomer.close({ all: true });
  });
});

describe('A50: a card of 30 days ago', () => {
  it('tells that the request has expired, before the sweep has stored it and after', async () => {
    const { request } = await asked();
    const owner = world.person(olga.id);
    const card = owner.lastMessage('access-approvals');
    const pressed = async () => {
      await owner.press('request-approve', { message: card, value: request._id });
      expect(owner.hasModal()).toBe(false);
      const answers = owner.messages('access-approvals').filter(({ ephemeral }) => ephemeral);
      return owner.text(answers.at(-1));
    };
    world.clock.advance(30 * day);
    expect(await pressed()).toBe('This request has expired.');
    const shown = owner.messages('access-approvals').find(({ ts }) => ts === card.ts);
    expect(shown?.blocks.some(({ type }) => type === 'actions')).toBe(false);
    await world.gatehouse.catchUp();
    await world.settled();
    expect(await statusOf(request)).toBe('expired');
    const late = approveRequest(await acting(runtime, adam.id), { requestId: request._id, role: 'member' });
    expect(await outcomeOf(late)).toBe('stale');
    expect(await audited(request._id, 'request.expired')).toBe(1);
  });
});
