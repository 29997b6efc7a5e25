/** Every view, message and mail in every state, made from what people can type. */
import type { HomeView, ModalView } from '@slack/types';
import {
  addressesPerInvitation,
  type InviteLine,
  type InviteOutcome,
  invitationFilters,
} from '../../src/domain/invitations.ts';
import type { Briefing } from '../../src/domain/messages.ts';
import { organizationRoles } from '../../src/domain/permissions.ts';
import { invitationTransitions, requestTransitions } from '../../src/domain/states.ts';
import { denyModal } from '../../views/access-requests/deny-modal.ts';
import { requestAccessModal } from '../../views/access-requests/request-access-modal.ts';
import { requestsModal } from '../../views/access-requests/requests-modal.ts';
import { accountModal } from '../../views/accounts/account-modal.ts';
import type { SlackMessage } from '../../views/common/message.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { type HomeData, homeView } from '../../views/home/home-view.ts';
import { invitationView } from '../../views/invitations/invitation-view.ts';
import { invitationsModal } from '../../views/invitations/invitations-modal.ts';
import { inviteModal } from '../../views/invitations/invite-modal.ts';
import { inviteResultView } from '../../views/invitations/invite-result-view.ts';
import { offerModal } from '../../views/invitations/offer-modal.ts';
import type { Mail } from '../../views/mail/layout.ts';
import { renderMail } from '../../views/mail/render-mail.ts';
import { helpMessage } from '../../views/messages/help-message.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { organizationModal } from '../../views/organizations/organization-modal.ts';
import { notSetUpMessage, setUpMessage } from '../../views/organizations/set-up-message.ts';
import { at, invitationRow, joinInvitation, offerFacts, requestFacts, type Typed } from './samples.ts';

type Named<Shape> = [name: string, made: Shape][];

const keys = <Key extends string>(table: Readonly<Record<Key, unknown>>) => Object.keys(table) as Key[];
export const times = <Item>(amount: number, item: (index: number) => Item) =>
  Array.from({ length: amount }, (_, index) => item(index));

const metadata = 'opaque';
const page = { older: 'cursor-older', newer: 'cursor-newer' };

export function everyView(typed: Typed): Named<ModalView | HomeView> {
  return [
    ...organizationViews(typed),
    ...accountViews(typed),
    ...inviteViews(typed),
    ...offerViews(typed),
    ...requestViews(typed),
    ...invitationViews(typed),
    ...homeViews(typed),
    ['notice', noticeView({ text: typed.note })],
    ['notice with a title', noticeView({ title: typed.organization, text: typed.note.repeat(20) })],
  ];
}

function organizationViews(typed: Typed): Named<ModalView> {
  const values = {
    name: typed.organization,
    domain: 'aster',
    notificationEmail: typed.email,
    approvalsChannelId: 'C0123',
  };
  return [
    ['organization, new', organizationModal({ metadata, mode: 'create', values: {} })],
    ['organization, edited', organizationModal({ metadata, mode: 'edit', values })],
    [
      'organization without channel',
      organizationModal({ metadata, mode: 'edit', values: { ...values, approvalsChannelId: null } }),
    ],
  ];
}

function accountViews(typed: Typed): Named<ModalView> {
  const values = {
    firstName: typed.person,
    lastName: typed.person,
    provider: 'entra',
    providerUsername: typed.providerUsername,
    username: typed.username,
  } as const;
  const hints = [
    null,
    { username: typed.username, state: 'free' },
    { username: typed.username, state: 'taken' },
    { username: typed.username, state: 'invalid' },
    { username: typed.username, state: 'invalid', text: typed.note },
  ] as const;
  const account = { username: typed.username, email: typed.email };
  const ask = { ask: true } as const;
  const known = { ask: false, organizationName: typed.organization } as const;
  return [
    ['account, empty', accountModal({ metadata, email: typed.email, values: {}, username: null })],
    ...hints.flatMap((username, index): Named<ModalView> => {
      const newAccount = { email: typed.email, values, username };
      return [
        [`account, username hint ${index}`, accountModal({ metadata, ...newAccount })],
        [
          `request access, new account, username hint ${index}`,
          requestAccessModal({ metadata, code: ask, account: null, newAccount }),
        ],
      ];
    }),
    ['request access', requestAccessModal({ metadata, code: ask, account })],
    ['request access, code first', requestAccessModal({ metadata, code: ask, account: null })],
    ['request access, code known', requestAccessModal({ metadata, code: known, account })],
    [
      'request access, code known, new account',
      requestAccessModal({
        metadata,
        code: known,
        account: null,
        newAccount: { email: typed.email, values, username: null },
      }),
    ],
  ];
}

