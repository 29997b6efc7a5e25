/**
 * Every id that a view gives out and a listener hears again. Inputs: `action_id` is the name of the field; so is `block_id`, except
 * where a select has to forget its value because the choice above it changed: then it is `scopedBlockId(name, scope)`.
 */

export const actionIds = {
  requestApprove: 'request-approve',
  requestDeny: 'request-deny',
  requestWithdraw: 'request-withdraw',
  requestSnooze: 'request-snooze',
  requestMute: 'request-mute',
  renewalAsk: 'renewal-ask',
  offerAccept: 'offer-accept',
  offerDecline: 'offer-decline',
  invitationOpen: 'invitation-open',
  invitationResend: 'invitation-resend',
  invitationRevoke: 'invitation-revoke',
  invitationFilter: 'invitation-filter',
  pageOlder: 'page-older',
  pageNewer: 'page-newer',
  enterCode: 'enter-code',
  inviteUser: 'invite-user',
  inviteAccount: 'invite-account',
  correctAddresses: 'correct-addresses',
  setUp: 'set-up',
  editOrganization: 'edit-organization',
  openRequests: 'open-requests',
  openInvitations: 'open-invitations',
  /** Which of the ways to invite the form shows. */
  inviteWay: 'invite-way',
  clearForm: 'clear-form',
  reviewUseAccount: 'review-use-account',
  reviewWaitlist: 'review-waitlist',
  proposalApprove: 'proposal-approve',
  proposalDeny: 'proposal-deny',
  invitationRemind: 'invitation-remind',
  invitationExtend: 'invitation-extend',
  invitationChangeRole: 'invitation-change-role',
  invitationsFind: 'invitations-find',
  invitationsRetryAll: 'invitations-retry-all',
  /** Many invitations at once: the form, and the choice of all or none in it. */
  bulkOpen: 'bulk-open',
  bulkChoose: 'bulk-choose',
  undo: 'undo',
  openApps: 'open-apps',
  appCreate: 'app-create',
  appEdit: 'app-edit',
  appArchive: 'app-archive',
  openSubscriptions: 'open-subscriptions',
  subscriptionCreate: 'subscription-create',
  subscriptionEdit: 'subscription-edit',
  subscriptionArchive: 'subscription-archive',
  openPeople: 'open-people',
  personOpen: 'person-open',
  personRemove: 'person-remove',
  grantChange: 'grant-change',
  grantEnd: 'grant-end',
  openSettings: 'open-settings',
  openReminders: 'open-reminders',
  openImport: 'open-import',
  importStart: 'import-start',
  importCancel: 'import-cancel',
  importOpen: 'import-open',
  importReport: 'import-report',
  peopleExport: 'people-export',
  takeOver: 'take-over',
  openAudit: 'open-audit',
  auditGroup: 'audit-group',
  auditPerson: 'audit-person',
  auditFrom: 'audit-from',
  auditUntil: 'audit-until',
  auditAll: 'audit-all',
  auditExport: 'audit-export',
  openDeliveries: 'open-deliveries',
  deliveryRetry: 'delivery-retry',
  deliveryGiveUp: 'delivery-give-up',
  openDomains: 'open-domains',
  partnerAdd: 'partner-add',
  partnerRemove: 'partner-remove',
  partnerLeave: 'partner-leave',
  partnerAllow: 'partner-allow',
  openWorkgroups: 'open-workgroups',
  workgroupCreate: 'workgroup-create',
  workgroupOpen: 'workgroup-open',
  workgroupEdit: 'workgroup-edit',
  workgroupArchive: 'workgroup-archive',
  workgroupInvite: 'workgroup-invite',
  workgroupCorrect: 'workgroup-correct',
  workgroupRole: 'workgroup-role',
  workgroupRemove: 'workgroup-remove',
  /** What somebody is in themselves. */
  ownWorkgroups: 'own-workgroups',
  workgroupLeave: 'workgroup-leave',
  workgroupWaiting: 'workgroup-waiting',
  waitingResend: 'waiting-resend',
  waitingRevoke: 'waiting-revoke',
} as const;

export const callbackIds = {
  organization: 'organization',
  /** The question which organization a command is about. */
  organizations: 'organizations',
  account: 'account',
  requestAccess: 'request-access',
  invite: 'invite',
  offer: 'offer',
  deny: 'deny',
  invitations: 'invitations',
  invitation: 'invitation',
  bulk: 'bulk',
  bulkPreview: 'bulk-preview',
  inviteResult: 'invite-result',
  requests: 'requests',
  direct: 'direct',
  directReview: 'direct-review',
  directResult: 'direct-result',
  apps: 'apps',
  app: 'app',
  subscriptions: 'subscriptions',
  subscription: 'subscription',
  people: 'people',
  person: 'person',
  grant: 'grant',
  import: 'import',
  /** Where an import stands. */
  importState: 'import-state',
  settings: 'settings',
  /** When an organization reminds people. */
  reminders: 'reminders',
  /** The question whether to take over an organization without an owner. */
  takeOver: 'take-over',
  deliveries: 'deliveries',
  audit: 'audit',
  domains: 'domains',
  partner: 'partner',
  partnershipEnd: 'partnership-end',
  workgroups: 'workgroups',
  /** The form that creates or edits one. */
  workgroupForm: 'workgroup-form',
  workgroup: 'workgroup',
  workgroupInvite: 'workgroup-invite',
  workgroupResult: 'workgroup-result',
  workgroupWaiting: 'workgroup-waiting',
  /** Views that only inform: Close is all there is to do. */
  info: 'info',
  home: 'home',
} as const;

export const blockIds = {
  usernameStatus: 'username-status',
} as const;

/** Slack keeps a field's value as long as its block has the same id: another scope is another, empty field. */
export function scopedBlockId(name: string, scope: string): string {
  return scope === '' ? name : `${name}:${scope}`;
}

/** The name of the field that a block holds. */
export function fieldOf(blockId: string): string {
  return blockId.split(':')[0] ?? blockId;
}
