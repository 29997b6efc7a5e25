import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { Context } from '../context.ts';
import { isBacked, isSenderAllowed } from '../invitations/backing.ts';
import type { Place } from './places.ts';

interface Known {
  places: ReadonlyMap<string, Place>;
  accounts: ReadonlyMap<string, AccountRecord>;
}

/**
 * Those of the pending invitations that their invitees could answer now, by id: whoever sent them may still do so (A14), and the
 * invitee is not deactivated. What several have in common is asked once.
 */
export async function answerable(
  context: Context,
  invitations: readonly InvitationRecord[],
  { places, accounts }: Known,
): Promise<ReadonlySet<string>> {
  const answers = new Map<string, boolean>();
  const found = new Set<string>();
  for (const invitation of invitations) {
    const place = places.get(invitation.organizationId);
    const account = accounts.get(invitation.accountId ?? '');
    if (!place || invitation.status !== 'pending' || account?.deactivatedAt) continue;
    const { isAllowed, question } =
      account && invitation.access ? accepting(invitation) : redeeming(invitation);
    const answer = answers.get(question) ?? (await isAllowed(context, place.organization, invitation));
    answers.set(question, answer);
    if (answer) found.add(invitation._id);
  }
  return found;
}

/** Who has an account accepts: nobody can, while what is offered may not be given. */
function accepting({ organizationId, invitedBy, access, approvals }: InvitationRecord) {
  const approvers = approvals.map(({ accountId }) => accountId);
  const question = JSON.stringify(['accept', organizationId, invitedBy, access, approvers]);
  return { isAllowed: isBacked, question };
}

/** Everybody else needs a code that works. */
function redeeming({ organizationId, invitedBy, access }: InvitationRecord) {
  const workgroupId = access?.kind === 'workgroup' ? access.workgroupId : null;
  return {
    isAllowed: isSenderAllowed,
    question: JSON.stringify(['code', organizationId, invitedBy, workgroupId]),
  };
}
