/** The views of direct invitations, of the catalog, of people and of settings in every state. Part of the catalogue. */
import type { ModalView } from '@slack/types';
import type { AccessFacts } from '../../src/domain/access.ts';
import type {
  AccessChoices,
  Blocker,
  DirectResult,
  DirectReview,
  SeatCount,
} from '../../src/domain/direct-invitations.ts';
import type {
  GrantRow,
  ListedInvitation,
  PersonDetail,
  SubscriptionRow,
} from '../../src/domain/overviews.ts';
import { defaultReminders } from '../../src/domain/reminder-settings.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { appModal } from '../../views/catalog/app-modal.ts';
import { appsModal } from '../../views/catalog/apps-modal.ts';
import { subscriptionModal } from '../../views/catalog/subscription-modal.ts';
import { subscriptionsModal } from '../../views/catalog/subscriptions-modal.ts';
import { directModal } from '../../views/invitations/direct-modal.ts';
import { directResultView } from '../../views/invitations/direct-result-view.ts';
import { directReviewModal } from '../../views/invitations/direct-review-modal.ts';
import { settingsModal } from '../../views/organizations/settings-modal.ts';
import { grantModal } from '../../views/people/grant-modal.ts';
import { peopleModal } from '../../views/people/people-modal.ts';
import { personModal } from '../../views/people/person-modal.ts';
import { at, ordinary, type Typed } from './samples.ts';

type Named = [name: string, made: ModalView][];

const metadata = 'opaque';
const page = { older: 'cursor-older', newer: 'cursor-newer' };
const lastPage = { older: null, newer: null };
const rows = <Item>(amount: number, item: (index: number) => Item) =>
  Array.from({ length: amount }, (_, index) => item(index));

/** The name of an app, a role, a plan: the catalog takes sixty characters of it. */
const catalogName = (typed: Typed) => typed.organization;

function appAccess(typed: Typed = ordinary): AccessFacts {
  const name = catalogName(typed);
  return { kind: 'app', appName: name, subscriptionName: name, roleName: name };
}

export function directCatalogue(typed: Typed): Named {
  return [
    ...formViews(typed),
    ...reviewViews(typed),
    ...resultViews(typed),
    ...catalogViews(typed),
    ...peopleViews(typed),
    ...settingsViews(typed),
  ];
}

export function seats(more: Partial<SeatCount> = {}): SeatCount {
  return { seatLimit: 10, active: 7, held: 2, waiting: 0, ...more };
}

/** What can be chosen before anything is. */
export function noChoices(typed: Typed = ordinary, more: Partial<AccessChoices> = {}): AccessChoices {
  return {
    organizations: rows(2, (index) => ({ id: `o${index}`, name: typed.organization })),
    organizationId: null,
    apps: null,
    appId: null,
    subscriptions: null,
    subscriptionId: null,
    seats: null,
    roles: null,
    roleId: null,
    ...more,
  };
}

/** Everything chosen, each the second of `amount`. */
export function allChoices(typed: Typed = ordinary, amount = 2): AccessChoices {
  const name = catalogName(typed);
  return {
    organizations: rows(amount, (index) => ({ id: `o${index}`, name: typed.organization })),
    organizationId: 'o1',
    apps: rows(amount, (index) => ({ id: `a${index}`, name })),
    appId: 'a1',
    subscriptions: rows(amount, (index) => ({ id: `s${index}`, name, plan: name, isFull: index === 0 })),
    subscriptionId: 's1',
    seats: seats(),
    roles: rows(amount, (index) => ({ id: `r${index}`, name, privileged: index === 0 })),
    roleId: 'r1',
  };
}

function formViews(typed: Typed): Named {
  const form = { metadata, generation: 0, choices: noChoices(typed), values: {}, defaultExpiryDays: 7 };
  const values = {
    account: { id: 'u1', name: typed.person },
    firstName: typed.person,
    lastName: typed.person,
    email: typed.email,
    note: typed.note,
    expiryDays: 30,
    accessEndsOn: '2025-12-31',
  };
  const chosen = noChoices(typed, { organizationId: 'o1' });
  return [
    ['direct, empty', directModal({ ...form, who: 'existing' })],
    ['direct, new person', directModal({ ...form, who: 'new' })],
    ['direct, without an organization', directModal({ ...form, who: 'new', choices: allChoices(typed, 0) })],
    ['direct, no app', directModal({ ...form, who: 'new', choices: { ...chosen, apps: [] } })],
    [
      'direct, no subscription and no role',
      directModal({
        ...form,
        who: 'new',
        choices: { ...allChoices(typed), subscriptions: [], subscriptionId: null, seats: null, roles: [] },
      }),
    ],
    ...(['existing', 'new'] as const).map((who): [string, ModalView] => [
      `direct, filled in, ${who}`,
      directModal({ ...form, who, values, choices: allChoices(typed), generation: 3 }),
    ]),
    ['direct, many choices', directModal({ ...form, who: 'new', choices: allChoices(typed, 150), values })],
  ];
}

