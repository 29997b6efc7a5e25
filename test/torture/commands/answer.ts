import fc from 'fast-check';
import { acceptOffer, declineOffer } from '../../../src/services/invitations/answer.ts';
import { findByCode } from '../../../src/services/invitations/find-by-code.ts';
import { redeemInvitation } from '../../../src/services/invitations/redeem.ts';
import { codeOf, newAccountOf, profileOf } from '../../support/verbs.ts';
import {
  grantOf,
  hasAccount,
  type Invitation,
  isPerson,
  keyOf,
  type Model,
  minute,
  type Person,
} from '../model.ts';
import { belongs, isBacked, isOpen } from '../rules.ts';
import { type Aim, findInvitation, type Outcome, refused, type Turn } from '../step.ts';
import { endInvitation, give } from '../transitions.ts';
import { invitationOf, pick, somebody } from './choose.ts';
import { redeemAs } from './redeem-model.ts';

/** The invited person answers. */
const answering = (
  does: string,
  predict: (model: Model, invitation: Invitation, by: Person) => Outcome,
  act: (turn: Turn, by: Person, id: string) => Promise<unknown>,
): fc.Arbitrary<Aim> =>
  pick.map((number) => (before) => {
    const aimed = invitationOf(before, number, ({ status, isBound }) => status === 'pending' && isBound);
    if (!aimed || aimed.place === 'join' || !isPerson(aimed.to)) return null;
    const { place, to } = aimed;
    return {
      by: to,
      until: aimed.expiresAt,
      label: `${to} ${does} (${place})`,
      predict(model) {
        const invitation = model.invitations[keyOf(place, to)];
        return invitation?.isBound ? predict(model, invitation, to) : refused;
      },
      async act(turn) {
        await act(turn, to, await turn.invitation(place, to));
        return 'done';
      },
    };
  });

export const accept = answering(
  'accepts',
  (model, invitation, by) => {
    if (invitation.status !== 'pending') return refused;
    if (grantOf(model, invitation.place, by)) {
      endInvitation(model, invitation, 'revoked');
      return 'done';
    }
    if (!isBacked(model, invitation)) return refused;
    const isInWorkgroup = invitation.place === 'workgroup';
    const mayEnter = isOpen(model, invitation) && belongs(model, by, invitation.via) === 'belongs';
    if (isInWorkgroup && !mayEnter) return refused;
    give(model, invitation, by);
    return 'done';
  },
  async ({ as }, by, id) => acceptOffer(await as(by), id),
);

export const decline = answering(
  'declines',
  (model, invitation) => {
    if (invitation.status !== 'pending') return refused;
    endInvitation(model, invitation, 'declined');
    return 'done';
  },
  async ({ as }, by, id) => declineOffer(await as(by), id),
);

const code = fc.record({
  number: pick,
  /** Null: the invited person. */
  other: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: somebody }),
  isOld: fc.nat({ max: 5 }).map((one) => one === 5),
});

/** Somebody enters a code: their own, one that was passed on, or one that a newer mail has replaced. */
export const redeem: fc.Arbitrary<Aim> = code.map(({ number, other, isOld }) => (before) => {
  const aimed = invitationOf(
    before,
    number,
    ({ status, hasCode, to }) => status === 'pending' && hasCode && isPerson(to),
  );
  if (!aimed?.hasCode) return null;
  const by = other ?? aimed.to;
  if (!isPerson(by)) return null;
  const { place, to } = aimed;
  // Five failures in fifteen minutes close the door, which would hide everything else.
  const recent = (before.refusals[by] ?? []).filter((at) => at > before.now - 16 * minute);
  if (recent.length > 0) return null;
  const isNew = !hasAccount(before, by);
  // Of the mail that they have, also when another is being sent at the same moment. Before the first there was none.
  const codeVersion = aimed.version - (isOld ? 1 : 0);
  return {
    by,
    until: aimed.expiresAt,
    label: `${by} enters the ${isOld ? 'old ' : ''}code of ${to} (${place})`,
    predict(model) {
      const invitation = model.invitations[keyOf(place, to)];
      const outcome =
        invitation && codeVersion > 0
          ? redeemAs(model, invitation, by, { isOld: codeVersion < invitation.version, isNew })
          : refused;
      if (outcome === refused) model.refusals[by] = [...(model.refusals[by] ?? []), model.now];
      return outcome;
    },
    async act({ as, town }) {
      const found = await findInvitation(town, place, to);
      if (!found) return refused;
      const typed = codeOf(town.runtime, { ...found, codeVersion });
      const profile = profileOf(by);
      const claim = await findByCode(await as(by), typed, profile.email);
      const redemption = { claim, profile, newAccount: newAccountOf(by) };
      return (await redeemInvitation(await as(by), redemption)).outcome;
    },
  };
});
