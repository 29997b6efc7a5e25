/** The views of partners and workgroups in every state. Part of the catalogue. */
import type { HomeView, ModalView } from '@slack/types';
import type { PartnerRow, PartnersOverview } from '../../src/domain/collaborations.ts';
import type { ListedInvitation } from '../../src/domain/overviews.ts';
import type {
  OwnWorkgroup,
  WorkgroupDetail,
  WorkgroupInviteResult,
  WorkgroupLine,
  WorkgroupMember,
  WorkgroupOutcome,
  WorkgroupRow,
} from '../../src/domain/workgroups.ts';
import { domainsModal } from '../../views/collaborations/domains-modal.ts';
import { partnerModal } from '../../views/collaborations/partner-modal.ts';
import { partnershipEndModal } from '../../views/collaborations/partnership-end-modal.ts';
import { ownWorkgroupsModal } from '../../views/workgroups/own-workgroups-modal.ts';
import { waitingModal } from '../../views/workgroups/waiting-modal.ts';
import { workgroupForm } from '../../views/workgroups/workgroup-form.ts';
import { anyPartner, workgroupInviteModal } from '../../views/workgroups/workgroup-invite-modal.ts';
import { workgroupResultView } from '../../views/workgroups/workgroup-result-view.ts';
import { workgroupView } from '../../views/workgroups/workgroup-view.ts';
import { workgroupsModal } from '../../views/workgroups/workgroups-modal.ts';
import { at, invitationRow, type Named, ordinary, type Typed, times, workgroupAccess } from './samples.ts';

const metadata = 'opaque';
const viewerId = 'u1';

export function workgroupCatalogue(typed: Typed): Named<ModalView | HomeView> {
  return [...partnerViews(typed), ...workgroupViews(typed), ...inviteViews(typed), ...waitingViews(typed)];
}

export function partnerRow(typed: Typed = ordinary, more: Partial<PartnerRow> = {}): PartnerRow {
  const since = at('01T08:00');
  return { id: 'c1', name: typed.organization, domain: 'birch', status: 'active', since, people: 3, ...more };
}

export function partners(typed: Typed = ordinary, more: Partial<PartnersOverview> = {}): PartnersOverview {
  const organization = { organizationId: 'o1', organizationName: typed.organization };
  return { ...organization, partners: [], hosts: [], mayLeave: true, ...more };
}

function partnerViews(typed: Typed): Named<ModalView> {
  const rows = times(200, (index) =>
    partnerRow(typed, { id: `c${index}`, status: index % 2 === 0 ? 'active' : 'left' }),
  );
  const many = times(50, (index) =>
    partners(typed, {
      organizationId: `o${index}`,
      partners: rows.slice(index, index + 1),
      mayLeave: false,
    }),
  );
  const full = [partners(typed, { partners: rows, hosts: rows })];
  const names = { hostName: typed.organization, partnerName: typed.organization };
  const nothing = { people: 0, grants: 0, invitations: 0 };
  const much = { people: 99_999, grants: 99_999, invitations: 99_999 };
  return [
    ['partners, none', domainsModal({ metadata, organizations: [partners(typed)], offset: 0 })],
    ['partners, too many', domainsModal({ metadata, organizations: full, offset: 0 })],
    ['partners, hosts', domainsModal({ metadata, organizations: full, offset: 210 })],
    ['partners, many organizations', domainsModal({ metadata, organizations: many, offset: 0 })],
    ['partner, new', partnerModal({ metadata, organizationName: typed.organization })],
    ...(['remove', 'leave'] as const).flatMap(
      (end): Named<ModalView> => [
        [
          `partnership, ${end}, nothing lost`,
          partnershipEndModal({ metadata, end, ...names, loss: nothing }),
        ],
        [`partnership, ${end}, much lost`, partnershipEndModal({ metadata, end, ...names, loss: much })],
      ],
    ),
  ];
}

export function workgroupRow(typed: Typed = ordinary, more: Partial<WorkgroupRow> = {}): WorkgroupRow {
  return {
    id: 'w1',
    organizationName: typed.organization,
    name: typed.app,
    description: typed.note,
    collaborative: true,
    members: 3,
    admins: 1,
    waiting: 2,
    mayEdit: true,
    ...more,
  };
}

export function workgroupMember(
  typed: Typed = ordinary,
  more: Partial<WorkgroupMember> = {},
): WorkgroupMember {
  return {
    grantId: 'g1',
    accountId: 'u1',
    name: typed.person,
    username: typed.username,
    email: typed.email,
    role: 'member',
    partnerName: typed.organization,
    since: at('01T08:00'),
    ...more,
  };
}

export function workgroupDetail(
  typed: Typed = ordinary,
  more: Partial<WorkgroupDetail> = {},
): WorkgroupDetail {
  return {
    ...workgroupRow(typed),
    organizationId: 'o1',
    people: [],
    hasNewer: false,
    hasOlder: false,
    partners: [],
    ...more,
  };
}