export function review(typed: Typed = ordinary, more: Partial<DirectReview> = {}): DirectReview {
  return {
    draftId: 'd1',
    personName: typed.person,
    email: typed.email,
    username: typed.username,
    organizationName: typed.organization,
    access: appAccess(typed),
    needsSecondApprover: false,
    needsAcceptance: true,
    seats: seats(),
    note: null,
    expiryDays: 7,
    accessEndsAt: null,
    blockers: [],
    warnings: [],
    digest: '',
    ...more,
  };
}

export function everyBlocker(typed: Typed = ordinary): Blocker[] {
  const { username, email } = typed;
  return [
    { kind: 'yourself' },
    { kind: 'has-account', accountId: 'u1', personName: typed.person, username },
    { kind: 'has-access', accountId: 'u1', organizationId: 'o1', access: appAccess(typed), mayOpen: true },
    { kind: 'live-invitation', invitationId: 'i1', status: 'pending', canResend: true, mayOpen: true },
    { kind: 'live-invitation', invitationId: 'i2', status: 'proposed', canResend: false, mayOpen: true },
    { kind: 'no-seat', used: 10, limit: 10, waiting: 2 },
    {
      kind: 'domain-not-allowed',
      domain: typed.email.slice(-100),
      allowed: rows(40, () => typed.email.slice(-100)),
    },
    { kind: 'role-above-yours', roleName: catalogName(typed) },
    { kind: 'no-mail', email, problem: typed.note },
    { kind: 'access-ends-too-early' },
  ];
}

function reviewViews(typed: Typed): Named {
  const view = (more: Partial<DirectReview>) => directReviewModal({ metadata, review: review(typed, more) });
  const warnings = rows(30, () => ({ address: typed.email, text: typed.note }));
  const full = { note: typed.note, accessEndsAt: at('30T23:59'), warnings };
  return [
    ['review', view({})],
    ['review, new person', view({ ...full, username: null })],
    ['review, second approver', view({ ...full, needsSecondApprover: true })],
    ['review, granted at once', view({ needsAcceptance: false, seats: seats({ seatLimit: null }) })],
    ['review, an organization role', view({ access: { kind: 'organization', role: 'owner' } })],
    ['review, every blocker', view({ ...full, blockers: everyBlocker(typed) })],
  ];
}

export function result(typed: Typed = ordinary, more: Partial<DirectResult> = {}): DirectResult {
  return {
    invitationId: 'i1',
    personName: typed.person,
    email: typed.email,
    organizationName: typed.organization,
    access: appAccess(typed),
    outcome: 'sent',
    expiresAt: at('28T09:35'),
    position: null,
    ...more,
  };
}

const outcomes = ['sent', 'sent-with-code', 'proposed', 'waitlisted', 'granted'] as const;

function resultViews(typed: Typed): Named {
  return [
    ...outcomes.map((outcome): [string, ModalView] => [
      `direct result, ${outcome}`,
      directResultView(result(typed, { outcome }), { mayRepeat: true }),
    ]),
    [
      'direct result, a place',
      directResultView(result(typed, { outcome: 'waitlisted', position: 3 }), { mayRepeat: false }),
    ],
  ];
}

export function subscriptionRow(
  typed: Typed = ordinary,
  more: Partial<SubscriptionRow> = {},
): SubscriptionRow {
  const name = catalogName(typed);
  return {
    ...seats(),
    id: 's1',
    organizationName: typed.organization,
    appId: 'a1',
    appName: name,
    name,
    plan: name,
    endsAt: null,
    isOver: false,
    ...more,
  };
}

function catalogViews(typed: Typed): Named {
  const name = catalogName(typed);
  const organizations = rows(150, (index) => ({ id: `o${index}`, name: typed.organization }));
  const apps = organizations.map((organization) => ({ ...organization, organizationName: name }));
  const roles = rows(50, (index) => ({
    id: `r${index}`,
    name,
    privileged: index % 2 === 0,
    archived: false,
  }));
  const app = { organizationId: 'o1', organizationName: typed.organization, name, roles, subscriptions: 3 };
  const states = [
    { seatLimit: null },
    { active: 12, held: 3, waiting: 4 },
    { endsAt: at('30T23:59') },
    { endsAt: at('01T23:59'), isOver: true },
  ];
  const appValues = { organizationId: 'o1', name, roles: typed.note, privileged: typed.note };
  const values = { appId: 'o1', name, plan: name, seatLimit: 10, endsOn: at('30T23:59') };
  return [
    ['apps, no organization', appsModal({ metadata, organizations: [], items: [], ...lastPage })],
    ['apps, none', appsModal({ metadata, organizations, items: [], ...lastPage })],
    [
      'apps, a whole page',
      appsModal({
        metadata,
        organizations,
        items: [...rows(9, (index) => ({ ...app, id: `a${index}` })), { ...app, id: 'a9', roles: [] }],
        ...page,
      }),
    ],
    ['app, new', appModal({ metadata, mode: 'create', organizations, values: {} })],
    ['app, edited', appModal({ metadata, mode: 'edit', id: 'a1', organizations, values: appValues })],
    ['subscriptions, no app', subscriptionsModal({ metadata, items: [], ...lastPage, hasApps: false })],
    ['subscriptions, none', subscriptionsModal({ metadata, items: [], ...lastPage, hasApps: true })],
    [
      'subscriptions, a whole page',
      subscriptionsModal({
        metadata,
        items: rows(10, (index) => subscriptionRow(typed, { ...states[index % 4], id: `s${index}` })),
        ...page,
        hasApps: true,
      }),
    ],
    ['subscription without an app', subscriptionModal({ metadata, mode: 'create', apps: [], values: {} })],
    ['subscription, new', subscriptionModal({ metadata, mode: 'create', apps, values })],
    ['subscription, edited', subscriptionModal({ metadata, mode: 'edit', id: 's1', apps: [], values })],
  ];
}

