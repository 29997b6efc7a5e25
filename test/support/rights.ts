/** Who may what, as a test sees it: every command, button, list and form, with its outcome for each kind of person. */
import { adam, iris, olga, oscar } from '../../src/sandbox/people.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { mia, nora, otto } from './residents.ts';
import type { Subjects } from './subjects.ts';
import { lena } from './workgroup-subjects.ts';

/** Every kind of person, by what they are to Aster Labs; `other` owns another organization of the tenant, and `leader` is the admin of a
 * workgroup who comes in by that organization.
 */
export const kinds = {
  nobody: iris,
  account: nora,
  member: mia,
  admin: adam,
  owner: olga,
  foreign: oscar,
  other: otto,
  leader: lena,
};
export type Kind = keyof typeof kinds;
/** `nothing`: an empty list, without a refusal. `form`: what was filled in is wrong. */
export type Outcome = 'deny' | 'yes' | 'reopen' | 'unverified' | 'nothing' | 'form';
export type Row = Record<Kind, Outcome>;

export const row = (rest: Outcome, exceptions: Partial<Row> = {}): Row => ({
  nobody: rest,
  account: rest,
  member: rest,
  admin: rest,
  owner: rest,
  foreign: rest,
  other: rest,
  leader: rest,
  ...exceptions,
});
export const approvers = row('deny', { admin: 'yes', owner: 'yes' });
/** The other organization's owner gets their own, never Aster Labs'. */
export const anyApprover = row('deny', { admin: 'yes', owner: 'yes', other: 'yes' });
const anyOwner = row('deny', { owner: 'yes', other: 'yes' });
const owners = row('deny', { owner: 'yes' });
const approversAndLeader = row('deny', { admin: 'yes', owner: 'yes', leader: 'yes' });
/** Otto owns Birch, which is a partner of Aster Labs. */
const thePartner = row('deny', { other: 'yes' });
/** Olga is the admin of the workspace. */
const workspaceAdmin = owners;
/** Olga has made the decision. */
const theMaker = owners;
/** While there is an admin, requests wait for the owners only later. */
const theHolder = row('deny', { admin: 'yes' });
/** Iris and Oscar have none. */
const withAccount = row('yes', { nobody: 'deny', foreign: 'deny' });
const theAccountItself = row('deny', { account: 'yes' });
const approversAndTheAccount = row('deny', { account: 'yes', admin: 'yes', owner: 'yes' });
const vouchedFor = row('yes', { foreign: 'unverified' });
/** A button that does nothing outside of its own form, whoever presses it. */
const inItsFormAlone = row('reopen');

export const commands: [command: string, text: string, row: Row][] = [
  ['/gatehouse', 'organization', anyApprover],
  ['/gatehouse', 'apps', anyApprover],
  ['/gatehouse', 'subscriptions', anyApprover],
  ['/gatehouse', 'workgroups', { ...anyApprover, leader: 'yes' }],
  ['/gatehouse', 'domains', anyApprover],
  ['/gatehouse', 'people', anyApprover],
  ['/gatehouse', 'deliveries', anyApprover],
  ['/gatehouse', 'people nora', anyApprover],
  ['/gatehouse', 'audit', anyApprover],
  ['/gatehouse', 'settings', anyOwner],
  ['/gatehouse', 'settings reminders', anyOwner],
  ['/invite-user', '', anyApprover],
  ['/request-access', '', vouchedFor],
  ['/access-requests', '', anyApprover],
  ['/invitations', '', anyApprover],
  ['/invitations', 'undeliverable', anyApprover],
];

export const shortcuts: Record<string, Row> = { 'invite-user': anyApprover, 'request-access': vouchedFor };

interface Button {
  action: string;
  value: (of: Subjects) => string;
  row: Row;
}

