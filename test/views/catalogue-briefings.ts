/** Everything that is told to people in every state, made from what they can type. Part of the catalogue. */
import type { Briefing } from '../../src/domain/messages.ts';
import { invitationTransitions, requestTransitions } from '../../src/domain/states.ts';
import { reminderBriefings } from './catalogue-reminders.ts';
import {
  admin,
  appAccess,
  at,
  code,
  joinInvitation,
  keys,
  type Named,
  offerBriefing,
  offerReminder,
  proposalFacts,
  requestFacts,
  type Typed,
  times,
} from './samples.ts';

/** The briefings that go to Slack. */
export function slackBriefings(typed: Typed): Named<Briefing> {
  const organizationName = typed.organization;
  const decided = { decidedBy: typed.person, decidedAt: at('21T10:00'), reason: typed.note };
  return [
    ['request-opened', { template: 'request-opened', ...requestFacts(typed) }],
    [
      'request-opened, addresses differ',
      { template: 'request-opened', ...requestFacts(typed, { invitedEmail: typed.otherEmail }) },
    ],
    [
      'request-opened, addresses differ, with a code for an app',
      {
        template: 'request-opened',
        ...requestFacts(typed, { invitedEmail: typed.otherEmail, wanted: appAccess(typed) }),
      },
    ],
    ...keys(requestTransitions).flatMap(
      (status): Named<Briefing> => [
        [
          `request-opened, ${status}`,
          { template: 'request-opened', ...requestFacts(typed, { status, access: admin, ...decided }) },
        ],
        [
          `request-opened, ${status}, by nobody`,
          { template: 'request-opened', ...requestFacts(typed, { status, inviterName: null }) },
        ],
      ],
    ),
    [
      'request-opened, one of two approvers',
      {
        template: 'request-opened',
        ...requestFacts(typed, { access: appAccess(typed), approvals: [typed.person], approvalsNeeded: 2 }),
      },
    ],
    [
      'request-opened, approved by two',
      {
        template: 'request-opened',
        ...requestFacts(typed, {
          status: 'approved',
          access: appAccess(typed),
          approvals: [typed.person, typed.person],
          approvalsNeeded: 2,
          ...decided,
        }),
      },
    ],
    ...invitationBriefings(typed),
    ['request-denied', { template: 'request-denied', organizationName, reason: null }],
    ['request-denied, with a reason', { template: 'request-denied', organizationName, reason: typed.note }],
    ...(['accepted', 'given', 'declined'] as const).map((answer): [string, Briefing] => [
      `offer-answered, ${answer}`,
      {
        template: 'offer-answered',
        organizationName,
        personName: typed.person,
        username: typed.username,
        access: answer === 'declined' ? admin : appAccess(typed),
        answer,
      },
    ]),
    ...accessBriefings(typed),
    ...reminderBriefings(typed),
    [
      'code-forwarded',
      {
        template: 'code-forwarded',
        organizationName,
        invitedEmail: typed.email,
        accountEmail: typed.otherEmail,
        username: typed.username,
      },
    ],
    ['code-locked', { template: 'code-locked', organizationName, invitedEmail: typed.email }],
    ['code-attack', { template: 'code-attack', organizationNames: [] }],
    [
      'code-attack on many',
      { template: 'code-attack', organizationNames: times(200, () => typed.organization) },
    ],
    [
      'inviter-without-authority',
      {
        template: 'inviter-without-authority',
        organizationName,
        invitedEmail: typed.email,
        inviterName: typed.person,
      },
    ],
    [
      'invitation-undeliverable',
      {
        template: 'invitation-undeliverable',
        organizationName,
        invitedEmail: typed.email,
        reason: typed.note.repeat(9),
        givenUpBy: null,
      },
    ],
    [
      'invitation-undeliverable, given up',
      {
        template: 'invitation-undeliverable',
        organizationName,
        invitedEmail: typed.email,
        reason: 'Given up.',
        givenUpBy: typed.person,
      },
    ],
    ['approvals-here', { template: 'approvals-here', organizationName, configuredBy: typed.person }],
    ['notification-refused', { template: 'notification-refused', organizationName, address: typed.email }],
    ['tenant-resumed', { template: 'tenant-resumed', frozenAt: at('20T12:00') }],
    ['mail-stopped', { template: 'mail-stopped', problem: typed.note.repeat(5) }],
    ['channel-unreachable', { template: 'channel-unreachable', organizationName, channel: 'C0123' }],
    [
      'channel-unreachable by name',
      { template: 'channel-unreachable', organizationName, channel: typed.person },
    ],
  ];
}

