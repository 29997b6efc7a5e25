/** What a large organization has sent in three years: nearly all of it is over, the newest is not. */
import type { Access } from '../../src/domain/access.ts';
import { day } from '../../src/domain/invitations.ts';
import type { InvitationStatus } from '../../src/domain/states.ts';
import { liveInvitations } from '../../src/domain/states.ts';
import { liveKeyOf } from '../../src/services/invitations/keys.ts';
import type { AccessRequestRecord } from '../../src/store/models/access-request.ts';
import type { AppRecord } from '../../src/store/models/app.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { SubscriptionRecord } from '../../src/store/models/subscription.ts';
import { accountId, crowdAddress } from './crowd-people.ts';
import { organization, owner, tenantId } from './records.ts';

const appCount = 30;
const subscriptionCount = 100;
/** How many of the newest are still open, or were until just now: also a small organization has some. */
const recentOf = (count: number) => Math.max(100, count * 0.015);
const pendingRequestsOf = (count: number) => Math.max(10, count * 0.02);
const spanMs = 3 * 365 * day;
const { _id: organizationId } = organization;
const now = new Date();

const inThePast: [InvitationStatus, number][] = [
  ['accepted', 0.6],
  ['redeemed', 0.12],
  ['expired', 0.13],
  ['revoked', 0.07],
  ['declined', 0.05],
  ['undeliverable', 0.03],
];
const recently: [InvitationStatus, number][] = [
  ['pending', 0.4],
  ['waitlisted', 0.1],
  ['proposed', 0.05],
  ...inThePast.map(([status, share]): [InvitationStatus, number] => [status, share * 0.45]),
];

export const crowdApps: AppRecord[] = Array.from({ length: appCount }, (_, index) => ({
  _id: `app_${index}`,
  tenantId,
  organizationId,
  name: `App ${index}`,
  roles: ['Viewer', 'Editor', 'Administrator'].map((name, place) => ({
    id: `rol_${index}_${place}`,
    name,
    privileged: place === 2,
    archived: false,
  })),
  createdAt: now,
  archivedAt: null,
  liveKey: `${organizationId}:app ${index}`,
}));

/** Every tenth is full. */
export const crowdSubscriptions: SubscriptionRecord[] = Array.from(
  { length: subscriptionCount },
  (_, index) => ({
    _id: `sub_${index}`,
    tenantId,
    organizationId,
    appId: `app_${index % appCount}`,
    name: `Team ${index}`,
    plan: 'Standard',
    seatLimit: index % 5 === 4 ? null : 1000,
    active: index % 10 === 0 ? 990 : 400 + index,
    held: index % 10 === 0 ? 10 : index,
    endsAt: null,
    createdAt: now,
    archivedAt: null,
    liveKey: `app_${index % appCount}:team ${index}`,
  }),
);

/** The invitation with a number, of `count` in all; the last one is the newest. */
export function crowdInvitation(index: number, { count, people }: CrowdSize): InvitationRecord {
  const isRecent = index >= count - recentOf(count);
  const chance = scrambled(index) / 2 ** 32;
  const status = pick(isRecent ? recently : inThePast, chance);
  const isLive = (liveInvitations as readonly InvitationStatus[]).includes(status);
  const createdAt = isLive ? liveSince(chance) : createdAtOf(index, count);
  const expiresAt = new Date(createdAt.getTime() + 7 * day);
  const access = accessOf(status, index);
  // Each account is invited at places that differ, a live one at most once.
  const whose = (index * 7919) % people;
  const email = crowdAddress(whose);
  const hasAccount = status === 'accepted' || status === 'redeemed' || index % 3 > 0;
  // Written out in full: spreading other objects into so many fields takes ten times as long.
  const invitation: InvitationRecord = {
    _id: crowdInvitationId(index, count),
    tenantId,
    organizationId,
    kind: access ? 'access' : 'join',
    status,
    email,
    emailKey: email,
    nearKey: email,
    note: null,
    codeVersion: 1,
    failedAttempts: 0,
    lockedAt: null,
    access,
    accessEndsAt: null,
    firstName: hasAccount ? null : 'New',
    lastName: hasAccount ? null : 'Person',
    approvals: [],
    validDays: 7,
    codeSpentAt: null,
    remindedAt: null,
    accountId: hasAccount ? accountId(whose) : null,
    requestId: null,
    invitedBy: owner._id,
    inviterName: 'Pat owner',
    createdAt,
    expiresAt,
    endedAt: isLive ? null : expiresAt,
    endedBy: isLive ? null : 'Pat owner',
    endedById: isLive ? null : owner._id,
    endedFrom: null,
  };
  if (!hasAccount) invitation.selector = selectorOf(index);
  if (isLive) invitation.liveKey = liveKeyOf(invitation);
  return invitation;
}

