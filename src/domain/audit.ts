/** Everything that the audit can say. One row per transition (I7), and one per refused code. */
export type AuditAction =
  | 'organization.created'
  | 'organization.edited'
  | 'organization.settings-changed'
  | 'app.created'
  | 'app.edited'
  | 'app.archived'
  | 'subscription.created'
  | 'subscription.edited'
  | 'subscription.archived'
  | 'workgroup.created'
  | 'workgroup.edited'
  | 'workgroup.archived'
  | 'collaboration.created'
  | 'collaboration.renewed'
  | 'collaboration.removed'
  | 'collaboration.left'
  | 'collaboration.allowed'
  | 'account.created'
  | 'invitation.created'
  | 'invitation.redeemed'
  | 'invitation.accepted'
  | 'invitation.declined'
  | 'invitation.resent'
  | 'invitation.revoked'
  | 'invitation.expired'
  | 'invitation.undeliverable'
  | 'invitation.approved'
  | 'invitation.promoted'
  | 'invitation.restored'
  | 'invitation.role-changed'
  | 'invitation.reminded'
  | 'invitation.extended'
  | 'invitation.claimed'
  | 'invitation.code-spent'
  | 'invitation.code-locked'
  | 'request.created'
  | 'request.endorsed'
  | 'request.approved'
  | 'request.reopened'
  | 'request.restored'
  | 'request.denied'
  | 'request.withdrawn'
  | 'request.expired'
  | 'request.fulfilled'
  | 'request.lapsed'
  | 'grant.created'
  | 'grant.role-changed'
  | 'grant.end-changed'
  | 'grant.revoked'
  | 'grant.expired'
  | 'import.started'
  | 'import.finished'
  | 'import.cancelled'
  | 'people.exported'
  | 'code.refused'
  | 'code.attack';

export interface AuditEntry {
  action: AuditAction;
  /** The organization that it is about, where there is one. */
  organizationId: string | null;
  /** Ids of the invitation, request, account and grant that it is about: a timeline asks by these. */
  subjects: string[];
  /** What changed, without secrets: plain values only. */
  detail?: Record<string, string | number | boolean | null>;
}
