import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { formatCode } from '../../../src/domain/codes.ts';
import { day } from '../../../src/domain/invitations.ts';
import { olga } from '../../../src/sandbox/people.ts';
import { type Context, contextFor, type Runtime } from '../../../src/services/context.ts';
import { failuresPerPerson, failuresPerTenant } from '../../../src/services/invitations/attempt-limits.ts';
import { findByCode } from '../../../src/services/invitations/find-by-code.ts';
import { redeemInvitation } from '../../../src/services/invitations/redeem.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { connect } from '../../../src/store/connection.ts';
import { openStore } from '../../../src/store/index.ts';
import { isUnavailable } from '../../../src/store/transaction.ts';
import { violationsIn } from '../../support/database.ts';
import { startWorld, type World } from '../../support/gatehouse.ts';
import {
  acting,
  codeOf,
  HOME,
  invited,
  lastingOutcomeOf,
  newAccountOf,
  otherTenant,
  outcomeOf,
  profileOf,
  redeem,
  unknownCode,
  wrongCode,
} from '../../support/verbs.ts';

let world: World;
let runtime: Runtime;
let owner: Context;
beforeAll(async () => {
  world = await startWorld();
  ({ runtime } = world.gatehouse);
});
beforeEach(async () => {
  owner = await acting(runtime, olga.id);
  await world.store.attempts.deleteMany({});
});
afterAll(async () => {
  // Some tests wrote messages at a later time.
  world.clock.advance(8 * day);
  await world.settled();
  expect(await violationsIn(world.store, { isSettled: true })).toEqual([]);
});

let count = 0;
/** A name that nobody had before; a Slack user id when in capitals. */
function fresh(): { name: string; userId: string } {
  count += 1;
  return { name: `nova${count}`, userId: `U0NOVA${count}` };
}

const newcomer = (userId: string) => acting(runtime, userId);
const quarter = 15 * 60 * 1000;
const counts = (outcomes: unknown[]) => {
  const tally: Record<string, number> = {};
  for (const one of outcomes) {
    const name = typeof one === 'string' ? one : 'done';
    tally[name] = (tally[name] ?? 0) + 1;
  }
  return tally;
};
const refusals = (tenantId = HOME) => world.store.audit.countDocuments({ tenantId, action: 'code.refused' });

describe('A18: tries of one person', () => {
  it('at once: of 50 wrong ones exactly five are looked at, and then not even the right one is', async () => {
    const { name, userId } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const before = await refusals();
    const tries = Array.from({ length: 50 }, async (_, index) =>
      lastingOutcomeOf(async () => redeem(await newcomer(userId), unknownCode(index), name)),
    );
    expect(counts(await Promise.all(tries))).toEqual({ code: failuresPerPerson, limit: 45 });
    expect((await refusals()) - before).toBe(failuresPerPerson);

    const right = codeOf(runtime, invitation);
    expect(await outcomeOf(redeem(await newcomer(userId), right, name))).toBe('limit');
    expect(await world.store.invitations.findById(invitation._id).lean()).toEqual(invitation);
    expect((await refusals()) - before).toBe(failuresPerPerson);

    world.clock.advance(quarter);
    expect(await redeem(await newcomer(userId), right, name)).toMatchObject({ outcome: 'requested' });
  });

  it('one after the other: the sixth is told when to try again, and a right code in between costs nothing', async () => {
    const { name, userId } = fresh();
    const mine = await invited(owner, profileOf(name).email);
    for (let index = 0; index < 4; index += 1)
      expect(await outcomeOf(redeem(await newcomer(userId), unknownCode(index), name))).toBe('code');
    const right = codeOf(runtime, mine);
    for (let index = 0; index < 3; index += 1)
      expect(await redeem(await newcomer(userId), right, name)).toMatchObject({ outcome: 'requested' });
    expect(await outcomeOf(redeem(await newcomer(userId), unknownCode(4), name))).toBe('code');
    const sixth = redeem(await newcomer(userId), unknownCode(5), name);
    await expect(sixth).rejects.toThrow(/^Too many tries, again after <!date\^\d+\^.*UTC>\.$/);
  });

  it('A23: a mistyped code costs nothing, however often it is sent', async () => {
    const { name, userId } = fresh();
    const mine = await invited(owner, profileOf(name).email);
    const right = codeOf(runtime, mine);
    const mistyped = right.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const before = await refusals();
    for (let index = 0; index < 12; index += 1)
      expect(await outcomeOf(redeem(await newcomer(userId), mistyped, name))).toBe('form');
    const used = await world.store.attempts.findOne({ tenantId: HOME, key: `identity:${HOME}:${userId}` });
    expect(used).toBeNull();
    expect(await refusals()).toBe(before);
    expect(await redeem(await newcomer(userId), right.toLowerCase(), name)).toMatchObject({
      outcome: 'requested',
    });
  });
});