function organizationsOf(typed: Typed, amount: number) {
  return times(amount, (index) => ({ id: `o${index}`, name: typed.organization }));
}

function inviteViews(typed: Typed): Named<ModalView> {
  const values = { emails: typed.email, organizationId: 'o1', note: typed.note, expiryDays: 30 };
  const warnings = times(addressesPerInvitation, () => ({ address: typed.email, text: typed.note }));
  const outcomes: InviteOutcome[] = ['invited', 'already-invited', 'has-account', 'has-access', 'invalid'];
  const line = (outcome: InviteOutcome): InviteLine => ({
    address: outcome === 'invalid' ? typed.note : typed.email,
    outcome,
    ...(outcome === 'invalid' ? { problem: typed.note } : {}),
    ...(outcome === 'invited' || outcome === 'already-invited' ? { invitationId: 'i1' } : {}),
    ...(outcome === 'has-account' || outcome === 'has-access' ? { username: typed.username } : {}),
  });
  const result = (lines: InviteLine[]) =>
    inviteResultView({
      result: { kind: 'done', organizationName: typed.organization, expiresAt: at('28T09:35'), lines },
    });
  return [
    [
      'invite, one organization',
      inviteModal({ metadata, organizations: organizationsOf(typed, 1), values: {} }),
    ],
    ['invite, filled in', inviteModal({ metadata, organizations: organizationsOf(typed, 150), values })],
    ['invite, no organization', inviteModal({ metadata, organizations: [], values: {} })],
    [
      'invite, warnings',
      inviteModal({ metadata, organizations: organizationsOf(typed, 2), values, warnings }),
    ],
    [
      'invite, one warning',
      inviteModal({
        metadata,
        organizations: organizationsOf(typed, 1),
        values,
        warnings: warnings.slice(0, 1),
      }),
    ],
    ['result, nothing', result([])],
    ['result, one of each', result(outcomes.map(line))],
    [
      'result, a hundred of all kinds',
      result(times(100, (index) => line(outcomes[index % outcomes.length] ?? 'invalid'))),
    ],
    ...outcomes.map((outcome): [string, ModalView] => [
      `result, a hundred ${outcome}`,
      result(times(100, () => line(outcome))),
    ]),
  ];
}

function offerViews(typed: Typed): Named<ModalView> {
  const roles = [...organizationRoles];
  const request = requestFacts(typed, { invitedEmail: typed.otherEmail });
  const values = { email: typed.email, username: typed.username, organizationId: 'o1' };
  const one = organizationsOf(typed, 1);
  return [
    ['offer by hand', offerModal({ metadata, organizations: one, request: null, roles, values: {} })],
    [
      'offer by hand, several organizations',
      offerModal({ metadata, organizations: organizationsOf(typed, 150), request: null, roles, values }),
    ],
    ['offer for a request', offerModal({ metadata, organizations: [], request, roles, values: {} })],
    [
      'offer without a role to give',
      offerModal({ metadata, organizations: one, request, roles: [], values }),
    ],
    [
      'offer without an organization',
      offerModal({ metadata, organizations: [], request: null, roles, values }),
    ],
  ];
}

