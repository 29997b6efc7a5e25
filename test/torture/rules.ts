/** Who may what, by the model (design §5, and the notes beside it). */
import {
  type Access,
  approversFor,
  grantOf,
  hasAccount,
  type Invitation,
  type Model,
  type Person,
} from './model.ts';

const ranks = ['owner', 'admin', 'member'];

/** Owners and admins invite, decide, and manage people. */
export function manages(model: Model, person: Person): boolean {
  const role = grantOf(model, 'organization', person)?.role ?? 'member';
  return role !== 'member';
}

/** Nobody grants above their own role. */
export function mayGive(model: Model, by: Person, { place, role }: Access): boolean {
  if (place !== 'organization') return manages(model, by);
  const own = grantOf(model, 'organization', by)?.role ?? 'member';
  return manages(model, by) && ranks.indexOf(role ?? '') >= ranks.indexOf(own);
}

/** Also a workgroup's own admin lets people in, as long as they belong where they came from. */
export function mayLetIn(model: Model, by: Person): boolean {
  if (manages(model, by)) return true;
  const grant = grantOf(model, 'workgroup', by);
  return grant?.role === 'admin' && belongs(model, by, grant.via) === 'belongs';
}

/** Nobody manages what is for themselves (A12). */
export function mayManage(model: Model, by: Person, invitation: Invitation): boolean {
  if (!hasAccount(model, by) || invitation.to === by) return false;
  if (invitation.place === 'workgroup') return mayLetIn(model, by);
  return manages(model, by) && (invitation.place === 'join' || mayGive(model, by, invitation));
}

/** Where somebody stands to the organization through which the workgroup lets them in. */
export function belongs(model: Model, to: Person, via: 'birch' | null): 'belongs' | 'nowhere' | 'elsewhere' {
  if (model.away.includes(to)) return 'nowhere';
  const isInAster = grantOf(model, 'organization', to) !== undefined;
  const isInBirch = to === 'bea' || to === 'ben';
  const home = model.homes[to] ?? null;
  if (via === null ? isInAster : isInBirch || home === 'birch') return 'belongs';
  if (via === null && home === 'aster') return 'nowhere';
  return isInAster || isInBirch || home !== null ? 'elsewhere' : 'nowhere';
}

export function isOpen(model: Model, { via }: Access): boolean {
  return via === null || model.partner === 'active';
}

/** Those of the approvers who still may. */
export function standing(model: Model, approvals: Person[]): Person[] {
  return approvals.filter((person) => manages(model, person));
}

/** Whether those behind an invitation may still give what it offers (A14, I4). */
export function isBacked(model: Model, invitation: Invitation): boolean {
  const { place, invitedBy, approvals } = invitation;
  if (place === 'workgroup') return mayLetIn(model, invitedBy);
  if (!mayGive(model, invitedBy, invitation)) return false;
  const needed = approversFor(invitation);
  return needed === 1 || standing(model, approvals).length >= needed;
}

/** Whether a code of this sender's is worth anything. */
export function isSenderAllowed(model: Model, { place, invitedBy }: Invitation): boolean {
  return place === 'workgroup' ? mayLetIn(model, invitedBy) : manages(model, invitedBy);
}