/** Buttons, pressed in a message. */
export const buttons: Button[] = [
  { action: actionIds.setUp, value: () => '', row: workspaceAdmin },
  { action: actionIds.editOrganization, value: ({ aster }) => aster, row: approvers },
  { action: actionIds.openSettings, value: ({ aster }) => aster, row: owners },
  { action: actionIds.openReminders, value: ({ aster }) => aster, row: owners },
  { action: actionIds.requestSnooze, value: ({ request }) => request, row: theHolder },
  { action: actionIds.requestMute, value: ({ request }) => request, row: theHolder },
  { action: actionIds.renewalAsk, value: ({ expiredOffer }) => expiredOffer, row: theAccountItself },
  { action: actionIds.takeOver, value: ({ aster }) => aster, row: workspaceAdmin },
  { action: actionIds.openDeliveries, value: ({ aster }) => aster, row: approvers },
  { action: actionIds.deliveryRetry, value: ({ lostMessage }) => lostMessage, row: inItsFormAlone },
  { action: actionIds.deliveryGiveUp, value: ({ lostMessage }) => lostMessage, row: inItsFormAlone },
  { action: actionIds.inviteUser, value: () => '', row: anyApprover },
  { action: actionIds.inviteUser, value: () => 'direct', row: anyApprover },
  { action: actionIds.inviteWay, value: () => 'direct', row: anyApprover },
  { action: actionIds.inviteWay, value: () => 'join', row: anyApprover },
  { action: actionIds.correctAddresses, value: () => 'ada@guest.example', row: anyApprover },
  { action: actionIds.enterCode, value: () => '', row: vouchedFor },
  { action: actionIds.openRequests, value: () => '', row: anyApprover },
  { action: actionIds.requestApprove, value: ({ request }) => request, row: approvers },
  { action: actionIds.requestDeny, value: ({ request }) => request, row: approvers },
  { action: actionIds.requestWithdraw, value: ({ request }) => request, row: theAccountItself },
  { action: actionIds.inviteAccount, value: () => '', row: anyApprover },
  { action: actionIds.proposalApprove, value: ({ proposal }) => proposal, row: approvers },
  { action: actionIds.proposalDeny, value: ({ proposal }) => proposal, row: approvers },
  { action: actionIds.openInvitations, value: () => '', row: anyApprover },
  { action: actionIds.invitationOpen, value: ({ invitation }) => invitation, row: approvers },
  { action: actionIds.invitationResend, value: ({ invitation }) => invitation, row: approvers },
  { action: actionIds.invitationRemind, value: ({ invitation }) => invitation, row: approvers },
  { action: actionIds.invitationRevoke, value: ({ invitation }) => invitation, row: approvers },
  {
    action: actionIds.invitationChangeRole,
    value: ({ offer, otherRole }) => `${offer}:${otherRole}`,
    row: approvers,
  },
  { action: actionIds.invitationsRetryAll, value: () => '', row: anyApprover },
  { action: actionIds.invitationExtend, value: ({ invitation }) => `${invitation}:3`, row: approvers },
  { action: actionIds.bulkOpen, value: () => '', row: inItsFormAlone },
  { action: actionIds.bulkChoose, value: () => 'all', row: inItsFormAlone },
  { action: actionIds.offerAccept, value: ({ offer }) => offer, row: theAccountItself },
  { action: actionIds.offerDecline, value: ({ offer }) => offer, row: theAccountItself },
  { action: actionIds.undo, value: ({ revoked }) => revoked, row: theMaker },
  { action: actionIds.undo, value: ({ denied }) => denied, row: theMaker },
  { action: actionIds.undo, value: ({ grant }) => grant, row: row('deny') },
  { action: actionIds.openApps, value: () => '', row: anyApprover },
  { action: actionIds.appCreate, value: () => '', row: anyApprover },
  { action: actionIds.appEdit, value: ({ app }) => app, row: approvers },
  { action: actionIds.openSubscriptions, value: () => '', row: anyApprover },
  { action: actionIds.subscriptionCreate, value: () => '', row: anyApprover },
  { action: actionIds.subscriptionEdit, value: ({ subscription }) => subscription, row: approvers },
  { action: actionIds.openPeople, value: () => '', row: anyApprover },
  { action: actionIds.personOpen, value: ({ account }) => account, row: approvers },
  { action: actionIds.personOpen, value: ({ account, aster }) => `${account}:${aster}`, row: approvers },
  { action: actionIds.grantChange, value: ({ grant }) => grant, row: approvers },
  { action: actionIds.grantEnd, value: ({ grant }) => grant, row: approversAndTheAccount },
  // Without the view of a person there is no organization to remove anybody from.
  { action: actionIds.personRemove, value: ({ account }) => account, row: row('deny') },
  { action: actionIds.pageOlder, value: ({ invitation }) => invitation, row: inItsFormAlone },
  { action: actionIds.pageNewer, value: ({ invitation }) => invitation, row: inItsFormAlone },
  { action: actionIds.invitationFilter, value: () => 'all', row: inItsFormAlone },
  { action: actionIds.invitationsFind, value: ({ app }) => app, row: inItsFormAlone },
  { action: actionIds.clearForm, value: () => '', row: inItsFormAlone },
  { action: actionIds.reviewUseAccount, value: () => '', row: inItsFormAlone },
  { action: actionIds.reviewWaitlist, value: () => '', row: inItsFormAlone },
  { action: actionIds.appArchive, value: ({ emptyApp }) => emptyApp, row: inItsFormAlone },
  {
    action: actionIds.subscriptionArchive,
    value: ({ emptySubscription }) => emptySubscription,
    row: inItsFormAlone,
  },
  { action: actionIds.openImport, value: ({ aster }) => aster, row: approvers },
  { action: actionIds.importStart, value: ({ checkedImport }) => checkedImport, row: approvers },
  { action: actionIds.importOpen, value: ({ checkedImport }) => checkedImport, row: approvers },
  { action: actionIds.importReport, value: ({ checkedImport }) => checkedImport, row: approvers },
  { action: actionIds.importCancel, value: ({ checkedImport }) => checkedImport, row: approvers },
  { action: actionIds.peopleExport, value: ({ aster }) => aster, row: approvers },
  { action: actionIds.openAudit, value: ({ aster }) => aster, row: approvers },
  { action: actionIds.auditGroup, value: () => 'people', row: inItsFormAlone },
  { action: actionIds.auditPerson, value: ({ account }) => account, row: inItsFormAlone },
  { action: actionIds.auditFrom, value: () => '2025-11-01', row: inItsFormAlone },
  { action: actionIds.auditUntil, value: () => '2025-11-30', row: inItsFormAlone },
  { action: actionIds.auditAll, value: () => '', row: inItsFormAlone },
  { action: actionIds.auditExport, value: () => '', row: inItsFormAlone },
  { action: actionIds.openDomains, value: () => '', row: anyApprover },
  { action: actionIds.partnerAdd, value: ({ aster }) => aster, row: approvers },
  { action: actionIds.partnerRemove, value: ({ partnership }) => partnership, row: approvers },
  { action: actionIds.partnerLeave, value: ({ partnership }) => partnership, row: thePartner },
  { action: actionIds.partnerAllow, value: ({ leftPartnership }) => leftPartnership, row: inItsFormAlone },
  { action: actionIds.openWorkgroups, value: () => '', row: { ...anyApprover, leader: 'yes' } },
  { action: actionIds.workgroupCreate, value: () => '', row: anyApprover },
  { action: actionIds.workgroupOpen, value: ({ workgroup }) => workgroup, row: approversAndLeader },
  { action: actionIds.workgroupInvite, value: ({ workgroup }) => workgroup, row: approversAndLeader },
  { action: actionIds.workgroupWaiting, value: ({ workgroup }) => workgroup, row: approversAndLeader },
  { action: actionIds.workgroupEdit, value: ({ workgroup }) => workgroup, row: approvers },
  { action: actionIds.workgroupArchive, value: ({ workgroup }) => workgroup, row: inItsFormAlone },
  { action: actionIds.ownWorkgroups, value: () => '', row: withAccount },
  { action: actionIds.workgroupLeave, value: ({ workgroupGrant }) => workgroupGrant, row: row('deny') },
  {
    action: actionIds.workgroupRole,
    value: ({ workgroupGrant }) => `${workgroupGrant}:admin`,
    row: inItsFormAlone,
  },
  { action: actionIds.workgroupRemove, value: ({ workgroupGrant }) => workgroupGrant, row: inItsFormAlone },
  { action: actionIds.workgroupCorrect, value: () => 'ada@guest.example', row: inItsFormAlone },
  {
    action: actionIds.waitingResend,
    value: ({ workgroupInvitation }) => workgroupInvitation,
    row: inItsFormAlone,
  },
  {
    action: actionIds.waitingRevoke,
    value: ({ workgroupInvitation }) => workgroupInvitation,
    row: inItsFormAlone,
  },
  { action: 'through', value: () => 'partner', row: inItsFormAlone },
  { action: 'who', value: () => 'new', row: inItsFormAlone },
  { action: 'what', value: () => 'app', row: inItsFormAlone },
  { action: 'peopleOrganization', value: ({ aster }) => aster, row: inItsFormAlone },
];

