/** The small model: what there should be in one tenant, as plain data, and the questions that rules ask about it. */

export const people = ['olga', 'adam', 'mia', 'bea', 'ben', 'nora', 'otto', 'kim'] as const;
/** Olga owns Aster, Adam is its admin, Mia its member; Bea owns Birch, Ben is in it; the others are new. */
export type Person = (typeof people)[number];

/** How the names of those begin who come from an imported file. */
export const guest = 'guest';

export const places = ['join', 'organization', 'app', 'workgroup'] as const;
/** What one can have once, and be invited to once at a time. */
export type Place = (typeof places)[number];
/** The only role that takes two approvers. */
export const privileged = 'Operator';

export const minute = 60_000;
export const day = 24 * 60 * minute;
const validFor = 7 * day;
const undoFor = 10 * minute;

export interface Access {
  place: Place;
  /** Null: to create an account. */
  role: string | null;
  /** The partner through whom somebody comes into the workgroup. */
  via: 'birch' | null;
}

export type Status =
  | 'waitlisted'
  | 'proposed'
  | 'pending'
  | 'accepted'
  | 'redeemed'
  | 'declined'
  | 'revoked'
  | 'expired'
  | 'undeliverable';

export interface Invitation extends Access {
  /** A person, or somebody from an imported file. */
  to: string;
  /** Who waits longest has the lowest. */
  order: number;
  status: Status;
  version: number;
  expiresAt: number;
  /** Whether it is for an account already. */
  isBound: boolean;
  hasCode: boolean;
  /** Whose request the code has become. */
  spentBy: Person | null;
  invitedBy: Person;
  approvals: Person[];
  /** The request that it came from. */
  request: number | null;
  redeemedBy: Person | null;
  /** Whoever can take its end back. */
  ended: { by: Person; at: number; from: Status } | null;
  /** Its person has heard of it: it never waited for a second approver alone. */
  wasSent: boolean;
  /** By somebody's press. */
  remindedAt: number | null;
  hasAskedAnew: boolean;
}

export interface Request {
  order: number;
  by: Person;
  status: 'pending' | 'approved' | 'denied' | 'withdrawn' | 'expired' | 'fulfilled' | 'lapsed';
  expiresAt: number;
  access: Access | null;
  approvals: Person[];
  decided: { by: Person; at: number } | null;
  mutedBy: Person[];
}

export interface Grant extends Access {
  to: Person;
  since: number;
  endsAt: number | null;
}

/** Of invitations it holds the newest of each place and person: the older ones have ended for good. */
export interface Model {
  now: number;
  seatLimit: number;
  partner: 'active' | 'removed' | 'left';
  /** When it was added last. */
  partnerSince: number;
  /** Those who have an account, and the organization through which they came. */
  homes: Partial<Record<Person, 'aster' | 'birch' | null>>;
  /** Whom Aster's inviters can choose from their list. */
  known: Person[];
  invitations: Record<string, Invitation>;
  /** The oldest first. */
  requests: Request[];
  grants: Record<string, Grant>;
  /** Whom Slack has deactivated, and what they had. */
  away: Person[];
  suspended: Grant[];
  /** When somebody's code was refused: five in fifteen minutes are too many. */
  refusals: Partial<Record<Person, number[]>>;
  serial: number;
  /** When jobs were here last. */
  sweptAt: number | null;
}

export function firstModel(now: number): Model {
  const model: Model = {
    now,
    seatLimit: 2,
    partner: 'active',
    partnerSince: now,
    homes: { olga: null, adam: 'aster', mia: 'aster', bea: null, ben: 'birch' },
    known: ['olga', 'adam', 'mia'],
    invitations: {},
    requests: [],
    grants: {},
    away: [],
    suspended: [],
    refusals: {},
    serial: 0,
    sweptAt: null,
  };
  for (const [to, role] of [
    ['olga', 'owner'],
    ['adam', 'admin'],
    ['mia', 'member'],
  ] as const) {
    const access = { place: 'organization', role, via: null } as const;
    model.grants[keyOf('organization', to)] = { ...access, to, since: now, endsAt: null };
    if (to === 'olga') continue;
    invite(model, { ...access, to, invitedBy: 'olga', isBound: true, status: 'accepted' });
  }
  return model;
}

export function keyOf(place: Place, to: string): string {
  return `${place} ${to}`;
}

/** Notes a new invitation in the place of the one before. */
export function invite(
  model: Model,
  of: Access & Pick<Invitation, 'to' | 'invitedBy' | 'isBound' | 'status'> & Partial<Invitation>,
): Invitation {
  model.serial += 1;
  const invitation: Invitation = {
    order: model.serial,
    version: 1,
    expiresAt: model.now + validFor,
    hasCode: !of.isBound,
    spentBy: null,
    approvals: [of.invitedBy],
    request: null,
    redeemedBy: null,
    ended: null,
    wasSent: true,
    remindedAt: null,
    hasAskedAnew: false,
    ...of,
  };
  model.invitations[keyOf(of.place, of.to)] = invitation;
  return invitation;
}

/** A day's seven, from now on. */
export const freshEnd = (model: Model): number => model.now + validFor;

export const isPerson = (to: string): to is Person => (people as readonly string[]).includes(to);
export const hasAccount = ({ homes }: Model, to: string): to is Person => to in homes;
export const isLive = ({ status }: Invitation): boolean =>
  isOneOf(status, 'waitlisted', 'proposed', 'pending');
export const holdsSeat = ({ place, status }: Invitation): boolean =>
  place === 'app' && isOneOf(status, 'proposed', 'pending');
export const approversFor = ({ place, role }: Access): number =>
  place === 'app' && role === privileged ? 2 : 1;
export const isWithinUndo = ({ now }: Model, at: number): boolean => at + undoFor > now;

export function isOneOf<T extends string>(value: T, ...among: T[]): boolean {
  return among.includes(value);
}

export function liveAt(model: Model, place: Place, to: string): Invitation | undefined {
  const found = model.invitations[keyOf(place, to)];
  return found && isLive(found) ? found : undefined;
}

export function grantOf(model: Model, place: Place, to: string): Grant | undefined {
  return model.grants[keyOf(place, to)];
}

export function requestOf(model: Model, by: Person): Request | undefined {
  return model.requests.findLast((request) => request.by === by);
}

export function isAsking(model: Model, by: Person): boolean {
  return model.requests.some((each) => each.by === by && isOneOf(each.status, 'pending', 'approved'));
}

/** Seats of the one subscription. */
export function seats(model: Model): { active: number; held: number; free: number } {
  const active = Object.values(model.grants).filter(({ place }) => place === 'app').length;
  const held = Object.values(model.invitations).filter(holdsSeat).length;
  return { active, held, free: Math.max(0, model.seatLimit - active - held) };
}
