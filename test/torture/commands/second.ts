import fc from 'fast-check';
import { approveProposal, denyProposal } from '../../../src/services/invitations/proposals.ts';
import { freshEnd, type Invitation, keyOf, type Model, type Person } from '../model.ts';
import { manages } from '../rules.ts';
import { type Aim, refused, type Turn } from '../step.ts';
import { endInvitation } from '../transitions.ts';
import { manager, oneOf, pick } from './choose.ts';

/** The second approver of an invitation to a privileged role. */
const seconding = (
  does: string,
  predict: (model: Model, invitation: Invitation, by: Person) => void,
  act: (turn: Turn, by: Person, id: string) => Promise<unknown>,
): fc.Arbitrary<Aim> =>
  fc.record({ by: manager, number: pick }).map(({ by, number }) => (before) => {
    const proposals = Object.values(before.invitations).filter(({ status }) => status === 'proposed');
    const aimed = oneOf(proposals, number);
    if (!aimed) return null;
    const { to } = aimed;
    return {
      by,
      until: aimed.expiresAt,
      label: `${by} ${does} the proposal for ${to}`,
      predict(model) {
        const invitation = model.invitations[keyOf('app', to)];
        if (invitation?.status !== 'proposed' || !manages(model, by) || by === to) return refused;
        if (invitation.approvals.includes(by)) return refused;
        if (does === 'approves' && !manages(model, invitation.invitedBy)) return refused;
        predict(model, invitation, by);
        return 'done';
      },
      async act(turn) {
        await act(turn, by, await turn.invitation('app', to));
        return 'done';
      },
    };
  });

export const approveProposed = seconding(
  'approves',
  (model, invitation, by) => {
    invitation.status = 'pending';
    invitation.expiresAt = freshEnd(model);
    invitation.approvals = [...invitation.approvals, by];
  },
  async ({ as }, by, id) => approveProposal(await as(by), id),
);

export const denyProposed = seconding(
  'denies',
  (model, invitation, by) => endInvitation(model, invitation, 'revoked', by),
  async ({ as }, by, id) => denyProposal(await as(by), id),
);
