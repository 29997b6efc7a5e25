import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { day } from '../../../src/domain/invitations.ts';
import { olga } from '../../../src/sandbox/people.ts';
import { createAccount } from '../../../src/services/accounts.ts';
import type { Context, Runtime } from '../../../src/services/context.ts';
import { homeOverview } from '../../../src/services/home/index.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { offerByUsername } from '../../../src/services/invitations/offer.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { sendJoinInvitations } from '../../../src/services/invitations/send-join.ts';
import { organizationsFor } from '../../../src/services/organizations.ts';
import { violationsIn } from '../../support/database.ts';
import { startWorld, type World } from '../../support/gatehouse.ts';
import { acting, codeOf, invited, newAccountOf, outcomeOf, profileOf, redeem } from '../../support/verbs.ts';

let world: World;
let runtime: Runtime;
let organizationId: string;
beforeAll(async () => {
  world = await startWorld();
  ({ runtime } = world.gatehouse);
  const [place] = await organizationsFor(await owner(), 'access:grant');
  organizationId = place?.organization._id ?? '';
});
afterAll(async () => {
  await world.settled();
  expect(await violationsIn(world.store, { isSettled: true })).toEqual([]);
});

const owner = (): Promise<Context> => acting(runtime, olga.id);

async function withAccount(name: string): ReturnType<typeof acting> {
  await createAccount(await acting(runtime, `U0${name}`), newAccountOf(name), profileOf(name));
  return acting(runtime, `U0${name}`);
}

const offer = async (name: string) =>
  offerByUsername(await owner(), {
    organizationId,
    email: profileOf(name).email,
    username: name,
    role: 'member',
  });

const offerTo = (accountId: string | undefined) =>
  world.store.invitations
    .findOne({ kind: 'access', accountId: accountId ?? '' })
    .sort({ _id: -1 })
    .lean();

describe('a code that is used while an invitation by hand is open', () => {
  it('opens no request, and says to accept the invitation', async () => {
    const nora = await withAccount('nora');
    await offer('nora');
    const invitation = await invited(await owner(), 'somebody@aster.example');
    const result = await redeem(nora, codeOf(runtime, invitation), 'nora');
    expect(result.outcome).toBe('already-invited');
    const accountId = nora.actor.account?.id ?? '';
    expect(await world.store.accessRequests.exists({ accountId })).toBeNull();

    const open = await offerTo(accountId);
    await acceptOffer(await acting(runtime, 'U0nora'), open?._id ?? '');
    const { access, requests } = await homeOverview(await acting(runtime, 'U0nora'));
    expect(access.map((each) => each.access)).toEqual([{ kind: 'organization', role: 'member' }]);
    expect(requests).toEqual([]);
  });
});

describe('an expired invitation by hand', () => {
  it('is not sent again to somebody who has access meanwhile', async () => {
    const { actor } = await withAccount('nils');
    await offer('nils');
    const first = await offerTo(actor.account?.id);
    world.clock.advance(8 * day);
    await offer('nils');
    const second = await offerTo(actor.account?.id);
    expect(second?._id).not.toBe(first?._id);
    await acceptOffer(await acting(runtime, 'U0nils'), second?._id ?? '');
    expect(await outcomeOf(resendInvitation(await owner(), first?._id ?? ''))).toBe('stale');
  });
});

describe('warnings about addresses', () => {
  it('are confirmed for the addresses that were shown, and for no others', async () => {
    const send = async (emails: string, confirmed: string) =>
      sendJoinInvitations(await owner(), { organizationId, emails, confirmed });
    const first = await send('a@gmial.com', '');
    const digest = first.kind === 'confirm' ? first.digest : '';
    expect(digest).not.toBe('');
    const changed = await send('a@gmial.com\nb@xn--ster-43d.example', digest);
    expect(changed.kind).toBe('confirm');
    expect(await world.store.invitations.exists({ emailKey: 'a@gmial.com' })).toBeNull();
    expect((await send('a@gmial.com', digest)).kind).toBe('done');
  });
});
