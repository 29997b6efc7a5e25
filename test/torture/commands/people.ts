import fc from 'fast-check';
import { changeGrant } from '../../../src/services/people/change-grant.ts';
import { endGrant } from '../../../src/services/people/end-grant.ts';
import { removePerson } from '../../../src/services/people/remove.ts';
import {
  type Access,
  day,
  type Grant,
  grantOf,
  type Invitation,
  isLive,
  keyOf,
  type Model,
  type Person,
  privileged,
} from '../model.ts';
import { manages, mayGive } from '../rules.ts';
import { type Aim, accountIdOf, type Outcome, refused, type Turn } from '../step.ts';
import { endGrant as endInModel, endInvitation, leave } from '../transitions.ts';
import { manager, oneOf, pick, somebody } from './choose.ts';

const isOwner = (grant: Grant | undefined): boolean =>
  grant?.role === 'owner' && grant.place === 'organization';

/** An organization keeps an owner (A13). */
function isLastOwner(model: Model, grant: Grant): boolean {
  return isOwner(grant) && Object.values(model.grants).filter(isOwner).length === 1;
}

/** Moves somebody out of the organization: access, invitations, request, all at once. */
export const remove: fc.Arbitrary<Aim> = fc
  .record({ by: manager, who: somebody })
  .map(({ by, who }) => () => ({
    by,
    label: `${by} removes ${who}`,
    predict(model) {
      if (!manages(model, by) || !model.known.includes(who) || by === who) return refused;
      if (!mayRemove(model, by, who)) return refused;
      const { grants, invitations } = belongingsOf(model, who);
      const asking = model.requests.find((each) => each.by === who && each.status === 'pending');
      const isHome = model.homes[who] === 'aster';
      if (grants.length + invitations.length === 0 && !asking && !isHome) return refused;
      if (asking) Object.assign(asking, { status: 'denied', decided: { by, at: model.now } });
      endAllOf(model, who);
      return 'done';
    },
    async act({ as, town }) {
      const { aster: organizationId } = town;
      await removePerson(await as(by), { accountId: await accountIdOf(town, who), organizationId });
      return 'done';
    },
  }));

function belongingsOf(model: Model, who: Person): { grants: Grant[]; invitations: Invitation[] } {
  return {
    grants: [...Object.values(model.grants), ...model.suspended].filter(({ to }) => to === who),
    invitations: Object.values(model.invitations).filter((each) => each.to === who && isLive(each)),
  };
}

/** Whoever waits for a seat leaves the line before their own seats are free. */
function endAllOf(model: Model, who: Person): void {
  const { grants, invitations } = belongingsOf(model, who);
  const waiting = invitations.filter(({ status }) => status === 'waitlisted');
  for (const each of new Set([...waiting, ...invitations])) endInvitation(model, each, 'revoked');
  model.suspended = model.suspended.filter(({ to }) => to !== who);
  for (const grant of grants) if (model.grants[keyOf(grant.place, who)] === grant) endInModel(model, grant);
  leave(model, who);
}

function mayRemove(model: Model, by: Person, who: Person): boolean {
  const { grants, invitations } = belongingsOf(model, who);
  const isAbove = (each: Access) => each.place !== 'join' && !mayGive(model, by, each);
  return ![...grants, ...invitations].some(isAbove) && !grants.some((grant) => isLastOwner(model, grant));
}

/** Somebody does something to a running access, maybe their own. */
const granted = (
  does: string,
  predict: (model: Model, grant: Grant, by: Person) => Outcome,
  act: (turn: Turn, by: Person, grant: Grant) => Promise<unknown>,
): fc.Arbitrary<Aim> =>
  fc.record({ by: manager, number: pick }).map(({ by, number }) => (before) => {
    const aimed = grantAimedAt(before, number);
    if (!aimed) return null;
    const { place, to } = aimed;
    return {
      by,
      label: `${by} ${does} the access of ${to} (${place})`,
      predict(model) {
        const grant = grantOf(model, place, to);
        return grant ? predict(model, grant, by) : refused;
      },
      async act(turn) {
        await act(turn, by, { ...aimed });
        return 'done';
      },
    };
  });