/** Buttons and choices within a view that the app has sealed for the person, as if they had lost their rights since. */
export interface InView {
  action: string;
  callback: string;
  subject: (of: Subjects) => string;
  value: (of: Subjects) => string;
  /** What else is filled in. */
  values?: (of: Subjects) => object;
  row: Row;
}

const onDirect = { callback: callbackIds.direct, subject: () => '0', row: anyApprover };
const ofAster = ({ aster }: Subjects) => ({ organizationId: aster });
const onOffer = { callback: callbackIds.offer, subject: ({ request }: Subjects) => request, row: approvers };
const onReview = { callback: callbackIds.directReview, value: () => '', row: approvers };
const onPeople = { callback: callbackIds.people, subject: ({ aster }: Subjects) => aster, row: approvers };
const onPerson = { ...onPeople, callback: callbackIds.person };
const onDeliveries = { ...onPeople, callback: callbackIds.deliveries };
const onInvitations = { callback: callbackIds.invitations, subject: () => 'all ', row: anyApprover };
const placeOf = ({ workgroup }: Subjects) => `${workgroup}::::`;
const onWorkgroup = { callback: callbackIds.workgroup, subject: placeOf, row: approversAndLeader };
const onAudit = {
  callback: callbackIds.audit,
  subject: ({ aster }: Subjects) => `${aster} -,-,-,-`,
  value: () => '',
  row: approvers,
};
const onWaiting = { ...onWorkgroup, callback: callbackIds.workgroupWaiting };
/** The choices that the form of the reminders follows in words. */
const reminderFields = [
  'approverFirstDays',
  'approverTimes',
  'ownersAfterDays',
  'requestExpiryDays',
  'weeklyDigest',
  'quietFrom',
  'quietUntil',
  'workingDays',
  'timeZone',
];
const pages = (callback: string, subject = '') =>
  [actionIds.pageOlder, actionIds.pageNewer].map((action) => ({
    action,
    callback,
    subject: () => subject,
    value: ({ invitation }: Subjects) => invitation,
    row: anyApprover,
  }));

