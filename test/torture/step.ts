/** One thing that somebody does: what the model says of it, and what really comes of it. */
import { randomUUID } from 'node:crypto';
import { DomainError } from '../../src/domain/errors.ts';
import { type Context, contextFor, type Runtime } from '../../src/services/context.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import type { GrantRecord } from '../../src/store/models/grant.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import { profileOf } from '../support/verbs.ts';
import { userIdOf } from './house.ts';
import type { Model, Person, Place } from './model.ts';
import { isPassing, patiently } from './patience.ts';
import { actingAs, type Town } from './town.ts';

/** What somebody is told: `refused`, or what was done. */
export type Outcome = string;
export const refused = 'refused';

export interface Step {
  label: string;
  /** Absent: a machine. */
  by?: Person;
  /** When what it is about is over; after that it must be refused. */
  until?: number;
  /** Changes the model as the step should change the world, unless it is refused. */
  predict(model: Model): Outcome;
  act(turn: Turn): Promise<Outcome>;
}

/** Finds something to do in a model; null when there is nothing of the kind. */
export type Aim = (model: Model) => Step | null;

/** One try of one command. */
export interface Turn {
  town: Town;
  as(person: Person): Promise<Context>;
  /** The app itself, told by Slack. */
  system(): Context;
  account(of: Person): Promise<string>;
  invitation(place: Place, to: string): Promise<string>;
  request(by: Person): Promise<string>;
  grant(place: Place, to: Person): Promise<string>;
}

/** @param runtime of the process that does it; one that is doomed to die, for instance */
export function turnOf(town: Town, commandId: string, runtime: Runtime = town.runtime): Turn {
  return {
    town,
    as: (person) => actingAs(runtime, town.tenantId, person, commandId),
    system: () => contextFor(runtime, { kind: 'system', tenantId: town.tenantId, name: 'slack' }, commandId),
    account: (of) => accountIdOf(town, of),
    invitation: async (place, to) => (await findInvitation(town, place, to))?._id ?? 'inv_none',
    request: async (by) => (await findRequest(town, by))?._id ?? 'req_none',
    grant: async (place, to) => (await findGrant(town, place, to))?._id ?? 'grt_none',
  };
}

/**
 * Does a step to its end: who is told BUSY or UNSURE tries again with the same command, as they are told to. Told BUSY, nothing
 * has happened; told of success, it is committed (I14).
 * @throws Error when somebody was told what is not so
 */
export async function carryOut(town: Town, step: Step, commandId: string = randomUUID()): Promise<Outcome> {
  const outcome = await lastingOutcome(town, step, commandId);
  town.trace.push(`${step.label}: ${outcome}`);
  return outcome;
}

async function lastingOutcome(town: Town, step: Step, commandId: string): Promise<Outcome> {
  for (;;) {
    const outcome = await told(step.act(turnOf(town, commandId)));
    if (outcome === 'unsure') continue;
    if (outcome === refused) return outcome;
    const { tenantId } = town;
    const isCommitted = await patiently(() =>
      town.house.store.commands.exists({
        tenantId,
        commandId,
        name: { $ne: 'code.refuse' },
      }),
    );
    if (outcome === 'busy') {
      if (isCommitted) throw new Error(`I14: “${step.label}” was told BUSY, and it is done`);
      continue;
    }
    if (!isCommitted && !isWithoutCommand(outcome))
      throw new Error(`I14: “${step.label}” was told ${outcome}, and it is not done`);
    return outcome;
  }
}

/** What a job does is no command of a person's. */
const isWithoutCommand = (outcome: Outcome): boolean => outcome === 'swept' || outcome === 'delivered';

/** What a person is told of it. Any error that is not in our words is a failure, and stays one. */
export async function told(work: Promise<Outcome>): Promise<Outcome> {
  try {
    return await work;
  } catch (error) {
    // At the edge of Slack, too, nobody hears of it in other words than ours.
    if (isPassing(error)) return 'unsure';
    if (!(error instanceof DomainError)) throw error;
    return error.code === 'busy' || error.code === 'unsure' ? error.code : refused;
  }
}

/** The newest one. */
export async function findInvitation(town: Town, place: Place, to: string): Promise<InvitationRecord | null> {
  const { house, tenantId, aster } = town;
  const kind = place === 'join' ? { kind: 'join' as const } : { 'access.kind': place };
  const { email: emailKey } = profileOf(to);
  return house.store.invitations
    .findOne({ tenantId, organizationId: aster, emailKey, ...kind })
    .sort({ _id: -1 })
    .lean();
}

async function findRequest(town: Town, by: Person): Promise<AccessRequestRecord | null> {
  const { house, tenantId } = town;
  const accountId = await accountIdOf(town, by);
  return house.store.accessRequests.findOne({ tenantId, accountId }).sort({ _id: -1 }).lean();
}

async function findGrant(town: Town, place: Place, to: Person): Promise<GrantRecord | null> {
  const { house, tenantId, aster } = town;
  const accountId = await accountIdOf(town, to);
  if (place === 'join') return null;
  const where = { tenantId, organizationId: aster, accountId, 'access.kind': place };
  return house.store.grants.findOne(where).sort({ _id: -1 }).lean();
}

export async function accountIdOf({ house, tenantId }: Town, person: Person): Promise<string> {
  const identityKeys = `${tenantId}:${userIdOf(person)}`;
  const account = await house.store.accounts.findOne({ tenantId, identityKeys }, { _id: 1 }).lean();
  return account?._id ?? 'acc_none';
}