export function grantRow(typed: Typed = ordinary, more: Partial<GrantRow> = {}): GrantRow {
  return {
    id: 'g1',
    access: appAccess(typed),
    status: 'active',
    since: at('01T08:00'),
    endsAt: null,
    endedAt: null,
    endedBy: null,
    roleId: 'r1',
    isManageable: true,
    otherRoles: [{ id: 'r2', name: catalogName(typed) }],
    ...more,
  };
}

export function personDetail(typed: Typed = ordinary, more: Partial<PersonDetail> = {}): PersonDetail {
  return {
    accountId: 'u1',
    name: typed.person,
    username: typed.username,
    email: typed.email,
    organizationId: 'o1',
    organizationName: typed.organization,
    active: [],
    ended: [],
    invitations: [],
    history: [],
    isRemovable: false,
    ...more,
  };
}

export function accessInvitation(
  typed: Typed = ordinary,
  more: Partial<ListedInvitation> = {},
): ListedInvitation {
  return {
    id: 'i1',
    kind: 'access',
    email: typed.email,
    personName: typed.person,
    organizationName: typed.organization,
    access: appAccess(typed),
    accessEndsAt: null,
    isOwn: false,
    waitsForAccount: false,
    status: 'pending',
    inviterName: typed.person,
    createdAt: at('21T09:35'),
    expiresAt: at('28T09:35'),
    note: null,
    approvals: [],
    approvalsNeeded: 1,
    otherRoles: [],
    isRemindable: false,
    undoUntil: null,
    ...more,
  };
}

function peopleViews(typed: Typed): Named {
  const organizations = rows(150, (index) => ({ id: `o${index}`, name: typed.organization }));
  const find = (amount: number) =>
    peopleModal({ metadata, organizations: organizations.slice(0, amount), organizationId: 'o1' });
  const ended = { endedAt: at('20T08:00'), endedBy: typed.person } as const;
  const full = personDetail(typed, {
    active: rows(60, (index) => grantRow(typed, { id: `g${index}`, endsAt: at('30T23:59') })),
    ended: rows(60, (index) => grantRow(typed, { ...ended, id: `e${index}`, status: 'revoked' })),
    invitations: rows(60, (index) => accessInvitation(typed, { id: `i${index}` })),
    history: rows(300, () => ({ at: at('21T09:35'), text: typed.note })),
    isRemovable: true,
  });
  const role = { access: { kind: 'organization', role: 'admin' }, roleId: 'admin' } as const;
  return [
    ['people, no organization', find(0)],
    ['people, one organization', find(1)],
    ['people, many organizations', find(150)],
    ['person without anything', personModal({ metadata, person: personDetail(typed) })],
    ['person with too much of everything', personModal({ metadata, person: full })],
    [
      'person with a suspended access',
      personModal({ metadata, person: { ...full, active: [grantRow(typed, { status: 'suspended' })] } }),
    ],
    ...[grantRow(typed, { endsAt: at('30T23:59') }), grantRow(typed, role)].map(
      (grant): [string, ModalView] => [
        `grant on ${grant.access.kind}`,
        grantModal({
          metadata,
          personName: typed.person,
          grant,
          organizationName: typed.organization,
        }),
      ],
    ),
  ];
}

function settingsViews(typed: Typed): Named {
  const about = { metadata, organizationId: 'o1', organizationName: typed.organization };
  const own = {
    acceptance: { organization: false, app: false, workgroup: false },
    allowedDomains: rows(60, (index) => `domain-${index}.example`),
    expiryDays: 30,
    whoMayInvite: 'member',
    reminders: defaultReminders,
  } as const;
  return [
    ['settings, defaults', settingsModal({ ...about, settings: defaultSettings })],
    ['settings, own', settingsModal({ ...about, settings: own })],
  ];
}