export const inViews: InView[] = [
  ...reminderFields.map((action) => ({
    action,
    callback: callbackIds.reminders,
    subject: ({ aster }: Subjects) => aster,
    value: () => '1',
    row: owners,
  })),
  { ...onDirect, action: 'who', value: () => 'new' },
  { ...onDirect, action: actionIds.clearForm, value: () => '' },
  { ...onDirect, action: 'organizationId', value: ({ aster }) => aster, values: ofAster },
  { ...onDirect, action: 'appId', value: ({ app }) => app, values: ofAster },
  { ...onDirect, action: 'subscriptionId', value: ({ subscription }) => subscription, values: ofAster },
  { ...onOffer, action: 'what', value: () => 'app' },
  { ...onOffer, action: 'appId', value: ({ app }) => app },
  { ...onOffer, action: 'subscriptionId', value: ({ subscription }) => subscription },
  {
    ...onOffer,
    action: 'organizationId',
    subject: () => '',
    value: ({ aster }) => aster,
    values: ofAster,
    row: anyApprover,
  },
  { ...onReview, action: actionIds.reviewUseAccount, subject: ({ draftOfKnown }) => `${draftOfKnown}:` },
  { ...onReview, action: actionIds.reviewWaitlist, subject: ({ draft }) => `${draft}:` },
  { ...onPeople, action: 'person', value: ({ account }) => account },
  { ...onPeople, action: 'peopleOrganization', value: ({ aster }) => aster },
  { ...onDeliveries, action: actionIds.deliveryRetry, value: ({ lostMessage }) => lostMessage },
  { ...onDeliveries, action: actionIds.deliveryGiveUp, value: ({ lostMessage }) => lostMessage },
  { ...onDeliveries, action: actionIds.pageOlder, value: ({ lostMessage }) => lostMessage },
  { ...onDeliveries, action: actionIds.pageNewer, value: ({ lostMessage }) => lostMessage },
  { ...onPerson, action: actionIds.personOpen, value: ({ account }) => account },
  { ...onPerson, action: actionIds.personRemove, value: ({ account }) => account },
  { ...onPerson, action: actionIds.grantChange, value: ({ grant }) => grant },
  { ...onPerson, action: actionIds.grantEnd, value: ({ grant }) => grant, row: approversAndTheAccount },
  {
    action: actionIds.appArchive,
    callback: callbackIds.app,
    subject: ({ emptyApp }) => `${emptyApp}:`,
    value: ({ emptyApp }) => emptyApp,
    row: approvers,
  },
  {
    action: actionIds.subscriptionArchive,
    callback: callbackIds.subscription,
    subject: ({ emptySubscription }) => `${emptySubscription}:`,
    value: ({ emptySubscription }) => emptySubscription,
    row: approvers,
  },
  { ...onInvitations, action: actionIds.invitationFilter, value: () => 'pending' },
  { ...onInvitations, action: actionIds.invitationsFind, value: ({ app }) => app, row: approvers },
  { ...onInvitations, action: actionIds.invitationsFind, value: ({ account }) => account, row: approvers },
  {
    ...onInvitations,
    action: actionIds.invitationsFind,
    value: ({ invitation }) => invitation,
    row: approvers,
  },
  { ...onInvitations, action: actionIds.invitationsRetryAll, value: () => '' },
  { ...onInvitations, action: actionIds.bulkOpen, value: () => '' },
  { ...onInvitations, callback: callbackIds.bulk, action: actionIds.bulkChoose, value: () => 'all' },
  ...pages(callbackIds.invitations, 'all '),
  { ...onAudit, action: actionIds.auditGroup, value: () => 'people' },
  { ...onAudit, action: actionIds.auditPerson, value: ({ account }) => account },
  // The organization knows nobody by that id.
  { ...onAudit, action: actionIds.auditPerson, value: ({ app }) => app, row: row('deny') },
  { ...onAudit, action: actionIds.auditFrom, value: () => '2025-11-01' },
  { ...onAudit, action: actionIds.auditUntil, value: () => '2025-11-30' },
  { ...onAudit, action: actionIds.auditAll },
  { ...onAudit, action: actionIds.auditExport },
  ...pages(callbackIds.audit).map((page) => ({ ...page, ...onAudit, value: page.value })),
  ...pages(callbackIds.requests),
  ...pages(callbackIds.apps),
  ...pages(callbackIds.subscriptions),
  ...pages(callbackIds.domains),
  ...pages(callbackIds.workgroups).map((page) => ({
    ...page,
    row: { ...anyApprover, leader: 'yes' } as const,
  })),
  ...pages(callbackIds.workgroup).map((page) => ({ ...page, ...onWorkgroup })),
  ...pages(callbackIds.workgroupWaiting).map((page) => ({ ...page, ...onWaiting })),
  {
    action: actionIds.partnerAllow,
    callback: callbackIds.domains,
    subject: () => '',
    value: ({ leftPartnership }) => leftPartnership,
    row: owners,
  },
  { ...onWorkgroup, action: actionIds.workgroupArchive, value: ({ workgroup }) => workgroup, row: approvers },
  {
    ...onWorkgroup,
    action: actionIds.workgroupRole,
    value: ({ workgroupGrant }) => `${workgroupGrant}:admin`,
  },
  { ...onWorkgroup, action: actionIds.workgroupRemove, value: ({ workgroupGrant }) => workgroupGrant },
  { ...onWaiting, action: actionIds.waitingResend, value: ({ workgroupInvitation }) => workgroupInvitation },
  { ...onWaiting, action: actionIds.waitingRevoke, value: ({ workgroupInvitation }) => workgroupInvitation },
  {
    ...onWorkgroup,
    callback: callbackIds.workgroupResult,
    action: actionIds.workgroupCorrect,
    value: () => 'ada@guest.example',
  },
  { ...onWorkgroup, callback: callbackIds.workgroupInvite, action: 'through', value: () => 'partner' },
];