describe('A22: what is no code', () => {
  it.each([[null], [undefined], [''], ['  '], [[]], [['a']], [{ $ne: null }], [{ $gt: '' }], [0], [true]])(
    '%j is an error of the form, and matches nothing',
    async (typed) => {
      const { name, userId } = fresh();
      const failed = await redeem(await newcomer(userId), typed, name).catch((error: unknown) => error);
      expect(failed).toMatchObject({ code: 'form', fields: { code: expect.any(String) } });
      expect(await world.store.accounts.exists({ tenantId: HOME, usernameKey: name })).toBeNull();
    },
  );
});

describe('A24: one code', () => {
  it('redeemed 50 times at once by 50 people lets one of them ask; the others hear CODE, each with its audit row', async () => {
    const invitation = await invited(owner, 'anybody@aster.example');
    const code = codeOf(runtime, invitation);
    const before = await refusals();
    const redemptions = Array.from({ length: 50 }, async () => {
      const { name, userId } = fresh();
      return lastingOutcomeOf(async () => redeem(await newcomer(userId), code, name));
    });
    expect(counts(await Promise.all(redemptions))).toEqual({ done: 1, code: 49 });
    expect((await refusals()) - before).toBe(49);
    const requests = await world.store.accessRequests.find({ invitationId: invitation._id }).lean();
    expect(requests).toHaveLength(1);
    expect(await world.store.accounts.countDocuments({ tenantId: HOME, username: /^nova/ })).toBe(
      await world.store.accessRequests.countDocuments({ tenantId: HOME }),
    );
  });

  it('redeemed 50 times at once by its owner gives the same success each time, and one request', async () => {
    const { name, userId } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const code = codeOf(runtime, invitation);
    const redemptions = Array.from({ length: 50 }, () =>
      lastingOutcomeOf(async () => redeem(await newcomer(userId), code, name)),
    );
    const answers = await Promise.all(redemptions);
    const success = { outcome: 'requested', organizationName: 'Aster Labs', username: name, offer: null };
    expect(answers.filter((answer) => JSON.stringify(answer) !== JSON.stringify(success))).toEqual([]);
    expect(await world.store.accessRequests.countDocuments({ invitationId: invitation._id })).toBe(1);
  });

  it('A49: sent twice at once by one form is one command with one answer', async () => {
    const { name, userId } = fresh();
    const code = codeOf(runtime, await invited(owner, profileOf(name).email));
    const { actor } = await newcomer(userId);
    const commandId = randomUUID();
    const submit = () => redeem(contextFor(runtime, actor, commandId), code, name);
    const [first, second] = await Promise.all([submit(), submit()]);
    expect(second).toEqual(first);
    expect(await submit()).toEqual(first);
    expect(await world.store.audit.countDocuments({ commandId, action: 'request.created' })).toBe(1);
    expect(await world.store.audit.countDocuments({ commandId, action: 'code.refused' })).toBe(0);
  });
});

