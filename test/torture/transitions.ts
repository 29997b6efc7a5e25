/** What follows from what: the model's side of the state tables, of seats, and of belonging. */
import {
  type Access,
  approversFor,
  day,
  freshEnd,
  type Grant,
  grantOf,
  hasAccount,
  holdsSeat,
  type Invitation,
  isLive,
  isOneOf,
  keyOf,
  type Model,
  type Person,
  seats,
} from './model.ts';
import { belongs, isBacked, isOpen } from './rules.ts';

/** Ends an invitation other than by its acceptance. With `by`, that person can take it back. */
export function endInvitation(
  model: Model,
  invitation: Invitation,
  status: 'declined' | 'revoked' | 'expired' | 'undeliverable',
  by: Person | null = null,
): void {
  const from = invitation.status;
  invitation.status = status;
  invitation.ended = by && { by, at: model.now, from };
  invitation.wasSent = from !== 'proposed';
  if (invitation.place === 'app' && isOneOf(from, 'proposed', 'pending')) promote(model);
  settleRequest(model, invitation, 'lapsed');
}

function settleRequest(model: Model, { request: order }: Invitation, status: 'fulfilled' | 'lapsed'): void {
  const request = model.requests.find((each) => each.order === order);
  if (request?.status === 'approved') request.status = status;
}

/** Free seats go to those who wait, first come first served. */
export function promote(model: Model): void {
  for (;;) {
    const waiting = Object.values(model.invitations).filter(({ status }) => status === 'waitlisted');
    const [first] = waiting.sort((a, b) => a.order - b.order);
    if (!first || seats(model).free === 0) return;
    first.status = first.approvals.length < approversFor(first) ? 'proposed' : 'pending';
    first.expiresAt = freshEnd(model);
  }
}

/** The access that an invitation offers is there from now on. */
export function give(model: Model, invitation: Invitation, to: Person): void {
  invitation.status = 'accepted';
  addGrant(model, to, invitation);
  settleRequest(model, invitation, 'fulfilled');
  if (invitation.place !== 'organization') return;
  model.homes[to] ??= 'aster';
  const waiting = model.invitations[keyOf('workgroup', to)];
  if (waiting && waiting.via === null) letIn(model, waiting);
}

export function addGrant(model: Model, to: Person, { place, role, via }: Access): void {
  model.grants[keyOf(place, to)] = { place, role, via, to, since: model.now, endsAt: null };
  know(model, to);
}

/** An invitation to the workgroup takes its course once its person belongs where it wants them. */
export function letIn(model: Model, invitation: Invitation): void {
  const { place, to, status, isBound, via } = invitation;
  if (place !== 'workgroup' || status !== 'pending' || isBound || !hasAccount(model, to)) return;
  if (belongs(model, to, via) !== 'belongs' || !isOpen(model, invitation)) return;
  if (grantOf(model, 'workgroup', to) || invitation.expiresAt <= model.now) return;
  invitation.isBound = true;
  know(model, to);
  if (isBacked(model, invitation)) give(model, invitation, to);
}

/** What waited for the address is for the account from now on (A38). */
export function createAccount(model: Model, person: Person, home: 'birch' | null): void {
  model.homes[person] = home;
  for (const invitation of Object.values(model.invitations)) {
    if (invitation.to !== person || invitation.place === 'join' || !isLive(invitation)) continue;
    if (invitation.place === 'workgroup') letIn(model, invitation);
    else bind(model, invitation, person);
  }
}

export function bind(model: Model, invitation: Invitation, to: Person): void {
  invitation.isBound = true;
  know(model, to);
}

export function openRequest(model: Model, by: Person): void {
  model.serial += 1;
  const { serial: order, now } = model;
  const fresh = { status: 'pending', access: null, decided: null } as const;
  model.requests.push({ ...fresh, order, by, expiresAt: now + 14 * day, approvals: [], mutedBy: [] });
  know(model, by);
}

/** With the organization end the workgroups that it had opened (I16). */
export function endGrant(model: Model, { place, to }: Grant): void {
  delete model.grants[keyOf(place, to)];
  if (place === 'organization') leave(model, to);
  if (place === 'app') promote(model);
}

export function leave(model: Model, person: Person): void {
  if (model.homes[person] === 'aster') model.homes[person] = null;
  if (grantOf(model, 'workgroup', person)?.via === null) delete model.grants[keyOf('workgroup', person)];
}

/** What ends by itself, once the sweeps have come by. */
export function sweep(model: Model): void {
  model.sweptAt = model.now;
  const byEnd = Object.values(model.invitations).sort((a, b) => a.expiresAt - b.expiresAt);
  for (const invitation of byEnd) {
    const canExpire = holdsSeat(invitation) || isOneOf(invitation.status, 'pending', 'proposed');
    if (canExpire && invitation.expiresAt <= model.now) endInvitation(model, invitation, 'expired');
  }
  for (const request of model.requests) {
    if (request.status === 'pending' && request.expiresAt <= model.now) request.status = 'expired';
  }
  for (const grant of Object.values(model.grants)) {
    const isOver = grant.endsAt !== null && grant.endsAt <= model.now;
    if (isOver && model.grants[keyOf(grant.place, grant.to)] === grant) endGrant(model, grant);
  }
  promote(model);
}

function know(model: Model, person: Person): void {
  if (!model.known.includes(person)) model.known.push(person);
}