/** The other organization's owner may look, and finds nobody of that name. */
const whoeverKnowsNora = { ...approvers, other: 'nothing' } as const;

/** Selects that the app fills, for the query `nora`: whoever may not look gets an empty list. */
export const lists: { action: string; callback: string; subject: (of: Subjects) => string; row: Row }[] = [
  { action: 'accountId', callback: callbackIds.direct, subject: () => '0', row: whoeverKnowsNora },
  // The list of time zones is no secret, and has no Nora.
  { action: 'timeZone', callback: callbackIds.reminders, subject: ({ aster }) => aster, row: row('nothing') },
  { action: actionIds.auditPerson, callback: callbackIds.audit, subject: onAudit.subject, row: approvers },
  { action: 'person', callback: callbackIds.people, subject: ({ aster }) => aster, row: approvers },
  {
    action: actionIds.invitationsFind,
    callback: callbackIds.invitations,
    subject: () => 'all ',
    row: whoeverKnowsNora,
  },
];

const newOrganization = { name: 'Cedar', domain: 'cedar', notificationEmail: 'cedar@aster.example' };
const newAccount = {
  firstName: 'Eve',
  lastName: 'Evers',
  provider: 'github',
  providerUsername: 'eve',
  username: 'eve',
};
const newApp = { name: 'Compass', roles: 'Guest\nPlanner', privileged: 'Planner' };
const newSubscription = { name: 'Pilot', plan: 'Pilot', seatLimit: '10' };
const seatOf = ({ app, subscription, role }: Subjects) => ({
  appId: app,
  subscriptionId: subscription,
  roleId: role,
});