/** Every third time one on which another hangs. */
function grantAimedAt(model: Model, number: number): Grant | undefined {
  const all = Object.values(model.grants);
  const laden = all.filter(
    ({ place, to }) => place === 'organization' && grantOf(model, 'workgroup', to)?.via === null,
  );
  return oneOf(number % 3 === 0 && laden.length > 0 ? laden : all, number >> 2);
}

export const endAccess = granted(
  'ends',
  (model, grant, by) => {
    const isOwn = grant.to === by;
    if (!isOwn && !manages(model, by)) return refused;
    if (isLastOwner(model, grant)) return refused;
    if (!isOwn && !mayGive(model, by, grant)) return refused;
    endInModel(model, grant);
    return 'done';
  },
  async ({ as, grant }, by, { place, to }) => endGrant(await as(by), await grant(place, to)),
);

/** The access ends by itself on a day, or never. */
export const changeEnd: fc.Arbitrary<Aim> = fc.constantFrom(null, 0, 3, 9).chain((days) =>
  granted(
    days === null ? 'lifts the end of' : `gives ${days} days to`,
    (model, grant, by) => {
      const endsAt = days === null ? null : endOfDay(model.now + days * day);
      if (!manages(model, by) || (endsAt !== null && isOwner(grant))) return refused;
      if (
        grant.to === by &&
        (endsAt ?? Number.POSITIVE_INFINITY) > (grant.endsAt ?? Number.POSITIVE_INFINITY)
      )
        return refused;
      if (!mayGive(model, by, grant)) return refused;
      grant.endsAt = endsAt;
      return 'done';
    },
    async ({ as, grant, town }, by, { place, to }) => {
      const id = await grant(place, to);
      const found = await town.house.store.grants.findOne({ _id: id }).lean();
      const roleId = (found?.access.kind === 'app' ? found.access.roleId : found?.access.role) ?? '';
      const endsOn =
        days === null ? null : new Date(endOfDay(town.clock.at + days * day)).toISOString().slice(0, 10);
      await changeGrant(await as(by), id, { roleId, endsOn }, { roleId, endsAt: found?.endsAt ?? null });
    },
  ),
);

const endOfDay = (at: number): number => Math.floor(at / day) * day + day - 1;

/** The access gets another role; what is privileged takes an invitation. */
export const changeGrantedRole: fc.Arbitrary<Aim> = fc
  .record({
    inOrganization: fc.constantFrom('owner', 'admin', 'member'),
    onApp: fc.constantFrom('Editor', privileged),
  })
  .chain(({ inOrganization, onApp }) => {
    const roleFor = { organization: inOrganization, app: onApp, workgroup: 'admin', join: '' } as const;
    return granted(
      `makes ${inOrganization} or ${onApp} of`,
      (model, grant, by) => {
        const role = roleFor[grant.place];
        const isChange = role !== grant.role;
        if (!manages(model, by)) return refused;
        if (isChange && grant.place !== 'organization' && (grant.to === by || role === privileged))
          return refused;
        if (isChange && !mayGive(model, by, { ...grant, role })) return refused;
        // The form sends the end along: here always none.
        if (grant.to === by && grant.endsAt !== null) return refused;
        if (isChange && isLastOwner(model, grant)) return refused;
        if (!mayGive(model, by, grant)) return refused;
        grant.role = role;
        grant.endsAt = null;
        return 'done';
      },
      async ({ as, grant, town }, by, { place, to }) => {
        const roleId = town.roles.get(roleFor[place]) ?? roleFor[place];
        await changeGrant(await as(by), await grant(place, to), { roleId, endsOn: null });
      },
    );
  });
