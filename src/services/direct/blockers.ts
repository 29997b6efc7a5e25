import type { Blocker } from '../../domain/direct-invitations.ts';
import type { InviteWarning } from '../../domain/invitations.ts';
import { fullName } from '../../domain/people.ts';
import { allows, mayGiveAppRole, type Permission } from '../../domain/permissions.ts';
import { freeSeats } from '../../domain/seats.ts';
import { isAllowedDomain, settingsOf } from '../../domain/settings.ts';
import { resendableStatuses } from '../../domain/states.ts';
import { describeAccess } from '../access.ts';
import { waitingFor } from '../catalog/waiting.ts';
import { type Context, requireAccount } from '../context.ts';
import { findNearDuplicates, warningsFor, withDeadDomains } from '../invitations/address-checks.ts';
import { isOwn } from '../invitations/managed.ts';
import { whatIsThere } from '../invitations/place-free.ts';
import type { DomainStates, Prepared } from './prepare.ts';

/** Why an invitation cannot be sent as it is: all reasons at once, in the order in which people would mend them. */
export async function blockersOf(
  context: Context,
  prepared: Prepared,
  states: DomainStates,
): Promise<Blocker[]> {
  return [
    ...aboutThePerson(context, prepared),
    ...aboutTheAddress(prepared, states),
    ...(await aboutThePlace(context, prepared)),
    ...aboutTheRole(context, prepared),
    ...(await aboutSeats(context, prepared)),
  ];
}

/** What deserves a second look about the address of a new person (A34, A35, A37). */
export async function warningsOf(
  context: Context,
  { organization, invitee }: Prepared,
  states: DomainStates,
): Promise<InviteWarning[]> {
  if (invitee.account) return [];
  const near = await findNearDuplicates(context, organization._id, [invitee.email]);
  return warningsFor([invitee.email], states, near, organization.notificationEmail);
}

function aboutThePerson(context: Context, { invitee: { email, known } }: Prepared): Blocker[] {
  if (email.key === requireAccount(context).emailKey) return [{ kind: 'yourself' }];
  if (!known) return [];
  const { _id: accountId, username } = known;
  return [{ kind: 'has-account', accountId, personName: fullName(known), username }];
}

function aboutTheAddress({ organization, invitee }: Prepared, states: DomainStates): Blocker[] {
  const { email, account } = invitee;
  const settings = settingsOf(organization);
  const blockers: Blocker[] = [];
  if (!isAllowedDomain(settings, email.domain)) {
    blockers.push({ kind: 'domain-not-allowed', domain: email.domain, allowed: settings.allowedDomains });
  }
  if (account) return blockers;
  const checked = withDeadDomains({ typed: email.address, email }, states).email;
  if ('problem' in checked) {
    blockers.push({ kind: 'no-mail', email: email.address, problem: checked.problem });
  }
  return blockers;
}

async function aboutThePlace(context: Context, prepared: Prepared): Promise<Blocker[]> {
  const { organization, role, access, invitee } = prepared;
  const may = (permission: Permission) => allows(role, permission, settingsOf(organization));
  const { email, account, known } = invitee;
  const accountId = account?._id ?? known?._id ?? null;
  const there = await whatIsThere(context, organization._id, access, { emailKey: email.key, accountId });
  const blockers: Blocker[] = [];
  if (there.grant) {
    const { tenantId, organizationId, accountId: whose } = there.grant;
    const facts = await describeAccess(context, tenantId, there.grant.access);
    const mayOpen = may('people:manage');
    blockers.push({ kind: 'has-access', accountId: whose, organizationId, access: facts, mayOpen });
  }
  if (there.invitation) {
    const { _id: invitationId, status } = there.invitation;
    const mayOpen = may('invitation:manage');
    const isOthers = !isOwn(context, there.invitation);
    const canResend = mayOpen && isOthers && resendableStatuses.includes(status);
    blockers.push({ kind: 'live-invitation', invitationId, status, canResend, mayOpen });
  }
  return blockers;
}

function aboutTheRole(context: Context, { role, offered, input }: Prepared): Blocker[] {
  const blockers: Blocker[] = [];
  if (!mayGiveAppRole(role, offered.role)) {
    blockers.push({ kind: 'role-above-yours', roleName: offered.role.name });
  }
  if (input.accessEndsOn && input.accessEndsOn <= context.now()) {
    blockers.push({ kind: 'access-ends-too-early' });
  }
  return blockers;
}

async function aboutSeats(context: Context, { offered: { subscription } }: Prepared): Promise<Blocker[]> {
  const { _id, tenantId, active, held, seatLimit: limit } = subscription;
  if (limit === null || freeSeats(subscription) > 0) return [];
  const waiting = await waitingFor(context, tenantId, [_id]);
  return [{ kind: 'no-seat', used: active + held, limit, waiting: waiting.get(_id) ?? 0 }];
}
