/** A workspace in which everything has happened that the invariants speak of, all of it by the verbs. */
import { randomBytes } from 'node:crypto';
import type { OrganizationRole } from '../../src/domain/permissions.ts';
import { approveRequest } from '../../src/services/access-requests/approve.ts';
import { denyRequest } from '../../src/services/access-requests/deny.ts';
import { createAccount } from '../../src/services/accounts.ts';
import { createApp } from '../../src/services/catalog/apps.ts';
import { createSubscription, editSubscription } from '../../src/services/catalog/subscriptions.ts';
import { type Context, contextFor, newId, type Runtime } from '../../src/services/context.ts';
import { draftDirect, sendDirect } from '../../src/services/direct/send.ts';
import { expireDue } from '../../src/services/expiry.ts';
import { createUlids } from '../../src/services/ids.ts';
import { acceptOffer, declineOffer } from '../../src/services/invitations/answer.ts';
import { changeOfferedRole } from '../../src/services/invitations/change-role.ts';
import { offerByUsername } from '../../src/services/invitations/offer.ts';
import { approveProposal, denyProposal } from '../../src/services/invitations/proposals.ts';
import { remindInvitee } from '../../src/services/invitations/remind.ts';
import { resendInvitation } from '../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../src/services/invitations/revoke.ts';
import { markUndeliverable } from '../../src/services/invitations/undeliverable.ts';
import { setUpOrganization } from '../../src/services/organizations.ts';
import { changeGrant } from '../../src/services/people/change-grant.ts';
import { endGrant } from '../../src/services/people/end-grant.ts';
import { removePerson } from '../../src/services/people/remove.ts';
import { editSettings } from '../../src/services/settings.ts';
import { undo } from '../../src/services/undo.ts';
import { ensureIndexes, openStore } from '../../src/store/index.ts';
import { openTestDatabase } from '../support/database.ts';
import { acting, codeOf, HOME, invited, newAccountOf, profileOf, redeem } from '../support/verbs.ts';
import { type WorkgroupsHappened, workgroupsHappen } from './workgroups.ts';

const day = 24 * 60 * 60 * 1000;

export type VerifyWorld = Awaited<ReturnType<typeof openVerifyWorld>>;

/** An organization with an owner and two admins, an app with a privileged role, and verbs in short. */
export async function openVerifyWorld() {
  const database = await openTestDatabase({ isVerified: true });
  const store = openStore(database.connection);
  await ensureIndexes(store);
  const clock = { at: Date.now() };
  const runtime: Runtime = {
    store,
    now: () => new Date(clock.at),
    randomBytes: (size) => randomBytes(size),
    ulid: createUlids(randomBytes),
    codeKey: randomBytes(32),
    mailDomain: async () => 'ok',
    wakeDelivery() {},
  };
  await store.tenants.insertMany([{ _id: HOME, tenantId: HOME, name: 'Home', installedAt: runtime.now() }]);

  /** Each time as a command of its own, and a second later. */
  async function by(name: string): Promise<Context> {
    clock.at += 1000;
    return acting(runtime, userIdOf(name));
  }
  async function person(name: string): Promise<string> {
    const profile = profileOf(name);
    return (await createAccount(await by(name), newAccountOf(name), profile)).accountId;
  }

  await person('olga');
  const setUp = {
    name: 'Aster',
    domain: 'aster',
    notificationEmail: 'gate@aster.example',
    approvalsChannelId: null,
  };
  const { organizationId } = await setUpOrganization(await by('olga'), setUp, { isWorkspaceAdmin: true });
  const { appId } = await createApp(await by('olga'), {
    organizationId,
    name: 'Atlas',
    roles: 'Viewer\nEditor\nOperator',
    privileged: 'Operator',
  });
  const app = await store.apps.findOne({ _id: appId }).lean();
  const roleId = (name: string) => app?.roles.find((role) => role.name === name)?.id ?? '';

  async function subscription(name: string, seatLimit: string): Promise<string> {
    const input = { appId, name, plan: 'Basic', seatLimit, endsOn: null };
    return (await createSubscription(await by('olga'), input)).subscriptionId;
  }
  async function direct(
    inviter: string,
    who: { accountId: string } | { email: string },
    terms: { subscriptionId: string; role?: string; mayWait?: boolean; accessEndsOn?: string },
  ): Promise<string> {
    const { subscriptionId, role = 'Viewer', mayWait = false, accessEndsOn = null } = terms;
    const draftId = await draftDirect(await by(inviter), {
      ...('accountId' in who
        ? { who: 'existing', ...who }
        : { who: 'new', firstName: 'Nova', lastName: 'New', ...who }),
      organizationId,
      appId,
      subscriptionId,
      roleId: roleId(role),
      note: null,
      expiryDays: 7,
      accessEndsOn,
    });
    return (await sendDirect(await by(inviter), draftId, { confirmed: '', mayWait })).invitationId;
  }
  async function join(name: string, role: OrganizationRole): Promise<string> {
    const accountId = await person(name);
    const input = { organizationId, email: `${name}@aster.example`, username: name, role };
    const offer = await offerByUsername(await by('olga'), input);
    if ('invitationId' in offer) await acceptOffer(await by(name), offer.invitationId);
    return accountId;
  }
  const grantOf = async (invitationId: string) =>
    (await store.grants.findOne({ invitationId }).lean())?._id ?? '';
  await join('adam', 'admin');
  await join('anna', 'admin');
  const base = { store, runtime, clock, organizationId, appId, roleId };
  return { ...base, by, person, join, direct, subscription, grantOf };
}

