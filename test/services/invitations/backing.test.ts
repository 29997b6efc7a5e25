import { beforeAll, describe, expect, it } from 'vitest';
import { adam, olga } from '../../../src/sandbox/people.ts';
import type { Person } from '../../../src/sandbox/slack/screen.ts';
import { editApp } from '../../../src/services/catalog/apps.ts';
import { contextFor } from '../../../src/services/context.ts';
import { expireDue } from '../../../src/services/expiry.ts';
import { acceptOffer } from '../../../src/services/invitations/answer.ts';
import { changeOfferedRole } from '../../../src/services/invitations/change-role.ts';
import { approveProposal } from '../../../src/services/invitations/proposals.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { removePerson } from '../../../src/services/people/remove.ts';
import {
  account,
  bringIn,
  decideSettings,
  makeApp,
  runningGrant,
  sendTo,
  stranger,
} from '../../support/catalog.ts';
import { crew } from '../../support/crew.ts';
import { startWorld, type World } from '../../support/gatehouse.ts';
import { asterId, makeAccount, residents } from '../../support/residents.ts';
import { acting, outcomeOf } from '../../support/verbs.ts';

const { people, next } = crew(12);
let world: World;
beforeAll(async () => {
  world = await startWorld({ people: [...residents, ...people] });
});

const day = 24 * 60 * 60 * 1000;
const verb = (person: Person) => acting(world.gatehouse.runtime, person.id);
const accountOf = async (person: Person) => (await verb(person)).actor.account?.id ?? '';

async function bringInAdmin(): Promise<{ admin: Person; remove(): Promise<unknown> }> {
  const admin = next();
  const accountId = await bringIn(world, admin, 'admin');
  const organizationId = await asterId(world);
  return { admin, remove: async () => removePerson(await verb(olga), { accountId, organizationId }) };
}

async function sweep(): Promise<void> {
  const { runtime } = world.gatehouse;
  const actor = { kind: 'system', tenantId: 'T0ASTER', name: 'expiry' } as const;
  await expireDue(contextFor(runtime, actor, `sweep:${world.clock.now().getTime()}`));
}

describe('A12: an invitation to oneself', () => {
  it('cannot be changed, sent again or revoked by the invited admin, only answered', async () => {
    const app = await makeApp(world, 'Own', { roles: ['Viewer', 'Editor'] });
    const { invitationId } = await sendTo(world, app, 'Viewer', account(await accountOf(adam)), { by: olga });
    const { roleId } = app.access('Editor');
    expect(await outcomeOf(changeOfferedRole(await verb(adam), { invitationId, roleId }))).toBe('deny');
    expect(await outcomeOf(resendInvitation(await verb(adam), invitationId))).toBe('deny');
    expect(await outcomeOf(revokeInvitation(await verb(adam), invitationId))).toBe('deny');
    await acceptOffer(await verb(adam), invitationId);
    const grant = await runningGrant(world, app.subscriptionId, await accountOf(adam));
    expect(grant).toMatchObject({ grantedBy: await accountOf(olga), access: app.access('Viewer') });
  });

  it('cannot be brought back by the invited admin after it has expired', async () => {
    const app = await makeApp(world, 'Own again');
    const terms = { expiryDays: '1' };
    const to = account(await accountOf(adam));
    const { invitationId } = await sendTo(world, app, 'Viewer', to, { by: olga, terms });
    world.clock.advance(2 * day);
    await sweep();
    expect(await outcomeOf(resendInvitation(await verb(adam), invitationId))).toBe('deny');
    expect((await world.store.invitations.findById(invitationId).lean())?.status).toBe('expired');
  });
});

describe('A14: where nothing has to be accepted, whoever invited must still be allowed to give it', () => {
  beforeAll(() =>
    decideSettings(world, { acceptance: { organization: true, app: false, workgroup: false } }),
  );

  it('when the account appears: it is an offer on hold', async () => {
    const app = await makeApp(world, 'Appearing');
    const { admin, remove } = await bringInAdmin();
    const person = next();
    const { invitationId } = await sendTo(world, app, 'Viewer', stranger(person.email), { by: admin });
    await remove();
    const accountId = await makeAccount(world, person);
    expect(await runningGrant(world, app.subscriptionId, accountId)).toBeNull();
    const refusal = await acceptOffer(await verb(person), invitationId).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'stale', message: expect.stringContaining('on hold') });
    await resendInvitation(await verb(olga), invitationId);
    await acceptOffer(await verb(person), invitationId).catch(() => undefined);
    expect(await runningGrant(world, app.subscriptionId, accountId)).toMatchObject({
      grantedBy: await accountOf(olga),
    });
  });

  it('when a second approver agrees: a proposer who is gone is no approver', async () => {
    const app = await makeApp(world, 'Proposing', { roles: ['Viewer', 'Root'], privileged: ['Root'] });
    const { admin, remove } = await bringInAdmin();
    const person = next();
    const accountId = await bringIn(world, person, 'member');
    const sent = await sendTo(world, app, 'Root', account(accountId), { by: admin });
    expect(sent.outcome).toBe('proposed');
    await remove();
    const refusal = await approveProposal(await verb(adam), sent.invitationId).catch(
      (error: unknown) => error,
    );
    expect(refusal).toMatchObject({
      code: 'stale',
      message: expect.stringContaining('send a new invitation'),
    });
    expect(await runningGrant(world, app.subscriptionId, accountId)).toBeNull();
  });

  it('when a seat is free: the first in line gets an offer on hold', async () => {
    const app = await makeApp(world, 'Lining up', { seats: 1 });
    const { admin, remove } = await bringInAdmin();
    const [first, second] = [next(), next()];
    const firstId = await bringIn(world, first, 'member');
    const secondId = await bringIn(world, second, 'member');
    await sendTo(world, app, 'Viewer', account(firstId), { by: olga });
    const waiting = await sendTo(world, app, 'Viewer', account(secondId), { by: admin, mayWait: true });
    expect(waiting.outcome).toBe('waitlisted');
    await remove();
    const grant = await runningGrant(world, app.subscriptionId, firstId);
    await endGrant(await verb(olga), grant?._id ?? '');
    expect(await runningGrant(world, app.subscriptionId, secondId)).toBeNull();
    expect((await world.store.invitations.findById(waiting.invitationId).lean())?.status).toBe('pending');
  });
});

describe('I4: a role that becomes privileged', () => {
  it('is not given on one approval, also when it was offered before', async () => {
    await decideSettings(world, { acceptance: { organization: true, app: true, workgroup: false } });
    const app = await makeApp(world, 'Later', { roles: ['Viewer', 'Editor'] });
    const person = next();
    const accountId = await bringIn(world, person, 'member');
    const { invitationId } = await sendTo(world, app, 'Editor', account(accountId));
    await editApp(await verb(olga), app.appId, {
      name: 'Later',
      roles: 'Viewer\nEditor',
      privileged: 'Editor',
    });
    expect(await outcomeOf(acceptOffer(await verb(person), invitationId))).toBe('stale');
    expect(await runningGrant(world, app.subscriptionId, accountId)).toBeNull();
  });
});
