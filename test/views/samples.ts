import type { AccessFacts } from '../../src/domain/access.ts';
import type { Briefing, OfferFacts, ProposalFacts, RequestFacts } from '../../src/domain/messages.ts';
import type { ListedInvitation } from '../../src/domain/overviews.ts';

/** Everything that people can put into a view by typing. */
export interface Typed {
  person: string;
  organization: string;
  app: string;
  subscription: string;
  role: string;
  username: string;
  email: string;
  otherEmail: string;
  providerUsername: string;
  note: string;
}

export type Named<Shape> = [name: string, made: Shape][];

export const keys = <Key extends string>(table: Readonly<Record<Key, unknown>>) =>
  Object.keys(table) as Key[];
export const times = <Item>(amount: number, item: (index: number) => Item) =>
  Array.from({ length: amount }, (_, index) => item(index));

export const code = 'K7QD-2M9X-4T6B-R0VW-8HZJ';

export const at = (time: string) => new Date(`2025-11-${time}:00Z`);

export const ordinary: Typed = {
  person: 'Ada Lovelace',
  organization: 'Aster',
  app: 'Atlas',
  subscription: 'Team',
  role: 'Editor',
  username: 'ada.lovelace',
  email: 'ada@aster.example',
  otherEmail: 'ada.l@birch.example',
  providerUsername: 'ada-l',
  note: 'Hello Ada,\nthis is for the project.',
};

const fill = (character: string, length: number) => character.repeat(length).slice(0, length);

/** As long as the domain allows, in characters that grow when they are escaped. */
export const longest: Typed = {
  person: fill('&', 161),
  organization: fill('&', 60),
  app: fill('&', 60),
  subscription: fill('&', 60),
  role: fill('&', 60),
  username: fill('a', 32),
  email: `${fill('&', 64)}@${fill('a.', 189)}`,
  otherEmail: `${fill('_', 64)}@${fill('b.', 189)}`,
  providerUsername: fill('<', 254),
  note: fill('&<>\n', 500),
};

/** The longest again, in characters that take two places. */
export const longestPairs: Typed = {
  person: fill('😀', 161),
  organization: fill('😀', 59),
  app: fill('😀', 59),
  subscription: fill('😀', 59),
  role: fill('😀', 59),
  username: fill('😀', 31),
  email: fill('😀', 253),
  otherEmail: fill('😀', 253),
  providerUsername: fill('😀', 253),
  note: fill('😀', 499),
};

/** Attempts to ping, to link, to format, to reorder and to break out of a line (A39, A40). */
export const attacks = [
  '<!channel>',
  '<!here|here>',
  '<!everyone>',
  '<@U0123456>',
  '<#C0123456>',
  '<!subteam^S0123>',
  '<https://evil.example|Approve>',
  '<mailto:evil@evil.example|ada@aster.example>',
  '<!date^1^{date}^https://evil.example|x>',
  'https://evil.example/x',
  'evil.example',
  'www.evil.example',
  '@here',
  '@channel',
  '#general',
  '*bold*',
  '_italic_',
  '~struck~',
  '`code`',
  '```\nblock\n```',
  '> quoted',
  'x\n> quoted',
  'x\r\n*Approved by Eve*',
  ':tada:',
  ':+1::skin-tone-2:',
  '\u202Egnp.exe',
  '\u2066x\u2069\u200F',
  'a\u200Bb\uFEFFc\u2060',
  '\u0000\u0007\u001B[31m',
  '\u3164',
  '   ',
  'שלום (admin)',
  '&lt;!channel&gt;',
  '&amp;',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '<a href="https://evil.example">Accept</a>',
  '</style><b>',
  "' onmouseover='x",
  '\uD800',
];

/** One and the same attack in every place. */
export const hostile = (attack: string): Typed => ({
  person: attack,
  organization: attack,
  app: attack,
  subscription: attack,
  role: attack,
  username: attack,
  email: attack,
  otherEmail: attack,
  providerUsername: attack,
  note: attack,
});

export const admin: AccessFacts = { kind: 'organization', role: 'admin' };

export function appAccess(typed: Typed = ordinary): AccessFacts {
  return { kind: 'app', appName: typed.app, subscriptionName: typed.subscription, roleName: typed.role };
}

/** By a partner. */
export function workgroupAccess(typed: Typed = ordinary): AccessFacts {
  return { kind: 'workgroup', workgroupName: typed.app, role: 'admin', partnerName: typed.organization };
}

export function requestFacts(typed: Typed = ordinary, more: Partial<RequestFacts> = {}): RequestFacts {
  return {
    requestId: 'r1',
    organizationName: typed.organization,
    personName: typed.person,
    username: typed.username,
    email: typed.email,
    provider: 'github',
    providerUsername: typed.providerUsername,
    invitedEmail: null,
    inviterName: typed.person,
    status: 'pending',
    createdAt: at('21T09:35'),
    decidedBy: null,
    decidedAt: null,
    reason: null,
    access: null,
    approvals: [],
    approvalsNeeded: 1,
    wanted: null,
    ...more,
  };
}

export function offerFacts(typed: Typed = ordinary, more: Partial<OfferFacts> = {}): OfferFacts {
  return {
    invitationId: 'i1',
    organizationName: typed.organization,
    access: admin,
    inviterName: typed.person,
    status: 'pending',
    expiresAt: at('28T09:35'),
    answeredAt: null,
    accessEndsAt: null,
    ...more,
  };
}

/** An offer as it is told: with a code for an address that has no account. */
export function offerBriefing(
  typed: Typed = ordinary,
  more: Partial<OfferFacts & { code: string | null; note: string | null }> = {},
): Extract<Briefing, { template: 'offer' }> {
  return { template: 'offer', ...offerFacts(typed), code: null, note: null, ...more };
}

export function offerReminder(
  typed: Typed = ordinary,
  more: Partial<OfferFacts & { code: string | null }> = {},
): Extract<Briefing, { template: 'offer-reminder' }> {
  return { template: 'offer-reminder', ...offerFacts(typed), code: null, ...more };
}

export function proposalFacts(typed: Typed = ordinary, more: Partial<ProposalFacts> = {}): ProposalFacts {
  return {
    invitationId: 'i1',
    organizationName: typed.organization,
    personName: typed.person,
    email: typed.email,
    access: appAccess(typed),
    proposedBy: typed.person,
    approvals: [typed.person],
    approvalsNeeded: 2,
    status: 'proposed',
    expiresAt: at('28T09:35'),
    endedBy: null,
    endedAt: null,
    ...more,
  };
}

export function invitationRow(
  typed: Typed = ordinary,
  more: Partial<ListedInvitation> = {},
): ListedInvitation {
  return {
    id: 'i1',
    kind: 'join',
    email: typed.email,
    personName: null,
    organizationName: typed.organization,
    access: null,
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

export function joinInvitation(
  typed: Typed = ordinary,
  more: { note?: string | null; isReminder?: boolean } = {},
): Extract<Briefing, { template: 'join-invitation' }> {
  return {
    template: 'join-invitation',
    organizationName: typed.organization,
    inviterName: typed.person,
    note: typed.note,
    expiresAt: at('28T09:35'),
    code,
    ...more,
  };
}