function workgroupViews(typed: Typed): Named<ModalView> {
  const rows = times(100, (index) => workgroupRow(typed, { id: `w${index}` }));
  const list = { metadata, mayCreate: true, total: 250, offset: 0 };
  const own = times(
    40,
    (index): OwnWorkgroup => ({
      grantId: `g${index}`,
      organizationName: typed.organization,
      name: typed.app,
      role: 'admin',
      partnerName: typed.organization,
    }),
  );
  const people = times(20, (index) =>
    workgroupMember(typed, { grantId: `g${index}`, role: index % 2 === 0 ? 'admin' : 'member' }),
  );
  const organizations = times(120, (index) => ({ id: `o${index}`, name: typed.organization }));
  const { description, name } = workgroupRow(typed);
  const full = { people, partners: organizations, hasNewer: true, hasOlder: true };
  return [
    ['workgroups, none', workgroupsModal({ ...list, rows: [], total: 0 })],
    ['own workgroups', ownWorkgroupsModal({ rows: own, notice: typed.note })],
    ['own workgroups, none', ownWorkgroupsModal({ rows: [] })],
    ['workgroups, too many', workgroupsModal({ ...list, rows: rows.slice(0, 30) })],
    [
      'workgroups, a page in the middle',
      workgroupsModal({ ...list, rows: rows.slice(0, 30), offset: 30, mayCreate: false }),
    ],
    ['workgroup, empty', workgroupView({ metadata, viewerId, workgroup: workgroupDetail(typed) })],
    [
      'workgroup, full',
      workgroupView({ metadata, viewerId, workgroup: workgroupDetail(typed, full), notice: typed.note }),
    ],
    [
      'workgroup, not collaborative, of its admin',
      workgroupView({
        metadata,
        viewerId,
        workgroup: workgroupDetail(typed, { collaborative: false, mayEdit: false, description: null }),
      }),
    ],
    ['workgroup, new', workgroupForm({ metadata, mode: 'create', organizations })],
    [
      'workgroup, new in the only organization',
      workgroupForm({ metadata, mode: 'create', organizations: organizations.slice(0, 1) }),
    ],
    ...[true, false].map((collaborative): [string, ModalView] => [
      `workgroup, edited, collaborative ${collaborative}`,
      workgroupForm({ metadata, mode: 'edit', name, description, collaborative }),
    ]),
  ];
}

export const outcomes: readonly WorkgroupOutcome[] = [
  'granted',
  'offered',
  'waiting-for-account',
  'already-waiting',
  'not-a-partner',
  'not-collaborative',
  'already-member',
  'invalid',
];

export function inviteResult(
  typed: Typed = ordinary,
  more: Partial<WorkgroupInviteResult> = {},
): WorkgroupInviteResult {
  return {
    workgroupId: 'w1',
    workgroupName: typed.app,
    organizationName: typed.organization,
    role: 'member',
    partnerName: typed.organization,
    lines: [],
    expiresAt: at('28T08:00'),
    ...more,
  };
}

function inviteViews(typed: Typed): Named<ModalView> {
  const partnersOf = (amount: number) =>
    times(amount, (index) => ({ id: `p${index}`, name: typed.organization }));
  const workgroup = (amount: number, collaborative = true) =>
    workgroupDetail(typed, { collaborative, partners: partnersOf(amount) });
  const values = {
    role: 'admin',
    emails: typed.email,
    isThrough: true,
    partnerId: 'p1',
    note: typed.note,
    expiryDays: '30',
  };
  const line = (outcome: WorkgroupOutcome): WorkgroupLine => ({
    address: outcome === 'invalid' ? typed.note : typed.email,
    outcome,
    ...(outcome === 'invalid' || outcome === 'not-a-partner' ? { problem: typed.note } : {}),
    ...(outcome === 'granted' ? { personName: typed.person } : {}),
  });
  const result = (lines: WorkgroupLine[]) =>
    workgroupResultView({ metadata, result: inviteResult(typed, { lines }) });
  return [
    ['workgroup invite, empty', workgroupInviteModal({ metadata, workgroup: workgroup(1), values: {} })],
    ['workgroup invite, no partner', workgroupInviteModal({ metadata, workgroup: workgroup(0), values: {} })],
    [
      'workgroup invite, not collaborative',
      workgroupInviteModal({ metadata, workgroup: workgroup(2, false), values }),
    ],
    ['workgroup invite, one partner', workgroupInviteModal({ metadata, workgroup: workgroup(1), values })],
    ['workgroup invite, partners', workgroupInviteModal({ metadata, workgroup: workgroup(120), values })],
    [
      'workgroup invite, partner not chosen',
      workgroupInviteModal({
        metadata,
        workgroup: workgroup(2),
        values: { ...values, partnerId: anyPartner },
      }),
    ],
    ...outcomes.map((outcome): [string, ModalView] => [
      `workgroup result, ${outcome}`,
      result(times(100, () => line(outcome))),
    ]),
    ['workgroup result, nothing', result([])],
    ['workgroup result, all', result(times(100, (index) => line(outcomes[index % 8] ?? 'invalid')))],
  ];
}

export function waitingRow(typed: Typed = ordinary, more: Partial<ListedInvitation> = {}): ListedInvitation {
  return {
    ...invitationRow(typed),
    kind: 'access',
    waitsForAccount: true,
    access: workgroupAccess(typed),
    status: 'pending',
    ...more,
  };
}

function waitingViews(typed: Typed): Named<ModalView> {
  const items = times(20, (index) =>
    waitingRow(typed, { id: `i${index}`, waitsForAccount: index % 2 === 0 }),
  );
  return [
    ['waiting, nobody', waitingModal({ metadata, items: [], older: null, newer: null })],
    ['waiting, many', waitingModal({ metadata, items, older: 'a', newer: 'b', notice: typed.note })],
  ];
}
