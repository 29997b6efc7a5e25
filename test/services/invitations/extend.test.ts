import { beforeAll, describe, expect, it } from 'vitest';
import { adam, olga } from '../../../src/sandbox/people.ts';
import type { Person } from '../../../src/sandbox/slack/screen.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { extendInvitation } from '../../../src/services/invitations/extend.ts';
import { findByCode } from '../../../src/services/invitations/find-by-code.ts';
import { offerByUsername } from '../../../src/services/invitations/offer.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { invitationTimeline } from '../../../src/services/invitations/timeline.ts';
import {
  account,
  auditOf,
  bringIn,
  makeApp,
  newestInvitation,
  notedOf,
  sendTo,
  stranger,
  toldOf,
} from '../../support/catalog.ts';
import { crew } from '../../support/crew.ts';
import { startWorld, type World } from '../../support/gatehouse.ts';
import { asterId, makeAccount, residents } from '../../support/residents.ts';
import { acting, codeOf, invited, otherTenant, outcomeOf } from '../../support/verbs.ts';

const { people, next } = crew(12);
let world: World;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...people] });
});

const day = 24 * 60 * 60 * 1000;
const verb = (person: Person) => acting(world.gatehouse.runtime, person.id);
const stored = async (id: string) => {
  const found = await world.store.invitations.findById(id).lean();
  if (!found) throw new Error(`${id} is gone`);
  return found;
};
const extend = async (invitationId: string, days: unknown, person = olga) =>
  extendInvitation(await verb(person), { invitationId, days });
const inDays = (days: number) =>
  new Date(world.clock.now().getTime() + days * day).toISOString().slice(0, 10);

describe('an invitation that is extended', () => {
  it.each([1, 3, 7, 14, 30])('is valid %i days longer, and nothing else changes', async (days) => {
    const before = await invited(await verb(olga), `days-${days}@extend.example`);
    const until = new Date(before.expiresAt.getTime() + days * day);
    expect(await extend(before._id, String(days))).toEqual({ email: before.email, expiresAt: until });
    expect(await stored(before._id)).toEqual({ ...before, expiresAt: until });
  });

  it('keeps its code, sends no mail, and says so in its history', async () => {
    const { runtime } = world.gatehouse;
    const before = await invited(await verb(olga), 'code@extend.example');
    await world.settled();
    const mails = world.mailsTo('code@extend.example').length;
    await extend(before._id, 7, adam);
    await world.settled();
    expect(world.mailsTo('code@extend.example')).toHaveLength(mails);
    expect(await toldOf(world, before._id)).toEqual(['join-invitation mail code@extend.example']);
    expect(await auditOf(world, before._id)).toEqual([
      'invitation.created by Olga Owens',
      'invitation.extended by Adam Adler',
    ]);
    const { timeline } = await invitationTimeline(await verb(olga), before._id);
    const until = (await stored(before._id)).expiresAt.toISOString().slice(0, 10);
    expect(timeline.at(-1)?.text).toBe(`Extended by Adam Adler, until ${until}`);
    world.clock.advance(8 * day);
    await world.gatehouse.catchUp();
    const claim = await findByCode(await verb(next()), codeOf(runtime, before), 'code@extend.example');
    expect(claim).toMatchObject({ invitationId: before._id });
  });

  it('is never valid beyond the end of its access', async () => {
    const app = await makeApp(world, 'Short');
    const terms = { accessEndsOn: inDays(9), expiryDays: '7' };
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger('end@extend.example'), { terms });
    const { accessEndsAt } = await stored(invitationId);
    expect((await extend(invitationId, 30)).expiresAt).toEqual(accessEndsAt);
    await expect(extend(invitationId, 1)).rejects.toThrow('It cannot be valid longer.');
    expect(await notedOf(world, invitationId, 'invitation.extended')).toBe(1);
  });

  it('can wait for a second approver', async () => {
    const app = await makeApp(world, 'Proposed', { roles: ['Viewer', 'Root'], privileged: ['Root'] });
    const { invitationId } = await sendTo(world, app, 'Root', stranger('second@extend.example'));
    const { expiresAt } = await stored(invitationId);
    await extend(invitationId, 3, adam);
    expect(await stored(invitationId)).toMatchObject({
      status: 'proposed',
      expiresAt: new Date(expiresAt.getTime() + 3 * day),
    });
  });

  it('shows its new end in the card that the invitee has', async () => {
    const person = next();
    const app = await makeApp(world, 'Card');
    const accountId = await bringIn(world, person, 'member');
    const { invitationId } = await sendTo(world, app, 'Viewer', account(accountId));
    await world.settled();
    await extend(invitationId, 14);
    await world.settled();
    const { expiresAt } = await stored(invitationId);
    const seconds = Math.floor(expiresAt.getTime() / 1000);
    const shown = JSON.stringify(world.person(person.id).lastMessage().blocks);
    expect(shown).toContain(`<!date^${seconds}^`);
  });
});

