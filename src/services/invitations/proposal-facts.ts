import type { AccessFacts } from '../../domain/access.ts';
import type { ProposalFacts } from '../../domain/messages.ts';
import { fullName } from '../../domain/people.ts';
import { statusAt } from '../../domain/states.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';

interface Known {
  organizationName: string;
  access: AccessFacts;
  /** The account that it is for, if there is one. */
  person: AccountRecord | null;
  /** How many approvers it takes. */
  needed: number;
  now: Date;
}

/** An invitation to a privileged role as its second approver sees it. */
export function proposalFacts(
  invitation: InvitationRecord,
  { organizationName, access, person, needed, now }: Known,
): ProposalFacts {
  const { _id: invitationId, email, firstName, lastName, approvals } = invitation;
  const given = firstName && lastName ? fullName({ firstName, lastName }) : null;
  return {
    invitationId,
    organizationName,
    personName: person ? fullName(person) : given,
    email,
    access,
    proposedBy: approvals[0]?.name ?? invitation.inviterName,
    approvals: approvals.map(({ name }) => name),
    approvalsNeeded: needed,
    status: statusAt(invitation, now),
    expiresAt: invitation.expiresAt,
    endedBy: invitation.endedBy,
    endedAt: invitation.endedAt,
  };
}
