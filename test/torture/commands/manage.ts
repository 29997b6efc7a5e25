import fc from 'fast-check';
import { changeOfferedRole } from '../../../src/services/invitations/change-role.ts';
import { extendInvitation } from '../../../src/services/invitations/extend.ts';
import { resendInvitation } from '../../../src/services/invitations/resend.ts';
import { revokeInvitation } from '../../../src/services/invitations/revoke.ts';
import { undo } from '../../../src/services/undo.ts';
import {
  approversFor,
  day,
  freshEnd,
  grantOf,
  hasAccount,
  type Invitation,
  isAsking,
  isLive,
  isOneOf,
  isWithinUndo,
  keyOf,
  type Model,
  type Person,
  privileged,
  type Status,
  seats,
} from '../model.ts';
import { isOpen, mayGive, mayManage } from '../rules.ts';
import { type Aim, type Outcome, refused, type Turn } from '../step.ts';
import { bind, endInvitation, letIn, promote } from '../transitions.ts';
import { invitationOf, manager, pick } from './choose.ts';

interface Managing {
  does: string;
  likely: Status[];
  /** Whether the model cannot say what comes of it now. */
  isUnclear?(model: Model): boolean;
  predict(model: Model, invitation: Invitation, by: Person): Outcome;
  act(turn: Turn, by: Person, invitationId: string): Promise<unknown>;
}

/** Somebody does something to an invitation that is somebody else's. */
export const managing = ({ does, likely, isUnclear, predict, act }: Managing): fc.Arbitrary<Aim> =>
  fc.record({ by: manager, number: pick }).map(({ by, number }) => (before) => {
    const aimed = invitationOf(before, number, ({ status }) => likely.includes(status));
    if (!aimed || isUnclear?.(before)) return null;
    const { place, to } = aimed;
    return {
      by,
      label: `${by} ${does} the invitation of ${to} (${place})`,
      predict(model) {
        const invitation = model.invitations[keyOf(place, to)];
        return invitation && mayManage(model, by, invitation) ? predict(model, invitation, by) : refused;
      },
      async act(turn) {
        await act(turn, by, await turn.invitation(place, to));
        return 'done';
      },
    };
  });

export const resend = managing({
  does: 'resends',
  likely: ['pending', 'expired', 'undeliverable'],
  predict(model, invitation, by) {
    const { to, place, status, isBound } = invitation;
    if (!isOneOf(status, 'pending', 'expired', 'undeliverable')) return refused;
    const binds = !isBound && isOneOf(place, 'app', 'organization') && hasAccount(model, to);
    if ((isBound || binds) && grantOf(model, place, to)) return refused;
    if (place === 'organization' && !mayGive(model, by, invitation)) return refused;
    if (place === 'workgroup' && !isOpen(model, invitation)) return refused;
    if (place !== 'join' && invitation.approvals.length < approversFor(invitation)) return refused;
    if (place === 'app' && status !== 'pending' && seats(model).free === 0) return refused;
    invitation.status = 'pending';
    invitation.expiresAt = Math.max(freshEnd(model), invitation.expiresAt);
    invitation.invitedBy = by;
    invitation.version += 1;
    invitation.spentBy = null;
    invitation.ended = null;
    invitation.hasAskedAnew = false;
    if (binds) bind(model, invitation, to);
    letIn(model, invitation);
    return 'done';
  },
  act: async ({ as }, by, id) => resendInvitation(await as(by), id),
});

export const revoke = managing({
  does: 'revokes',
  likely: ['pending', 'waitlisted', 'proposed'],
  predict(model, invitation, by) {
    if (!isLive(invitation)) return refused;
    endInvitation(model, invitation, 'revoked', by);
    return 'done';
  },
  act: async ({ as }, by, id) => revokeInvitation(await as(by), id),
});

export const takeBackRevocation = managing({
  does: 'takes back the end of',
  likely: ['revoked'],
  predict(model, invitation, by) {
    const { ended, place, to, isBound, request } = invitation;
    if (invitation.status !== 'revoked' || ended?.by !== by || !isWithinUndo(model, ended.at)) return refused;
    if (ended.from !== 'waitlisted' && invitation.expiresAt <= model.now) return refused;
    if ((isBound || place === 'workgroup') && grantOf(model, place, to)) return refused;
    if (place === 'workgroup' && !isOpen(model, invitation)) return refused;
    if (place === 'app' && ended.from !== 'waitlisted' && seats(model).free === 0) return refused;
    const lapsed = model.requests.find(({ order }) => order === request);
    if (lapsed && (lapsed.status !== 'lapsed' || isAsking(model, lapsed.by))) return refused;
    invitation.status = ended.from;
    invitation.ended = null;
    if (lapsed) lapsed.status = 'approved';
    promote(model);
    letIn(model, invitation);
    return 'done';
  },
  act: async ({ as }, by, id) => undo(await as(by), id),
});

export const extend = managing({
  does: 'extends',
  likely: ['pending', 'proposed'],
  predict(_model, invitation) {
    if (!isOneOf(invitation.status, 'pending', 'proposed')) return refused;
    invitation.expiresAt += 3 * day;
    return 'done';
  },
  act: async ({ as }, by, invitationId) => extendInvitation(await as(by), { invitationId, days: 3 }),
});

const otherRoles = { app: 'Editor', organization: 'admin', workgroup: 'admin', join: 'member' } as const;

/** Two thirds to a role that one may give, a third to one that takes two. */
export const changeRole: fc.Arbitrary<Aim> = fc.constantFrom(null, null, privileged).chain((wished) =>
  managing({
    does: `changes to ${wished ?? 'another role'} in`,
    likely: ['pending', 'waitlisted'],
    predict(model, invitation, by) {
      const { place, status } = invitation;
      const role = (place === 'app' && wished) || otherRoles[place];
      if (place === 'join' || !isOneOf(status, 'pending', 'waitlisted')) return refused;
      if (place === 'app' && role === privileged) return refused;
      if (place === 'organization' && !mayGive(model, by, { ...invitation, role })) return refused;
      if (place === 'workgroup' && !isOpen(model, invitation)) return refused;
      invitation.role = role;
      invitation.invitedBy = by;
      return 'done';
    },
    async act({ as, town }, by, invitationId) {
      const found = await town.house.store.invitations.findOne({ _id: invitationId }).lean();
      const place = found?.access?.kind ?? 'join';
      const role = (place === 'app' && wished) || otherRoles[place];
      const roleId = town.roles.get(role) ?? role;
      await changeOfferedRole(await as(by), { invitationId, roleId });
    },
  }),
);