describe('A25: at the end of its time', () => {
  it.each([
    [-1, 'done', 'done'],
    [0, 'code', 'That code has expired. Ask for the invitation to be sent again.'],
    [1, 'code', 'That code has expired. Ask for the invitation to be sent again.'],
  ])('%i ms: a code is %s', async (offset, outcome, text) => {
    const { name, userId } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const at = new Date(invitation.expiresAt.getTime() + offset);
    const then: Runtime = { ...runtime, now: () => at };
    const told = await redeem(await acting(then, userId), codeOf(runtime, invitation), name).then(
      () => 'done',
      (error: Error) => error.message,
    );
    expect(told).toBe(text);
    const { status } = (await world.store.invitations.findById(invitation._id).lean()) ?? {};
    expect(status).toBe(outcome === 'done' ? 'redeemed' : 'pending');
  });

  it('says so to its owner alone, with the right secret alone', async () => {
    const { name } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const then: Runtime = { ...runtime, now: () => invitation.expiresAt };
    const texts = await Promise.all(
      [
        { code: codeOf(runtime, invitation), email: profileOf(name).email },
        { code: codeOf(runtime, invitation), email: 'eve@aster.example' },
        { code: codeOf(runtime, invitation), email: null },
        { code: wrongCode(invitation), email: profileOf(name).email },
      ].map(async ({ code, email }) =>
        findByCode(await acting(then, fresh().userId), code, email).then(
          () => 'open',
          (error: Error) => error.message,
        ),
      ),
    );
    const generic = "That code isn't valid — check it or ask for a new one.";
    expect(texts).toEqual([expect.stringContaining('has expired'), generic, generic, generic]);
  });

  it('a form that was opened in time and sent too late is refused', async () => {
    const { name, userId } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const context = await newcomer(userId);
    const claim = await findByCode(context, codeOf(runtime, invitation), profileOf(name).email);
    const late = { ...context, now: () => invitation.expiresAt };
    const input = { claim, newAccount: newAccountOf(name), profile: profileOf(name) };
    expect(await outcomeOf(redeemInvitation(late, input))).toBe('code');
    expect(await world.store.accounts.exists({ tenantId: HOME, usernameKey: name })).toBeNull();
  });
});

describe('A26: after it was sent again', () => {
  it('the old code tells its owner of the newer mail, everybody else nothing, and the new one works', async () => {
    const { name, userId } = fresh();
    const old = await invited(owner, profileOf(name).email);
    await resendInvitation(await acting(runtime, olga.id), old._id);
    const sent = await world.store.invitations.findById(old._id).lean();
    const tell = (email: string) =>
      findByCode(contextFor(runtime, owner.actor, randomUUID()), codeOf(runtime, old), email);
    await expect(tell(profileOf(name).email)).rejects.toThrow('A newer e-mail was sent to you');
    await expect(tell('eve@aster.example')).rejects.toThrow("That code isn't valid");
    expect(sent).not.toBeNull();
    if (!sent) return;
    expect(await redeem(await newcomer(userId), codeOf(runtime, sent), name)).toMatchObject({
      outcome: 'requested',
    });
    const again = findByCode(await newcomer(fresh().userId), codeOf(runtime, old), profileOf(name).email);
    await expect(again).rejects.toThrow("That code isn't valid");
    expect(await world.store.accessRequests.countDocuments({ invitationId: old._id })).toBe(1);
  });
});

describe('A27: a revocation that races the redemption', () => {
  it.each(Array.from({ length: 8 }, (_, index) => index))('has exactly one winner (%i)', async () => {
    const { name, userId } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const [revoked, redeemed] = await Promise.all([
      outcomeOf(revokeInvitation(await acting(runtime, olga.id), invitation._id)),
      outcomeOf(redeem(await newcomer(userId), codeOf(runtime, invitation), name)),
    ]);
    const { status } = (await world.store.invitations.findById(invitation._id).lean()) ?? {};
    const requests = await world.store.accessRequests.countDocuments({ invitationId: invitation._id });
    if (status === 'revoked') {
      expect([redeemed, requests]).toEqual(['code', 0]);
      expect(revoked).toEqual({ email: invitation.email });
    } else {
      expect([status, revoked, requests]).toEqual(['redeemed', 'stale', 1]);
      expect(redeemed).toMatchObject({ outcome: 'requested' });
    }
  });
});

describe('A30: somebody who has access already', () => {
  it('is told so, and the invitation is closed without a request', async () => {
    const invitation = await invited(owner, 'spare@aster.example');
    const code = codeOf(runtime, invitation);
    expect(await redeem(await acting(runtime, olga.id), code, 'olga')).toMatchObject({
      outcome: 'already-has-access',
    });
    const { status, liveKey } = (await world.store.invitations.findById(invitation._id).lean()) ?? {};
    expect([status, liveKey]).toEqual(['redeemed', undefined]);
    expect(await world.store.accessRequests.countDocuments({ invitationId: invitation._id })).toBe(0);
  });
});