function requestsOf(typed: Typed, amount: number) {
  return times(amount, (index) =>
    requestFacts(typed, { requestId: `r${index}`, invitedEmail: typed.otherEmail }),
  );
}

function requestViews(typed: Typed): Named<ModalView> {
  const queue = (amount: number, organizationNames: string[]) =>
    requestsModal({ metadata, items: requestsOf(typed, amount), ...page, organizationNames });
  return [
    ['deny', denyModal({ metadata, request: requestFacts(typed) })],
    [
      'requests, none',
      requestsModal({ metadata, items: [], older: null, newer: null, organizationNames: [] }),
    ],
    [
      'requests, none, many organizations',
      queue(
        0,
        times(40, () => typed.organization),
      ),
    ],
    ['requests, one', queue(1, [typed.organization])],
    ['requests, a whole page', queue(8, [typed.organization])],
  ];
}

function invitationViews(typed: Typed): Named<ModalView> {
  const rows = (amount: number) =>
    times(amount, (index) => invitationRow(typed, { id: `i${index}`, kind: 'access', role: 'owner' }));
  const timeline = (amount: number) => times(amount, () => ({ at: at('21T09:35'), text: typed.note }));
  return [
    ...invitationFilters.map((filter): [string, ModalView] => [
      `invitations, none, ${filter}`,
      invitationsModal({ metadata, filter, items: [], older: null, newer: null }),
    ]),
    ['invitations, some', invitationsModal({ metadata, filter: 'all', items: rows(3), ...page })],
    ['invitations, a whole page', invitationsModal({ metadata, filter: 'all', items: rows(10), ...page })],
    ...keys(invitationTransitions).flatMap((status): Named<ModalView> => {
      const invitation = invitationRow(typed, { status, note: typed.note });
      return [[`invitation, ${status}`, invitationView({ metadata, invitation, timeline: timeline(3) })]];
    }),
    [
      'invitation, long history',
      invitationView({
        metadata,
        invitation: invitationRow(typed),
        timeline: timeline(300),
      }),
    ],
  ];
}

const emptyHome: HomeData = {
  account: null,
  access: [],
  requests: [],
  offers: [],
  approving: [],
  canSetUp: false,
  hasOrganizations: true,
  organizations: [],
};