/** The ids of some of what there is then. */
export interface Happened extends WorkgroupsHappened {
  /** A subscription without a limit, and one whose limit was lowered below use. */
  open: string;
  lowered: string;
  /** Invitations. */
  accepted: string;
  pending: string;
  revoked: string;
  /** The grant of the accepted invitation; its role was changed since. */
  granted: string;
  /** A grant of a privileged role, by a request that two have agreed to; the other request was denied. */
  privileged: string;
  fulfilled: string;
  denied: string;
}

/** Everything once. */
export async function everythingHappens(world: VerifyWorld): Promise<Happened> {
  const { by, join, direct, subscription, grantOf, organizationId, roleId, clock } = world;
  const [open, lowered] = [await subscription('Open', ''), await subscription('Small', '2')];
  const mia = await join('mia', 'member');

  const accepted = await direct('adam', { accountId: mia }, { subscriptionId: open });
  await acceptOffer(await by('mia'), accepted);
  const granted = await grantOf(accepted);
  await changeGrant(await by('adam'), granted, {
    roleId: roleId('Editor'),
    endsOn: dayIn(300),
  });

  await sendAround(world, open);
  await direct('adam', { email: 'late@aster.example' }, { subscriptionId: open });
  const revoked = await direct('adam', { email: 'gone@aster.example' }, { subscriptionId: open });
  await revokeInvitation(await by('adam'), revoked);

  const nils = await join('nils', 'member');
  const proposal = await direct('adam', { accountId: nils }, { subscriptionId: open, role: 'Operator' });
  await approveProposal(await by('anna'), proposal);
  await acceptOffer(await by('nils'), proposal);
  const refused = await direct(
    'adam',
    { email: 'no@aster.example' },
    { subscriptionId: open, role: 'Operator' },
  );
  await denyProposal(await by('anna'), refused);

  await waitForSeats(world, lowered);
  const requests = await askAndDecide(world, open);
  await grantAtOnce(world, open);
  await removePerson(await by('olga'), { accountId: nils, organizationId });
  clock.at += 40 * day;
  const job = { kind: 'system', tenantId: HOME, name: 'expiry' } as const;
  await expireDue(contextFor(world.runtime, job, newId(world.runtime, 'cmd')));
  const pending = await direct('adam', { email: 'late@aster.example' }, { subscriptionId: open });
  const workgroups = await workgroupsHappen(world);
  return { open, lowered, accepted, pending, revoked, granted, ...requests, ...workgroups };
}