describe('A21: when nobody can count the tries', () => {
  it('nothing is looked at, and nothing changes', async () => {
    const { name, userId } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const lost = await connect(inject('mongodbUri'));
    const { attempts } = openStore(lost);
    await lost.getClient().close();
    const before = await refusals();
    const store = { ...runtime.store, attempts };
    const blind = { ...(await newcomer(userId)), store };
    await expect(redeem(blind, codeOf(runtime, invitation), name)).rejects.toSatisfy(isUnavailable);
    await expect(redeem(blind, unknownCode(), name)).rejects.toSatisfy(isUnavailable);
    expect(await refusals()).toBe(before);
    expect(await world.store.invitations.findById(invitation._id).lean()).toEqual(invitation);
  });
});

describe('A17: the work for a code that does not work', () => {
  it('is the same for an unknown selector, a wrong secret and a code of another tenant', async () => {
    const foreign = await invited(await otherTenant(runtime, 'T0FOREIGN'), 'iris@aster.example');
    const { name } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    // A connection of its own, because commands can only be watched from the start.
    const base = inject('mongodbUri').replace(
      /^([^:]+:\/\/[^/?]+)(?:\/[^?]*)?/,
      `$1/${world.store.connection.name}`,
    );
    const watched = await mongoose.createConnection(base, { monitorCommands: true }).asPromise();
    const store = openStore(watched);
    const names: string[] = [];
    watched.getClient().on('commandStarted', ({ commandName }) => names.push(commandName));
    const workFor = async (code: string) => {
      const context = { ...(await newcomer(fresh().userId)), store };
      names.length = 0;
      expect(await outcomeOf(findByCode(context, code, profileOf(name).email))).toBe('code');
      return names.filter((command) => !['hello', 'endSessions'].includes(command));
    };
    await workFor(unknownCode(1));
    const unknown = await workFor(unknownCode(2));
    expect(unknown).toContain('findAndModify');
    expect(await workFor(wrongCode(invitation))).toEqual(unknown);
    expect(await workFor(codeOf(runtime, foreign))).toEqual(unknown);
    await watched.close();
  });

  it('does not depend on the secret: the wrong one is derived as often as the right one', async () => {
    const nobody = formatCode({ selector: 'ZZZZZZZZ', secret: '00000000000' });
    const failed = await findByCode(await newcomer(fresh().userId), nobody, null).catch(
      (error: Error) => error,
    );
    expect(failed).toMatchObject({
      code: 'code',
      message: "That code isn't valid — check it or ask for a new one.",
    });
  });
});

describe('A20: a spray from many accounts', () => {
  it('pauses the tenant and alarms its owners once; other tenants notice nothing', async () => {
    const { name, userId } = fresh();
    const invitation = await invited(owner, profileOf(name).email);
    const outcomes: unknown[] = [];
    const guess = () => {
      const { name: sprayer, userId: from } = fresh();
      return lastingOutcomeOf(async () => redeem(await newcomer(from), unknownCode(), sprayer));
    };
    const spray = async () => {
      while (outcomes.length < failuresPerTenant + 20) outcomes.push(await guess());
    };
    await Promise.all(Array.from({ length: 16 }, spray));
    const { code, limit = 0, ...others } = counts(outcomes);
    expect(others).toEqual({});
    expect(code).toBe(failuresPerTenant);
    expect(limit).toBeGreaterThanOrEqual(20);
    expect(await world.store.audit.countDocuments({ tenantId: HOME, action: 'code.attack' })).toBe(1);
    const alarms = await world.store.outbox.find({ tenantId: HOME, template: 'code-attack' }).lean();
    expect(alarms.map(({ to }) => to)).toEqual([{ via: 'slack', channel: olga.id, teamId: HOME }]);

    const right = codeOf(runtime, invitation);
    expect(await outcomeOf(redeem(await newcomer(userId), right, name))).toBe('limit');
    const elsewhere = await acting(runtime, 'U0ELSE', 'T0SECOND');
    expect(await outcomeOf(findByCode(elsewhere, unknownCode(), null))).toBe('code');

    world.clock.advance(quarter);
    expect(await redeem(await newcomer(userId), right, name)).toMatchObject({ outcome: 'requested' });
  });
});