function homeViews(typed: Typed): Named<HomeView> {
  const account = {
    name: typed.person,
    username: typed.username,
    email: typed.email,
    provider: 'entra',
    providerUsername: typed.providerUsername,
  };
  const full = (amount: number): HomeData => ({
    ...emptyHome,
    account,
    access: times(amount, () => ({
      organizationName: typed.organization,
      role: 'owner',
      since: at('01T00:00'),
    })),
    requests: times(amount, (index) => ({
      id: `own${index}`,
      organizationName: typed.organization,
      status: keys(requestTransitions)[index % 7] ?? 'pending',
      createdAt: at('20T12:00'),
      expiresAt: at('30T12:00'),
      heldBy: times(amount, () => typed.person),
    })),
    offers: times(amount, (index) => offerFacts(typed, { invitationId: `i${index}` })),
    approving: times(amount, (organization) => ({
      organizationId: `o${organization}`,
      organizationName: typed.organization,
      pending: times(amount, (index) =>
        requestFacts(typed, { requestId: `r${organization}-${index}`, invitedEmail: typed.otherEmail }),
      ),
      total: amount + 50,
      invitations: { pending: 3, expired: 1, waitlisted: 0 },
    })),
    organizations: organizationsOf(typed, amount),
  });
  return [
    ['home, stranger', homeView(emptyHome)],
    ['home, member without anything', homeView({ ...emptyHome, account })],
    ['home before set-up', homeView({ ...emptyHome, hasOrganizations: false })],
    [
      'home before set-up, for who can',
      homeView({ ...emptyHome, account, hasOrganizations: false, canSetUp: true }),
    ],
    ['home, some of everything', homeView(full(2))],
    ['home, too much of everything', homeView(full(60))],
    [
      'home, approver with nothing to decide',
      homeView({
        ...emptyHome,
        account,
        approving: [
          {
            organizationId: 'o1',
            organizationName: typed.organization,
            pending: [],
            total: 0,
            invitations: {},
          },
        ],
      }),
    ],
  ];
}

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
    ...keys(requestTransitions).flatMap(
      (status): Named<Briefing> => [
        [
          `request-opened, ${status}`,
          { template: 'request-opened', ...requestFacts(typed, { status, role: 'admin', ...decided }) },
        ],
        [
          `request-opened, ${status}, by nobody`,
          { template: 'request-opened', ...requestFacts(typed, { status, inviterName: null }) },
        ],
      ],
    ),
    ...keys(invitationTransitions).flatMap(
      (status): Named<Briefing> => [
        [`offer, ${status}`, { template: 'offer', ...offerFacts(typed, { status }) }],
        [
          `offer, ${status}, with its time`,
          { template: 'offer', ...offerFacts(typed, { status, answeredAt: at('22T08:00') }) },
        ],
      ],
    ),
    ['request-denied', { template: 'request-denied', organizationName, reason: null }],
    ['request-denied, with a reason', { template: 'request-denied', organizationName, reason: typed.note }],
    ...[true, false].map((accepted): [string, Briefing] => [
      `offer-answered, ${accepted ? 'accepted' : 'declined'}`,
      {
        template: 'offer-answered',
        organizationName,
        personName: typed.person,
        username: typed.username,
        role: 'member',
        accepted,
      },
    ]),
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
      },
    ],
    ['approvals-here', { template: 'approvals-here', organizationName, configuredBy: typed.person }],
    ['channel-unreachable', { template: 'channel-unreachable', organizationName, channel: 'C0123' }],
    [
      'channel-unreachable by name',
      { template: 'channel-unreachable', organizationName, channel: typed.person },
    ],
  ];
}

export function everyMessage(typed: Typed): Named<SlackMessage> {
  const topics = ['invite-user', 'request-access', 'access-requests', 'invitations', 'gatehouse'] as const;
  return [
    ...slackBriefings(typed).map(([name, briefing]): [string, SlackMessage] => [
      name,
      renderMessage(briefing),
    ]),
    ['help', helpMessage()],
    ...topics.flatMap(
      (topic): Named<SlackMessage> => [
        [`help, ${topic}`, helpMessage(topic)],
        [`help, ${topic}, with a problem`, helpMessage(topic, typed.note)],
      ],
    ),
    ['notice', noticeMessage(typed.note)],
    ['notice, too long', noticeMessage(typed.note.repeat(20))],
    ['set up', setUpMessage()],
    ['not set up', notSetUpMessage({ adminIds: [] })],
    ['not set up, many admins', notSetUpMessage({ adminIds: times(30, (index) => `U${index}`) })],
  ];
}

/** The briefings that go by mail: of requests and offers only those that are still open. */
export function mailBriefings(typed: Typed): Named<Briefing> {
  const organizationName = typed.organization;
  const both = ['request-opened', 'request-denied', 'offer', 'code-locked'];
  return [
    ['join-invitation', joinInvitation(typed)],
    ['join-invitation without a note', joinInvitation(typed, { note: null })],
    ['invitation-withdrawn', { template: 'invitation-withdrawn', organizationName, hasCode: true }],
    [
      'invitation-withdrawn, without a code',
      { template: 'invitation-withdrawn', organizationName, hasCode: false },
    ],
    ['access-granted', { template: 'access-granted', organizationName, role: 'owner' }],
    ...slackBriefings(typed).filter(
      ([, briefing]) =>
        both.includes(briefing.template) && (!('status' in briefing) || briefing.status === 'pending'),
    ),
  ];
}

export function everyMail(typed: Typed): Named<Mail> {
  return mailBriefings(typed).map(([name, briefing]) => [name, renderMail(briefing)]);
}