/** What is told about an invitation, in each of its statuses. */
function invitationBriefings(typed: Typed): Named<Briefing> {
  const organizationName = typed.organization;
  const access = appAccess(typed);
  const accessEndsAt = at('30T23:59');
  const answered = { answeredAt: at('22T08:00') };
  const ended = { endedBy: typed.person, endedAt: at('22T08:00') };
  const approvals = [typed.person, typed.person];
  return [
    ...keys(invitationTransitions).flatMap(
      (status): Named<Briefing> => [
        [`offer, ${status}`, offerBriefing(typed, { status })],
        [`offer, ${status}, with its time`, offerBriefing(typed, { status, ...answered })],
        [`offer-reminder, ${status}`, offerReminder(typed, { status, access, accessEndsAt })],
        [
          `proposal, ${status}`,
          { template: 'proposal', ...proposalFacts(typed, { status, approvals, ...ended }) },
        ],
      ],
    ),
    ['offer with a code', offerBriefing(typed, { access, accessEndsAt, code, note: typed.note })],
    ['offer with a note', offerBriefing(typed, { access, note: typed.note })],
    ['offer-reminder with a code', offerReminder(typed, { access, accessEndsAt, code })],
    ['proposal for an address', { template: 'proposal', ...proposalFacts(typed, { personName: null }) }],
    [
      'proposal, one approver, expired',
      { template: 'proposal', ...proposalFacts(typed, { status: 'expired' }) },
    ],
    [
      'proposal, one approver, revoked by nobody',
      { template: 'proposal', ...proposalFacts(typed, { status: 'revoked' }) },
    ],
    [
      'invitation-changed',
      { template: 'invitation-changed', organizationName, access, changedBy: typed.person },
    ],
    ...[true, false].map((approved): [string, Briefing] => [
      `proposal-decided, ${approved ? 'approved' : 'denied'}`,
      {
        template: 'proposal-decided',
        organizationName,
        who: typed.person,
        access,
        approved,
        decidedBy: typed.person,
      },
    ]),
    ['offer, with workgroups', offerBriefing(typed, { comesAlong: times(12, () => typed.app) })],
    [
      'offer, expired, asked for anew',
      offerBriefing(typed, { status: 'expired', access, renewalAskedAt: at('29T08:00') }),
    ],
    ['proposal-expired', { template: 'proposal-expired', organizationName, who: typed.email, access }],
    ['proposal-reopened', { template: 'proposal-reopened', organizationName, who: typed.email, access }],
    ['waitlist-seat', { template: 'waitlist-seat', organizationName, who: typed.email, access }],
  ];
}

/** What is told to somebody about the access that they have, had or asked for. */
function accessBriefings(typed: Typed): Named<Briefing> {
  const organizationName = typed.organization;
  const access = appAccess(typed);
  const endsAt = at('30T23:59');
  const other = typed.organization;
  const through = {
    kind: 'workgroup',
    workgroupName: typed.app,
    role: 'member',
    partnerName: other,
  } as const;
  const giver = { giverName: typed.person, note: typed.note };
  const role = { organizationName, access: admin, endsAt: null };
  const app = { organizationName, access, endsAt };
  return [
    [
      'access-granted, accepted',
      { template: 'access-granted', ...role, accepted: true, ...giver, note: null },
    ],
    [
      'access-granted, accepted, on an app',
      { template: 'access-granted', ...app, accepted: true, ...giver, note: null },
    ],
    ['access-granted at once', { template: 'access-granted', ...role, accepted: false, ...giver }],
    ['access-granted at once, on an app', { template: 'access-granted', ...app, accepted: false, ...giver }],
    ['access-changed', { template: 'access-changed', ...role }],
    ['access-changed, on an app', { template: 'access-changed', ...app }],
    ['access-ended', { template: 'access-ended', organizationName, access: admin }],
    [
      'access-granted at once, through a partner',
      { template: 'access-granted', ...role, access: through, accepted: false, ...giver, note: null },
    ],
    ...[true, false].map((left): [string, Briefing] => [
      `access-ended, a partner ${left ? 'has left' : 'was removed'}`,
      { template: 'access-ended', organizationName, access: through, formerPartner: { name: other, left } },
    ]),
    [
      'partner-allowed',
      { template: 'partner-allowed', organizationName, partnerName: other, by: typed.person },
    ],
    ['access-ended, on an app', { template: 'access-ended', organizationName, access }],
    ['request-expired', { template: 'request-expired', organizationName, inviterName: typed.person }],
    [
      'request-expired, invited by nobody',
      { template: 'request-expired', organizationName, inviterName: null },
    ],
    ['request-reopened, approved', { template: 'request-reopened', organizationName, after: 'approved' }],
    ['request-reopened, denied', { template: 'request-reopened', organizationName, after: 'denied' }],
  ];
}

/** The briefings that go by mail: of requests and offers only those that are still open. */
export function mailBriefings(typed: Typed): Named<Briefing> {
  const organizationName = typed.organization;
  const both: Briefing['template'][] = [
    'request-opened',
    'request-denied',
    'request-reopened',
    'offer',
    'offer-reminder',
    'invitation-changed',
    'access-granted',
    'access-changed',
    'access-ended',
    'access-ending',
    'partner-allowed',
    'code-locked',
    'channel-unreachable',
  ];
  const restored = {
    template: 'invitation-restored',
    organizationName,
    access: null,
    expiresAt: at('28T09:35'),
  } as const;
  return [
    ['join-invitation', joinInvitation(typed)],
    ['join-invitation without a note', joinInvitation(typed, { note: null })],
    ['join-invitation, reminder', joinInvitation(typed, { isReminder: true })],
    [
      'invitation-withdrawn',
      { template: 'invitation-withdrawn', organizationName, access: null, hasCode: true },
    ],
    [
      'invitation-withdrawn, without a code',
      { template: 'invitation-withdrawn', organizationName, access: appAccess(typed), hasCode: false },
    ],
    ['invitation-restored', { ...restored, hasCode: true }],
    ['invitation-restored, without a code', { ...restored, hasCode: false }],
    ...slackBriefings(typed).filter(
      ([, briefing]) =>
        both.includes(briefing.template) && (!('status' in briefing) || briefing.status === 'pending'),
    ),
  ];
}
