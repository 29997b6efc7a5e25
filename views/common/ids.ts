/** Every id that a view gives out and a listener hears again. Inputs: `block_id` = `action_id` = the name of the field. */

export const actionIds = {
  requestApprove: 'request-approve',
  requestDeny: 'request-deny',
  requestWithdraw: 'request-withdraw',
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
} as const;

export const callbackIds = {
  organization: 'organization',
  account: 'account',
  requestAccess: 'request-access',
  invite: 'invite',
  offer: 'offer',
  deny: 'deny',
  invitations: 'invitations',
  invitation: 'invitation',
  inviteResult: 'invite-result',
  requests: 'requests',
  /** Views that only inform: Close is all there is to do. */
  info: 'info',
  home: 'home',
} as const;

export const blockIds = {
  usernameStatus: 'username-status',
} as const;