export interface Submission {
  callback: string;
  subject?: (of: Subjects) => string;
  values: (of: Subjects) => object;
  row: Row;
}

export const submissions: Record<string, Submission> = {
  'organization, a new one': {
    callback: callbackIds.organization,
    values: () => newOrganization,
    row: workspaceAdmin,
  },
  'organization, Aster Labs': {
    callback: callbackIds.organization,
    subject: ({ aster }) => aster,
    values: () => ({ ...newOrganization, domain: 'aster' }),
    row: approvers,
  },
  account: {
    callback: callbackIds.account,
    values: () => newAccount,
    // Who has an account already goes on with it.
    row: workspaceAdmin,
  },
  'request-access': {
    callback: callbackIds.requestAccess,
    values: () => newAccount,
    row: row('form'),
  },
  invite: {
    callback: callbackIds.invite,
    values: ({ aster }) => ({ organizationId: aster, emails: 'ada@guest.example', expiryDays: '7' }),
    row: approvers,
  },
  'direct, an account': {
    callback: callbackIds.direct,
    subject: () => '0',
    values: (of) => ({
      who: 'existing',
      accountId: of.account,
      organizationId: of.aster,
      ...seatOf(of),
      expiryDays: '7',
    }),
    row: approvers,
  },
  'direct, a new person': {
    callback: callbackIds.direct,
    subject: () => '0',
    values: (of) => ({
      who: 'new',
      firstName: 'Kim',
      lastName: 'Keller',
      email: 'kim@guest.example',
      organizationId: of.aster,
      ...seatOf(of),
      expiryDays: '7',
    }),
    row: approvers,
  },
  'direct-review': {
    callback: callbackIds.directReview,
    subject: ({ draft }) => `${draft}:`,
    values: () => ({}),
    row: approvers,
  },
  'offer, on a request': {
    callback: callbackIds.offer,
    subject: ({ request }) => request,
    values: () => ({ role: 'member' }),
    row: approvers,
  },
  'offer, of an app on a request': {
    callback: callbackIds.offer,
    subject: ({ request }) => request,
    values: (of) => ({ what: 'app', ...seatOf(of), subscriptionId: of.emptySubscription }),
    row: approvers,
  },
  'offer, by hand': {
    callback: callbackIds.offer,
    subject: ({ aster }) => aster,
    values: () => ({ email: nora.email, username: 'nora', role: 'member' }),
    row: approvers,
  },
  // What it does with which invitation is said and judged later, one by one.
  bulk: {
    callback: callbackIds.bulk,
    subject: () => 'all ',
    values: ({ invitation }) => ({ invitations: [invitation], action: 'revoke' }),
    row: anyApprover,
  },
  'bulk-preview': {
    callback: callbackIds.bulkPreview,
    subject: () => 'revoke 00000000000000000000000000',
    values: () => ({}),
    row: anyApprover,
  },
  import: {
    callback: callbackIds.import,
    subject: ({ aster }) => aster,
    // Which file it is comes later, when it is read.
    values: () => ({ file: ['F0UNKNOWN'] }),
    row: approvers,
  },
  deny: { callback: callbackIds.deny, subject: ({ request }) => request, values: () => ({}), row: approvers },
  'app, a new one': {
    callback: callbackIds.app,
    subject: ({ aster }) => `${aster}:`,
    values: () => newApp,
    row: approvers,
  },
  'app, Atlas': {
    callback: callbackIds.app,
    subject: ({ app }) => `${app}:`,
    values: () => newApp,
    row: approvers,
  },
  'subscription, a new one': {
    callback: callbackIds.subscription,
    subject: () => ':',
    values: ({ app }) => ({ ...newSubscription, appId: app }),
    row: approvers,
  },
  'subscription, of Atlas': {
    callback: callbackIds.subscription,
    subject: ({ subscription }) => `${subscription}:`,
    values: () => newSubscription,
    row: approvers,
  },
  grant: {
    callback: callbackIds.grant,
    subject: ({ grant }) => `${grant}:`,
    values: ({ otherRole }) => ({ roleId: otherRole }),
    row: approvers,
  },
  'partner, a new one': {
    callback: callbackIds.partner,
    subject: ({ aster }) => `${aster}:`,
    values: () => ({ domain: 'elm' }),
    row: approvers,
  },
  'partnership, removed': {
    callback: callbackIds.partnershipEnd,
    subject: ({ partnership }) => `remove:${partnership}:`,
    values: () => ({}),
    row: approvers,
  },
  'partnership, left': {
    callback: callbackIds.partnershipEnd,
    subject: ({ partnership }) => `leave:${partnership}:`,
    values: () => ({}),
    row: thePartner,
  },
  'workgroup, a new one': {
    callback: callbackIds.workgroupForm,
    subject: ({ aster }) => `new:${aster}:`,
    values: () => ({ name: 'Divers', collaborative: 'yes' }),
    row: approvers,
  },
  'workgroup, Pilots': {
    callback: callbackIds.workgroupForm,
    subject: placeOf,
    values: () => ({ name: 'Pilots Two' }),
    row: approvers,
  },
  'workgroup, invited into': {
    callback: callbackIds.workgroupInvite,
    subject: placeOf,
    values: () => ({ role: 'member', emails: 'ada@guest.example' }),
    row: approversAndLeader,
  },
  reminders: {
    callback: callbackIds.reminders,
    subject: ({ aster }) => aster,
    values: () => ({
      inviteeDays: '3',
      approverFirstDays: '1',
      approverTimes: '2',
      ownersAfterDays: '3',
      requestExpiryDays: '7',
      quietFrom: '20',
      quietUntil: '8',
      workingDays: ['1', '2'],
      timeZone: 'Europe/Vienna',
    }),
    row: owners,
  },
  'take-over': {
    callback: callbackIds.takeOver,
    subject: ({ aster }) => aster,
    values: () => ({}),
    row: workspaceAdmin,
  },
  settings: {
    callback: callbackIds.settings,
    subject: ({ aster }) => aster,
    values: () => ({ expiryDays: '14', whoMayInvite: 'member', allowedDomains: 'guest.example' }),
    row: owners,
  },
};
