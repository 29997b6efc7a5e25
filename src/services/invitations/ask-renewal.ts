import type { AccessFacts } from '../../domain/access.ts';
import { alreadyEnded, DomainError, deny } from '../../domain/errors.ts';
import { day, renewalDays } from '../../domain/invitations.ts';
import { statusAt } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccess } from '../access.ts';
import { command } from '../command.ts';
import { type Context, requireAccount } from '../context.ts';
import { refreshCopies } from '../copies.ts';
import { holdActive } from '../people/hold-active.ts';
import { inviterDestinations, toEach } from '../recipients.ts';
import { endExpired } from './end-expired.ts';
import { whom } from './end-invitation.ts';
import { joinKey, requestKey } from './keys.ts';
import { isOwn } from './managed.ts';
import { whatIsThere } from './place-free.ts';

/** What somebody asks for in the end who is invited to ask for access. */
const membership = { kind: 'organization', role: 'member' } as const;

/**
 * The invitee of an expired invitation asks for a new one: whoever invited is told, and can send it again. Once, until it is.
 * @throws DomainError `deny` to everybody but the invitee; `stale` when it was asked already, when the invitation is not over or
 * for too long, or when there is nothing left to ask for
 */
export async function askForRenewal(
  context: Context,
  invitationId: string,
): Promise<{ organizationName: string; access: AccessFacts | null }> {
  return command(context, 'invitation.ask-renewal', async (effects) => {
    await holdActive(context, requireAccount(context).id);
    const { invitation, organization } = await expiredOffer(context, invitationId);
    const { _id, tenantId, organizationId, codeVersion } = invitation;
    await requireStillNeeded(context, invitation);
    // The sweep may not have come by yet.
    await endExpired(context, effects, invitation);
    const { modifiedCount } = await context.store.invitations.updateOne(
      { _id, tenantId, status: 'expired', codeVersion, renewalAskedAt: { $exists: false } },
      { $set: { renewalAskedAt: context.now() } },
    );
    if (modifiedCount === 0) throw askedAlready(invitation);
    effects.record({
      action: 'invitation.renewal-asked',
      organizationId,
      subjects: [_id, ...whom(invitation)],
    });
    const about = { type: 'invitation', id: _id } as const;
    await refreshCopies(context, effects, about);
    const inviter = await inviterDestinations(context, invitation);
    const key = `renewal-asked:${_id}:${codeVersion}`;
    const message = { key, template: 'renewal-asked', about, codeVersion } as const;
    for (const each of toEach(inviter, message)) effects.send(each);
    const access = invitation.access && (await describeAccess(context, tenantId, invitation.access));
    return { organizationName: organization.name, access };
  });
}

/** From when on an expired invitation can be asked for anew at `now`. */
export function renewableSince(now: Date): Date {
  return new Date(now.getTime() - renewalDays * day);
}

async function expiredOffer(
  context: Context,
  invitationId: string,
): Promise<{ invitation: InvitationRecord; organization: OrganizationRecord }> {
  const { tenantId } = context.actor;
  const invitation = await context.store.invitations.findOne({ _id: invitationId, tenantId }).lean();
  if (!invitation || !isOwn(context, invitation) || !wasSent(invitation)) throw deny();
  const organization = await context.store.organizations
    .findOne({ _id: invitation.organizationId, tenantId })
    .lean();
  if (!organization) throw deny();
  const status = statusAt(invitation, context.now());
  if (status === 'pending') throw stillValid(invitation);
  if (status !== 'expired') throw alreadyEnded(invitation);
  if (invitation.renewalAskedAt) throw askedAlready(invitation);
  if (invitation.expiresAt <= renewableSince(context.now())) throw longOver(invitation);
  return { invitation, organization };
}

/** Nobody knows of what was not sent. */
function wasSent({ status, endedFrom }: InvitationRecord): boolean {
  return status !== 'proposed' && status !== 'waitlisted' && endedFrom !== 'proposed';
}

async function requireStillNeeded(context: Context, invitation: InvitationRecord): Promise<void> {
  const { organizationId, access, accountId, emailKey } = invitation;
  const invitee = { accountId: accountId ?? requireAccount(context).id, emailKey };
  const place = access ?? membership;
  const { grant, invitation: newer } = await whatIsThere(context, organizationId, place, invitee);
  if (grant) throw new DomainError('stale', 'You have this access already. You need no new invitation.');
  if (newer) throw newerThere(invitation);
  if (access) return;
  if (await isLive(context, joinKey(organizationId, emailKey))) throw newerThere(invitation);
  const ownRequest = {
    tenantId: context.actor.tenantId,
    liveKey: requestKey(organizationId, invitee.accountId),
  };
  const request = await context.store.accessRequests.findOne(ownRequest).lean();
  if (request && statusAt(request, context.now()) !== 'expired') {
    throw new DomainError(
      'stale',
      'You have asked for this access already. Your Home tab shows your request.',
    );
  }
}

async function isLive(context: Context, liveKey: string): Promise<boolean> {
  const { actor, store, now } = context;
  const there = { tenantId: actor.tenantId, liveKey, expiresAt: { $gt: now() } };
  return (await store.invitations.exists(there)) !== null;
}

function newerThere({ inviterName }: InvitationRecord): DomainError {
  return new DomainError('stale', `You have a newer invitation. Answer that one, or ask ${inviterName}.`);
}

function stillValid({ inviterName }: InvitationRecord): DomainError {
  const text = `${inviterName} has sent the invitation again. Answer the newest one.`;
  return new DomainError('stale', text);
}

function askedAlready({ inviterName }: InvitationRecord): DomainError {
  const text = `You have asked for a new invitation already, and ${inviterName} knows. It comes by e-mail and here.`;
  return new DomainError('stale', text);
}

function longOver({ inviterName }: InvitationRecord): DomainError {
  const text = `The invitation expired more than ${renewalDays} days ago. Ask ${inviterName} to invite you anew.`;
  return new DomainError('stale', text);
}
