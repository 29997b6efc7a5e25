import fc from 'fast-check';
import { editSubscription } from '../../../src/services/catalog/subscriptions.ts';
import { addPartner } from '../../../src/services/collaborations/add.ts';
import {
  allowPartnershipAgain,
  leavePartnership,
  removePartner,
} from '../../../src/services/collaborations/end.ts';
import { keyOf, type Model } from '../model.ts';
import { manages } from '../rules.ts';
import { type Aim, refused } from '../step.ts';
import { endInvitation, promote } from '../transitions.ts';
import { manager } from './choose.ts';

/** More or fewer seats: a limit below use takes nothing from anybody (A47), more room goes to the waitlist. */
export const limitSeats: fc.Arbitrary<Aim> = fc
  .record({ by: manager, seats: fc.constantFrom(1, 2, 3) })
  .map(({ by, seats }) => () => ({
    by,
    label: `${by} limits the seats to ${seats}`,
    predict(model) {
      if (!manages(model, by)) return refused;
      const hasMoreRoom = seats > model.seatLimit;
      model.seatLimit = seats;
      if (hasMoreRoom) promote(model);
      return 'done';
    },
    async act({ as, town }) {
      const terms = { name: 'Team', plan: 'Basic', endsOn: null };
      await editSubscription(await as(by), town.subscriptionId, { ...terms, seatLimit: String(seats) });
      return 'done';
    },
  }));

/** The host ends the partnership: its people's access and codes end in the same moment (A15). */
export const endPartnership: fc.Arbitrary<Aim> = manager.map((by) => () => ({
  by,
  label: `${by} removes the partner`,
  predict(model) {
    if (!manages(model, by) || model.partner !== 'active') return refused;
    model.partner = 'removed';
    endAll(model);
    return 'done';
  },
  async act({ as, town }) {
    await removePartner(await as(by), town.partnership);
    return 'done';
  },
}));

export const addPartnership: fc.Arbitrary<Aim> = manager.map((by) => () => ({
  by,
  label: `${by} adds the partner`,
  predict(model) {
    if (!manages(model, by) || model.partner !== 'removed') return refused;
    model.partner = 'active';
    model.partnerSince = model.now;
    return 'done';
  },
  async act({ as, town }) {
    await addPartner(await as(by), { organizationId: town.aster, domain: 'birch' });
    return 'done';
  },
}));

/** The partner's owner leaves; then only they can allow it again. */
export const leaveOrAllow: fc.Arbitrary<Aim> = fc
  .record({ by: fc.constantFrom('bea', 'bea', 'ben', 'olga'), leaves: fc.boolean() } as const)
  .map(({ by, leaves }) => () => ({
    by,
    label: `${by} ${leaves ? 'leaves' : 'allows'} the partnership`,
    predict(model) {
      if (by !== 'bea' || model.partner !== (leaves ? 'active' : 'left')) return refused;
      model.partner = leaves ? 'left' : 'removed';
      if (leaves) endAll(model);
      return 'done';
    },
    async act({ as, town }) {
      const end = leaves ? leavePartnership : allowPartnershipAgain;
      await end(await as(by), town.partnership);
      return 'done';
    },
  }));

function endAll(model: Model): void {
  for (const grant of Object.values(model.grants)) {
    if (grant.via === 'birch') delete model.grants[keyOf('workgroup', grant.to)];
  }
  for (const invitation of Object.values(model.invitations)) {
    if (invitation.via === 'birch' && invitation.status === 'pending')
      endInvitation(model, invitation, 'revoked');
  }
}
