import type { InvitationRecord } from '../../store/models/invitation.ts';

/** A filter for the invitations to workgroups that wait until the person of an address belongs where they come from. */
export function waitingForAccess({ tenantId, emailKey }: Pick<InvitationRecord, 'tenantId' | 'emailKey'>) {
  return {
    tenantId,
    emailKey,
    kind: 'access',
    status: 'pending',
    'access.kind': 'workgroup',
    accountId: null,
  } as const;
}