/** Reminded, changed, sent again, bounced, revoked and restored, forwarded, declined. */
async function sendAround({ by, direct, roleId, runtime, store }: VerifyWorld, subscriptionId: string) {
  const id = await direct('adam', { email: 'nova@aster.example' }, { subscriptionId });
  await remindInvitee(await by('adam'), id);
  await changeOfferedRole(await by('adam'), { invitationId: id, roleId: roleId('Editor') });
  await revokeInvitation(await by('adam'), id);
  await undo(await by('adam'), id);
  const bounce = { invitationId: id, codeVersion: 1, reason: 'no such mailbox' };
  await markUndeliverable(await by('adam'), bounce);
  await resendInvitation(await by('anna'), id);
  const invitation = await store.invitations.findOne({ _id: id }).lean();
  if (invitation) await redeem(await by('finn'), codeOf(runtime, invitation), 'finn');
  const profile = profileOf('nova');
  await createAccount(await by('nova'), newAccountOf('nova'), profile);
  await declineOffer(await by('nova'), id);
}

/** The first in line gets the seat that was freed; then the limit goes below use. */
async function waitForSeats(world: VerifyWorld, subscriptionId: string): Promise<void> {
  const { by, join, direct, grantOf } = world;
  const ids: string[] = [];
  for (const name of ['sam', 'sue']) {
    const id = await direct('adam', { accountId: await join(name, 'member') }, { subscriptionId });
    await acceptOffer(await by(name), id);
    ids.push(id);
  }
  const wendy = await join('wendy', 'member');
  const waiting = await direct('adam', { accountId: wendy }, { subscriptionId, mayWait: true });
  await endGrant(await by('adam'), await grantOf(ids[0] ?? ''));
  await acceptOffer(await by('wendy'), waiting);
  const terms = { name: 'Small', plan: 'Basic', endsOn: null };
  await editSubscription(await by('olga'), subscriptionId, { ...terms, seatLimit: '1' });
}

/** A denial and an approval, each taken back once; the second approval stands. */
async function askAndDecide(world: VerifyWorld, subscriptionId: string) {
  const { by, appId, roleId, runtime, store } = world;
  const ask = async (name: string): Promise<string> => {
    const invitation = await invited(await by('olga'), `${name}@aster.example`);
    await redeem(await by(name), codeOf(runtime, invitation), name);
    return (await store.accessRequests.findOne({ invitationId: invitation._id }).lean())?._id ?? '';
  };
  const [fulfilled, denied] = [await ask('rita'), await ask('rolf')];
  await denyRequest(await by('adam'), { requestId: fulfilled });
  await undo(await by('adam'), fulfilled);
  await approveRequest(await by('adam'), { requestId: fulfilled, role: 'member' });
  await undo(await by('adam'), fulfilled);
  const access = { what: 'app', appId, subscriptionId, roleId: roleId('Operator') };
  await approveRequest(await by('adam'), { requestId: fulfilled, ...access });
  await approveRequest(await by('anna'), { requestId: fulfilled, ...access });
  const offer = await store.invitations.findOne({ requestId: fulfilled, status: 'pending' }).lean();
  await revokeInvitation(await by('anna'), offer?._id ?? '');
  await undo(await by('anna'), offer?._id ?? '');
  await acceptOffer(await by('rita'), offer?._id ?? '');
  await denyRequest(await by('adam'), { requestId: denied, reason: 'Wrong team' });
  const privileged = await world.grantOf(offer?._id ?? '');
  return { fulfilled, denied, privileged };
}

async function grantAtOnce({ by, join, direct, organizationId }: VerifyWorld, subscriptionId: string) {
  const settings = { allowedDomains: '', expiryDays: '7', whoMayInvite: 'admin' };
  const accountId = await join('otto', 'member');
  await editSettings(await by('olga'), organizationId, { ...settings, acceptance: ['organization'] });
  const accessEndsOn = dayIn(20);
  await direct('adam', { accountId }, { subscriptionId, accessEndsOn });
  await editSettings(await by('olga'), organizationId, { ...settings, acceptance: ['organization', 'app'] });
}

function dayIn(days: number): string {
  return new Date(Date.now() + days * day).toISOString().slice(0, 10);
}

function userIdOf(name: string): string {
  return `U0${name.toUpperCase()}`;
}
