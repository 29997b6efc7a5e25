/** Every view, message and mail in every state, made from what people can type. */
import type { HomeView, ModalView } from '@slack/types';
import type { AccessFacts } from '../../src/domain/access.ts';
import {
  addressesPerInvitation,
  type InviteLine,
  type InviteOutcome,
  invitationFilters,
} from '../../src/domain/invitations.ts';
import type { ListedInvitation } from '../../src/domain/overviews.ts';
import { organizationRoles } from '../../src/domain/permissions.ts';
import { invitationTransitions, requestTransitions } from '../../src/domain/states.ts';
import { denyModal } from '../../views/access-requests/deny-modal.ts';
import { expiredCodeMessage, expiredCodeView } from '../../views/access-requests/expired-code.ts';
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
import { offerExpiredMessage, offerExpiredView } from '../../views/invitations/offer-expired.ts';
import { offerModal } from '../../views/invitations/offer-modal.ts';
import type { Mail } from '../../views/mail/layout.ts';
import { renderMail } from '../../views/mail/render-mail.ts';
import { helpMessage, workgroupAdminHelp } from '../../views/messages/help-message.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { organizationModal } from '../../views/organizations/organization-modal.ts';
import { notSetUpMessage, setUpMessage } from '../../views/organizations/set-up-message.ts';
import { auditCatalogue, auditMessages } from './catalogue-audit.ts';
import { mailBriefings, slackBriefings } from './catalogue-briefings.ts';
import { bulkCatalogue, bulkMessages } from './catalogue-bulk.ts';
import { deliveryCatalogue } from './catalogue-deliveries.ts';
import { allChoices, directCatalogue, noChoices } from './catalogue-direct.ts';
import { importCatalogue, importMessages } from './catalogue-imports.ts';
import { reminderCatalogue } from './catalogue-reminders.ts';
import { workgroupCatalogue } from './catalogue-workgroups.ts';
import {
  admin,
  appAccess,
  at,
  invitationRow,
  keys,
  type Named,
  offerFacts,
  proposalFacts,
  requestFacts,
  type Typed,
  times,
  workgroupAccess,
} from './samples.ts';

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
    ...directCatalogue(typed),
    ...workgroupCatalogue(typed),
    ...importCatalogue(typed),
    ...bulkCatalogue(typed),
    ...auditCatalogue(typed),
    ...reminderCatalogue(typed),
    ...deliveryCatalogue(typed),
    ['offer expired', offerExpiredView(renewable(typed))],
    ['code expired', expiredCodeView(renewable(typed, null))],
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
  const form = { metadata, defaultExpiryDays: 7 };
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
      inviteModal({ ...form, organizations: organizationsOf(typed, 1), values: {} }),
    ],
    ['invite, filled in', inviteModal({ ...form, organizations: organizationsOf(typed, 150), values })],
    ['invite, no organization', inviteModal({ ...form, organizations: [], values: {} })],
    [
      'invite, warnings',
      inviteModal({ ...form, organizations: organizationsOf(typed, 2), values, warnings }),
    ],
    [
      'invite, one warning',
      inviteModal({
        ...form,
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
  const many = organizationsOf(typed, 150);
  const base = { metadata, organizations: one, request: null, roles, values };
  const role = { what: 'organization', choices: null, proposal: null } as const;
  const app = { what: 'app', choices: allChoices(typed), proposal: null } as const;
  const by = times(3, () => typed.person);
  return [
    ['offer by hand', offerModal({ ...base, ...role, values: {} })],
    ['offer by hand, several organizations', offerModal({ ...base, ...role, organizations: many })],
    ['offer for a request', offerModal({ ...base, ...role, organizations: [], request })],
    ['offer without a role to give', offerModal({ ...base, ...role, request, roles: [] })],
    ['offer without an organization', offerModal({ ...base, ...role, organizations: [] })],
    ['offer for a request, apps to choose', offerModal({ ...base, ...app, what: 'organization', request })],
    ['offer of an app for a request', offerModal({ ...base, ...app, request })],
    ['offer of an app by hand', offerModal({ ...base, ...app, organizations: many })],
    [
      'offer of an app, nothing chosen',
      offerModal({ ...base, ...app, organizations: many, choices: noChoices(typed) }),
    ],
    [
      'offer of an app as proposed',
      offerModal({ ...base, ...app, request, proposal: { access: appAccess(typed), by } }),
    ],
    [
      'offer of a role as proposed',
      offerModal({ ...base, ...role, request, proposal: { access: admin, by } }),
    ],
  ];
}

function requestsOf(typed: Typed, amount: number) {
  return times(amount, (index) =>
    requestFacts(typed, {
      requestId: `r${index}`,
      invitedEmail: typed.otherEmail,
      access: appAccess(typed),
      wanted: appAccess(typed),
      approvals: [typed.person],
      approvalsNeeded: 2,
    }),
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
    times(amount, (index) =>
      invitationRow(typed, {
        id: `i${index}`,
        kind: 'access',
        access: appAccess(typed),
        personName: typed.person,
        waitsForAccount: true,
      }),
    );
  const list = { metadata, items: rows(10), ...page };
  const full = {
    kind: 'access',
    personName: typed.person,
    access: appAccess(typed),
    accessEndsAt: at('30T23:59'),
    waitsForAccount: true,
    note: typed.note,
    approvals: [typed.person, typed.person],
    approvalsNeeded: 2,
    otherRoles: times(120, (index) => ({ id: `role${index}`, name: typed.role })),
    isRemindable: true,
    undoUntil: at('21T10:10'),
  } satisfies Partial<ListedInvitation>;
  const timeline = (amount: number) => times(amount, () => ({ at: at('21T09:35'), text: typed.note }));
  return [
    ...invitationFilters.map((filter): [string, ModalView] => [
      `invitations, none, ${filter}`,
      invitationsModal({ metadata, filter, items: [], older: null, newer: null }),
    ]),
    ['invitations, some', invitationsModal({ metadata, filter: 'all', items: rows(3), ...page })],
    ['invitations, a whole page', invitationsModal({ ...list, filter: 'all' })],
    [
      'invitations, narrowed to a person',
      invitationsModal({ ...list, filter: 'pending', narrowed: { text: typed.person } }),
    ],
    [
      'invitations, narrowed, none',
      invitationsModal({ ...list, items: [], filter: 'pending', narrowed: { text: typed.app } }),
    ],
    [
      'invitations, undeliverable',
      invitationsModal({ ...list, filter: 'undeliverable', undeliverable: 1_000_000 }),
    ],
    ...keys(invitationTransitions).flatMap((status): Named<ModalView> => {
      const invitation = invitationRow(typed, { status, note: typed.note });
      const withAll = invitationRow(typed, { ...full, status });
      return [
        [`invitation, ${status}`, invitationView({ metadata, invitation, timeline: timeline(3) })],
        [
          `invitation, ${status}, with all there is`,
          invitationView({ metadata, invitation: withAll, timeline: timeline(300) }),
        ],
      ];
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
  expiredOffers: [],
  approving: [],
  moreApproving: 0,
  canSetUp: false,
  hasOrganizations: true,
  organizations: [],
  undoable: [],
  troubles: [],
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
      access: workgroupAccess(typed),
      since: at('01T00:00'),
      endsAt: at('30T23:59'),
    })),
    requests: times(amount, (index) => ({
      id: `own${index}`,
      organizationName: typed.organization,
      status: keys(requestTransitions)[index % 7] ?? 'pending',
      createdAt: at('20T12:00'),
      expiresAt: at('30T12:00'),
      heldBy: times(amount, () => typed.person),
      nextReminderAt: at('22T09:00'),
    })),
    offers: times(amount, (index) =>
      offerFacts(typed, {
        invitationId: `i${index}`,
        access: appAccess(typed),
        accessEndsAt: at('30T23:59'),
      }),
    ),
    expiredOffers: times(amount, (index) => ({
      invitationId: `e${index}`,
      organizationName: typed.organization,
      access: appAccess(typed),
      expiredAt: at('19T09:35'),
      asked: index % 2 === 1,
    })),
    approving: times(amount, (organization) => ({
      organizationId: `o${organization}`,
      organizationName: typed.organization,
      pending: times(amount, (index) =>
        requestFacts(typed, {
          requestId: `r${organization}-${index}`,
          invitedEmail: typed.otherEmail,
          access: appAccess(typed),
          wanted: appAccess(typed),
          approvals: [typed.person],
          approvalsNeeded: 2,
        }),
      ),
      total: amount + 50,
      invitations: { pending: 3, expired: 1, waitlisted: 0, proposed: 2 },
      proposals: times(amount, (index) =>
        proposalFacts(typed, { invitationId: `p${organization}-${index}` }),
      ),
      proposalsTotal: amount + 50,
      seatsTotal: amount + 50,
      seats: times(amount, (index) => ({
        appName: typed.app,
        subscriptionName: typed.subscription,
        seatLimit: index === 0 ? null : 1_000_000,
        active: 999_999,
        held: 999,
        waiting: 999,
      })),
    })),
    moreApproving: amount,
    organizations: organizationsOf(typed, amount).map((one) => ({ ...one, maySet: true })),
    vacant: times(Math.min(amount, 3), (index) => ({ id: `v${index}`, name: typed.organization })),
    troubles: times(Math.min(amount, 3), (index) => ({
      organizationId: `o${index}`,
      organizationName: typed.organization,
      givenUp: 1,
      waiting: 2,
      isChannelUnreachable: true,
    })),
    undoable: times(amount, (index) => ({
      id: `u${index}`,
      what: (['approved', 'denied', 'revoked'] as const)[index % 3] ?? 'revoked',
      who: typed.person,
      organizationName: typed.organization,
      until: at('21T10:10'),
    })),
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
            proposals: [],
            proposalsTotal: 0,
            seats: [],
            seatsTotal: 0,
          },
        ],
      }),
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
    ...importMessages(typed),
    ...bulkMessages(typed),
    ...auditMessages(typed),
    ['offer expired', offerExpiredMessage(renewable(typed))],
    ['code expired', expiredCodeMessage(renewable(typed, null))],
    ['help', helpMessage()],
    ['help, for the admin of a workgroup', workgroupAdminHelp()],
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

function renewable(typed: Typed, access: AccessFacts | null = appAccess(typed)) {
  return { invitationId: 'i1', organizationName: typed.organization, access };
}

export function everyMail(typed: Typed): Named<Mail> {
  return mailBriefings(typed).map(([name, briefing]) => [name, renderMail(briefing)]);
}
