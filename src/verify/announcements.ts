/** I8: who has to hear of what happened to a record, read from its history. */
import type { Template } from '../domain/messages.ts';
import type { AuditRecord } from '../store/models/audit.ts';
import type { InvitationRecord } from '../store/models/invitation.ts';
import type { Step } from './story.ts';

/** A message by mail, or in Slack to at least one place; `isCertain` when it must be there, else it may. */
export interface Announcement {
  template: Template;
  via: 'mail' | 'slack';
  isCertain: boolean;
}

/** What the steps of an invitation have told. */
export function toldOfInvitation(
  { kind, accountId }: Pick<InvitationRecord, 'kind' | 'accountId'>,
  steps: readonly Step[],
): Announcement[] {
  const accepted = new Set(
    steps.filter(({ row }) => row.action === 'invitation.accepted').map(({ row }) => row.commandId),
  );
  let hasAccount = false;
  return steps.flatMap((step) => {
    const { action, subjects, commandId } = step.row;
    hasAccount ||=
      action === 'invitation.claimed' || (action === 'invitation.created' && subjects.length > 1);
    const isGranted = accepted.has(commandId);
    return [
      ...(isGranted ? [] : offered(kind, step, hasAccount)),
      ...proposed(step),
      ...answered(step, accountId),
      ...changed(step, hasAccount),
    ];
  });
}

/** The invitee hears of a version that is pending, unless the access was granted in the same moment. */
function offered(
  kind: InvitationRecord['kind'],
  { row, before, after }: Step,
  hasAccount: boolean,
): Announcement[] {
  if (row.action === 'invitation.claimed') return before === 'pending' ? [maybe('offer', 'slack')] : [];
  if (after !== 'pending' || !telling.includes(row.action)) return [];
  if (kind === 'join') return [certain('join-invitation', 'mail')];
  return [certain('offer', 'mail'), ...(hasAccount ? [certain('offer', 'slack')] : [])];
}

const telling: readonly AuditRecord['action'][] = [
  'invitation.created',
  'invitation.approved',
  'invitation.promoted',
  'invitation.resent',
];

/** Approvers are asked for a second yes; the proposer hears of it, and whose turn on the waitlist has come. */
function proposed({ row: { action }, before, after }: Step): Announcement[] {
  const isProposed = before !== after && after === 'proposed' && telling.includes(action);
  return [
    ...(isProposed ? [certain('proposal', 'slack')] : []),
    ...(action === 'invitation.approved' ? [certain('proposal-decided', 'slack')] : []),
    ...(action === 'invitation.revoked' && before === 'proposed' ? [maybe('proposal-decided', 'slack')] : []),
    ...(action === 'invitation.expired' && before === 'proposed'
      ? [certain('proposal-expired', 'slack')]
      : []),
    ...(action === 'invitation.restored' && after === 'proposed'
      ? [maybe('proposal-reopened', 'slack')]
      : []),
    ...(action === 'invitation.promoted' ? [certain('waitlist-seat', 'slack')] : []),
  ];
}

/** Both sides hear of an answer. Who accepts by a press reads it there; who gets the access at once gets a message. */
function answered({ row }: Step, accountId: string | null): Announcement[] {
  const { action, actor, detail, commandId } = row;
  if (action === 'invitation.declined') return [certain('offer-answered', 'slack')];
  if (action !== 'invitation.accepted') return [];
  return [
    certain('access-granted', 'mail'),
    ...(actor === accountId && !('atOnce' in detail) ? [] : [certain('access-granted', 'slack')]),
    // Whoever gives access to a workgroup at once reads it in the answer, and who imports in the report; of whoever waited
    // for it they get a message.
    'workgroup' in detail || commandId.startsWith('import:')
      ? maybe('offer-answered', 'slack')
      : certain('offer-answered', 'slack'),
  ];
}

function changed({ row: { action, detail }, before, after }: Step, hasAccount: boolean): Announcement[] {
  switch (action) {
    case 'invitation.revoked':
      // With a reason it was closed on the way of something else, which tells of itself.
      return before === 'pending' && !('reason' in detail) ? [certain('invitation-withdrawn', 'mail')] : [];
    case 'invitation.restored':
      return after === 'pending' ? [certain('invitation-restored', 'mail')] : [];
    case 'invitation.role-changed':
      return before === 'pending' ? toInvitee('invitation-changed', hasAccount) : [];
    case 'invitation.reminded':
      // A reminder in Slack is of all that waits for somebody, so it is not about the invitation.
      if (detail.automatic) return detail.approvers ? [] : [certain('offer-reminder', 'mail')];
      return toInvitee('offer-reminder', hasAccount);
    case 'invitation.code-locked':
      return [certain('code-locked', 'mail'), certain('code-locked', 'slack')];
    case 'invitation.undeliverable':
      return [certain('invitation-undeliverable', 'slack')];
    case 'invitation.renewal-asked':
      return [certain('renewal-asked', 'slack')];
    default:
      return [];
  }
}

/** What the steps of a request have told. */
export function toldOfRequest(steps: readonly Step[]): Announcement[] {
  return steps.flatMap(({ row: { action } }) => {
    if (action === 'request.created') return toInvitee('request-opened', true);
    if (action === 'request.denied') return toInvitee('request-denied', true);
    if (action === 'request.expired') return [maybe('request-expired', 'slack')];
    return action === 'request.reopened' ? toInvitee('request-reopened', true) : [];
  });
}

/** What the steps of a grant have told. Somebody who is removed from an organization hears of one of their accesses alone. */
export function toldOfGrant(steps: readonly Step[]): Announcement[] {
  const changes = steps.filter(({ row }) => /^grant\.(?:role|end)-changed$/.test(row.action));
  const commands = new Set(changes.map(({ row }) => row.commandId));
  return [
    ...[...commands].flatMap(() => toInvitee('access-changed', true)),
    ...steps.flatMap(({ row: { action } }) => {
      if (action === 'grant.expired') return toInvitee('access-ended', true);
      if (action === 'grant.warned') return toInvitee('access-ending', true);
      return action === 'grant.revoked'
        ? [maybe('access-ended', 'mail'), maybe('access-ended', 'slack')]
        : [];
    }),
  ];
}

/** What the steps of a partnership have told: by direct message, or by mail where that reaches nobody. */
export function toldOfCollaboration(steps: readonly Step[]): Announcement[] {
  return steps.flatMap(({ before, after }) => {
    if (before === after) return [];
    if (after === 'active') return [maybe('partner-added', 'slack'), maybe('partner-added', 'mail')];
    if (before === 'left') return [maybe('partner-allowed', 'slack'), maybe('partner-allowed', 'mail')];
    if (before !== 'active') return [];
    return [maybe('partner-ended', 'slack'), maybe('partner-ended', 'mail')];
  });
}

/** By mail, and in Slack whoever has an account. */
function toInvitee(template: Template, hasAccount: boolean): Announcement[] {
  return [certain(template, 'mail'), ...(hasAccount ? [certain(template, 'slack')] : [])];
}

function certain(template: Template, via: Announcement['via']): Announcement {
  return { template, via, isCertain: true };
}

function maybe(template: Template, via: Announcement['via']): Announcement {
  return { template, via, isCertain: false };
}
