/** One tenant: two organizations, an app with two seats, a workgroup for partners, and a clock that stands still. */
import { randomBytes } from 'node:crypto';
import type { PersonActor } from '../../src/domain/context.ts';
import { createAccount } from '../../src/services/accounts.ts';
import { createApp } from '../../src/services/catalog/apps.ts';
import { createSubscription } from '../../src/services/catalog/subscriptions.ts';
import { addPartner } from '../../src/services/collaborations/add.ts';
import type { Context, Runtime } from '../../src/services/context.ts';
import { createUlids } from '../../src/services/ids.ts';
import { acceptOffer } from '../../src/services/invitations/answer.ts';
import { offerByUsername } from '../../src/services/invitations/offer.ts';
import { setUpOrganization } from '../../src/services/organizations.ts';
import { createWorkgroup } from '../../src/services/workgroups/create.ts';
import { acting, newAccountOf, profileOf } from '../support/verbs.ts';
import { type House, userIdOf } from './house.ts';
import type { Person } from './model.ts';

/** Ids of what there is in every town. */
export interface Places {
  aster: string;
  birch: string;
  partnership: string;
  appId: string;
  subscriptionId: string;
  workgroupId: string;
  /** The app's roles, by name. */
  roles: ReadonlyMap<string, string>;
}

export interface Town extends Places {
  house: House;
  tenantId: string;
  runtime: Runtime;
  /** Milliseconds; stands still until somebody moves it. */
  clock: { at: number };
  /** What has happened so far, in words. */
  trace: string[];
  /** Mails of which it is known already that nobody took them. */
  heard: Set<string>;
  /** How many times a command or a delivery died. */
  deaths: number;
  tally: Tally;
}

/** How many commands came to what. */
export interface Tally {
  /** Something changed. */
  worked: number;
  refused: number;
  /** Done, and nothing was to be changed. */
  idle: number;
}

const noTally: Tally = { worked: 0, refused: 0, idle: 0 };

let towns = 0;
/** A Monday morning, long after any real one: MongoDB removes by its own clock what is old. */
const beginning = Date.UTC(2105, 0, 5, 10);

/** A tenant with nothing in it. */
export function openTown(house: House, from = beginning): Omit<Town, keyof Places> {
  towns += 1;
  let at = from;
  const tenantId = `T0TOWN${String(towns).padStart(7, '0')}`;
  const clock = {
    get at() {
      return at;
    },
    set at(later: number) {
      at = later;
      house.onTime({ tenantId, at });
    },
  };
  const runtime: Runtime = {
    store: house.store,
    now: () => new Date(at),
    randomBytes,
    ulid: createUlids(randomBytes),
    codeKey: house.codeKey,
    mailDomain: () => Promise.resolve('ok'),
    wakeDelivery() {},
  };
  return { house, tenantId, runtime, clock, trace: [], heard: new Set(), deaths: 0, tally: { ...noTally } };
}

/** A town in which everything is made by the verbs. @param approvalsChannelId where requests are decided; null: by direct messages */
export async function buildTown(house: House, approvalsChannelId: string | null): Promise<Town> {
  const town = openTown(house);
  const { runtime, tenantId } = town;
  await house.store.tenants.insertMany([
    { _id: tenantId, tenantId, name: 'Town', installedAt: runtime.now() },
  ]);
  const as = (name: Person) => actingAs(runtime, tenantId, name);
  for (const name of ['olga', 'adam', 'mia', 'bea', 'ben'] as const)
    await createAccount(await as(name), newAccountOf(name), profileOf(name));
  const aster = await setUp(await as('olga'), 'aster', approvalsChannelId);
  const birch = await setUp(await as('bea'), 'birch', null);
  await bringIn(as, { organizationId: aster, by: 'olga', name: 'adam', role: 'admin' });
  await bringIn(as, { organizationId: aster, by: 'olga', name: 'mia', role: 'member' });
  await bringIn(as, { organizationId: birch, by: 'bea', name: 'ben', role: 'member' });
  const form = { organizationId: aster, name: 'Atlas', roles: 'Viewer\nEditor\nOperator' };
  const { appId } = await createApp(await as('olga'), { ...form, privileged: 'Operator' });
  const terms = { appId, name: 'Team', plan: 'Basic', seatLimit: '2', endsOn: null };
  const { subscriptionId } = await createSubscription(await as('olga'), terms);
  const group = { organizationId: aster, name: 'Lab', collaborative: 'yes' };
  const { workgroupId } = await createWorkgroup(await as('olga'), group);
  const partner = await addPartner(await as('olga'), { organizationId: aster, domain: 'birch' });
  const app = await house.store.apps.findOne({ _id: appId, tenantId }).lean();
  const roles = new Map(app?.roles.map(({ id, name }) => [name, id]));
  const partnership = partner.collaborationId;
  return { ...town, aster, birch, partnership, appId, subscriptionId, workgroupId, roles };
}

/** A command of somebody's, as the account that they have now. */
export async function actingAs(
  runtime: Runtime,
  tenantId: string,
  name: Person,
  commandId?: string,
): Promise<Context & { actor: PersonActor }> {
  const context = await acting(runtime, userIdOf(name), tenantId);
  return commandId === undefined ? context : { ...context, commandId };
}

async function setUp(context: Context, domain: string, approvalsChannelId: string | null): Promise<string> {
  const name = domain === 'aster' ? 'Aster' : 'Birch';
  const contact = { notificationEmail: 'gate@aster.example', approvalsChannelId };
  const made = await setUpOrganization(context, { name, domain, ...contact }, { isWorkspaceAdmin: true });
  return made.organizationId;
}

async function bringIn(
  as: (name: Person) => Promise<Context>,
  { organizationId, by, name, role }: { organizationId: string; by: Person; name: Person; role: string },
): Promise<void> {
  const offer = { organizationId, email: profileOf(name).email, username: name, role };
  const made = await offerByUsername(await as(by), offer);
  if ('invitationId' in made) await acceptOffer(await as(name), made.invitationId);
}