describe('an invitation that cannot be extended', () => {
  it('has ended, expired, or waits for a seat', async () => {
    const app = await makeApp(world, 'Ended', { seats: 1 });
    const [first, second] = [next(), next()];
    const accepted = await sendTo(world, app, 'Viewer', account(await bringIn(world, first, 'member')));
    await acceptOffer(await verb(first), accepted.invitationId);
    await expect(extend(accepted.invitationId, 7)).rejects.toThrow(/^Already handled/);
    const waiting = await sendTo(world, app, 'Viewer', account(await bringIn(world, second, 'member')), {
      mayWait: true,
    });
    await expect(extend(waiting.invitationId, 7)).rejects.toThrow('waits for a seat');
    const revoked = await invited(await verb(olga), 'revoked@extend.example');
    await revokeInvitation(await verb(adam), revoked._id);
    await expect(extend(revoked._id, 7)).rejects.toThrow('Already handled by Adam Adler, ');
    const late = await invited(await verb(olga), 'late@extend.example');
    world.clock.advance(7 * day);
    await expect(extend(late._id, 7)).rejects.toThrow('The invitation has expired. Resend it.');
    await world.gatehouse.catchUp();
    await expect(extend(late._id, 7)).rejects.toThrow('The invitation has expired. Resend it.');
    for (const id of [accepted.invitationId, waiting.invitationId, revoked._id, late._id])
      expect(await notedOf(world, id, 'invitation.extended')).toBe(0);
  });

  it('is asked for a number of days that is not offered', async () => {
    const { _id, expiresAt } = await invited(await verb(olga), 'odd@extend.example');
    for (const days of [0, -7, 2, 365, 1.5, '', 'x', null, undefined, [1, 2]])
      expect(await outcomeOf(extend(_id, days))).toBe('form');
    expect((await stored(_id)).expiresAt).toEqual(expiresAt);
  });

  it('is one’s own, above one’s role, somebody else’s, unknown or of another tenant: all read the same', async () => {
    const outsider = next();
    await makeAccount(world, outsider);
    const { _id } = await invited(await verb(olga), 'rights@extend.example');
    const own = next();
    await bringIn(world, own, 'admin');
    const app = await makeApp(world, 'Own');
    const ownId = (await sendTo(world, app, 'Viewer', account((await verb(own)).actor.account?.id ?? ''), {}))
      .invitationId;
    const heir = next();
    await makeAccount(world, heir);
    const offer = { organizationId: await asterId(world), email: heir.email, username: heir.name };
    await offerByUsername(await verb(olga), { ...offer, role: 'owner' });
    const above = await newestInvitation(world, heir.email);
    const elsewhere = await otherTenant(world.gatehouse.runtime, 'T0ELSE');
    const tries = [
      () => extend(_id, 7, outsider),
      () => extend(ownId, 7, own),
      () => extend(above._id, 7, adam),
      () => extend('inv_00000000000000000000000000', 7),
      () => extendInvitation(elsewhere, { invitationId: _id, days: 7 }),
    ];
    for (const attempt of tries) expect(await outcomeOf(attempt())).toBe('deny');
    for (const id of [_id, ownId, above._id]) expect(await notedOf(world, id, 'invitation.extended')).toBe(0);
  });
});

describe('at the same moment', () => {
  it('the same command moves the end once, however often it comes', async () => {
    const { _id, expiresAt } = await invited(await verb(olga), 'twice@extend.example');
    const context = await verb(olga);
    const answers = await Promise.all(
      [1, 2, 3].map(() => extendInvitation(context, { invitationId: _id, days: 3 })),
    );
    expect(new Set(answers.map((answer) => answer.expiresAt.getTime()))).toEqual(
      new Set([expiresAt.getTime() + 3 * day]),
    );
    expect(await notedOf(world, _id, 'invitation.extended')).toBe(1);
  });

  it('a revocation and an extension leave one of two true stories', async () => {
    const { _id } = await invited(await verb(olga), 'race@extend.example');
    const [revoked, extended] = await Promise.all([
      outcomeOf(revokeInvitation(await verb(adam), _id)),
      outcomeOf(extend(_id, 3)),
    ]);
    expect(revoked).toEqual({ email: 'race@extend.example' });
    expect((await stored(_id)).status).toBe('revoked');
    expect(await notedOf(world, _id, 'invitation.extended')).toBe(extended === 'stale' ? 0 : 1);
  });
});