export interface CrowdSize {
  /** Invitations. */
  count: number;
  /** Accounts. */
  people: number;
}

/** Sorts by the time it was made, and is as long as Gatehouse's. */
export function crowdInvitationId(index: number, count: number): string {
  const time = createdAtOf(index, count).getTime().toString(32).padStart(10, '0');
  return `inv_${time}${String(index).padStart(16, '0')}`;
}

/** Most requests are long decided; the newest ones wait. */
export function crowdRequest(index: number, { count, people }: CrowdSize): AccessRequestRecord {
  const isPending = index >= count - pendingRequestsOf(count);
  const createdAt = isPending ? liveSince(index / count) : createdAtOf(index, count);
  const whose = accountId((index * 7919) % people);
  return {
    _id: crowdInvitationId(index, count).replace('inv_', 'req_'),
    tenantId,
    organizationId,
    accountId: whose,
    invitationId: null,
    invitedEmail: null,
    inviterName: 'Pat owner',
    status: isPending ? 'pending' : 'fulfilled',
    createdAt,
    expiresAt: new Date(createdAt.getTime() + 14 * day),
    decidedBy: isPending ? null : owner._id,
    decidedByName: isPending ? null : 'Pat owner',
    decidedAt: isPending ? null : createdAt,
    reason: null,
    access: isPending ? null : { kind: 'organization', role: 'member' },
    wanted: null,
    approvals: [],
    ...(isPending ? { liveKey: `request:${organizationId}:${whose}` } : {}),
  };
}

function accessOf(status: InvitationStatus, index: number): Access | null {
  if (status === 'redeemed') return null;
  if (status !== 'waitlisted' && status !== 'proposed' && index % 20 === 0)
    return { kind: 'organization', role: 'member' };
  // Only a full subscription has a waitlist, and only a privileged role a proposal.
  const place = (status === 'waitlisted' ? index * 10 : index) % subscriptionCount;
  const role = status === 'proposed' ? 2 : index % 2;
  const appIndex = place % appCount;
  return {
    kind: 'app',
    appId: `app_${appIndex}`,
    subscriptionId: `sub_${place}`,
    roleId: `rol_${appIndex}_${role}`,
  };
}

function createdAtOf(index: number, count: number): Date {
  return new Date(now.getTime() - spanMs + Math.floor((spanMs * index) / count));
}

/** Within the last six days, so that it is still in time. */
function liveSince(chance: number): Date {
  return new Date(now.getTime() - Math.floor(6 * day * chance));
}

function pick(shares: readonly [InvitationStatus, number][], chance: number): InvitationStatus {
  let below = 0;
  for (const [status, share] of shares) {
    below += share;
    if (chance < below) return status;
  }
  return 'accepted';
}

function selectorOf(index: number): string {
  return scrambled(index).toString(32).padStart(8, '0').toUpperCase();
}

/** Every number has another one, in no order. */
function scrambled(index: number): number {
  return Math.imul(index, 2_654_435_761) >>> 0;
}
