import type { Access } from '../../domain/access.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import { grantKey } from '../authority.ts';
import { command, type Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { adoptAllWorkgroups } from '../invitations/let-in.ts';
import { armWarning } from '../reminders/arm-warning.ts';
import { activateSeat, holdSeat } from '../seats.ts';
import { standingOf } from '../workgroups/belonging.ts';
import { isOpen, isPartnerSince, passGate } from '../workgroups/gates.ts';
import { closeGrant } from './close-grant.ts';
import { isOwnership } from './last-owner.ts';
import { noteActivity } from './note-activity.ts';
import { tellPerson } from './tell-person.ts';
import { endVacancy } from './vacancy.ts';

/**
 * Somebody whom Slack had deactivated is back: what was suspended runs again. What cannot, because its seat was given away, its time
 * is over, its workgroup is closed or the partnership it came by has ended meanwhile, ends, and the person is told. Invitations to
 * workgroups that have come to wait for them take their course.
 * @returns false when the account was active already
 */
export async function reactivateAccount(context: Context, accountId: string): Promise<boolean> {
  return command(context, 'account.reactivate', async (effects) => {
    const { tenantId } = context.actor;
    const account = await context.store.accounts
      .findOneAndUpdate(
        { _id: accountId, tenantId, deactivatedAt: { $exists: true } },
        { $unset: { deactivatedAt: 1 }, $inc: { revision: 1 } },
        { returnDocument: 'after' },
      )
      .lean();
    if (!account) return false;
    const suspended = { tenantId, accountId, status: 'suspended' } as const;
    const grants = await context.store.grants.find(suspended).sort({ _id: 1 }).lean();
    noteActivity(effects, 'account.reactivated', account, grants);
    for (const grant of inOrder(grants)) await resumeOrEnd(context, effects, grant, account);
    await adoptAllWorkgroups(context, effects, account);
    return true;
  });
}

/** To organizations first: by them people belong, which opens the workgroups. */
function inOrder(grants: GrantRecord[]): GrantRecord[] {
  const isFirst = ({ access }: GrantRecord) => access.kind === 'organization';
  return [...grants.filter(isFirst), ...grants.filter((grant) => !isFirst(grant))];
}

async function resumeOrEnd(
  context: Context,
  effects: Effects,
  grant: GrantRecord,
  account: AccountRecord,
): Promise<void> {
  if (await canResume(context, grant, account)) return resume(context, effects, grant);
  const ending = { status: 'revoked', endedAt: context.now(), endedBy: null } as const;
  if (!(await closeGrant(context, effects, grant, ending))) return;
  await tellPerson(context, effects, account, {
    key: `access-ended:${grant._id}`,
    template: 'access-ended',
    about: { type: 'grant', id: grant._id },
  });
}

/** Takes the seat, where the access needs one. */
async function canResume(
  context: Context,
  { tenantId, organizationId, accountId, access, since, endsAt }: GrantRecord,
  account: AccountRecord,
): Promise<boolean> {
  if (endsAt !== null && endsAt <= context.now()) return false;
  const liveKey = grantKey(organizationId, access, accountId);
  if (await context.store.grants.exists({ tenantId, liveKey })) return false;
  if (access.kind === 'workgroup') {
    const { partnerId } = access;
    if (!(await isOpen(context, organizationId, access))) return false;
    // A partner that was removed and added again is another partnership (A15).
    if (partnerId && !(await isPartnerSince(context, { organizationId, partnerId, since }))) return false;
    if ((await standingOf(context, { organizationId, partnerId }, account)) !== 'belongs') return false;
    await passGate(context, access.workgroupId);
    return true;
  }
  return access.kind === 'organization' || takeSeat(context, access);
}

async function takeSeat(context: Context, access: Extract<Access, { kind: 'app' }>): Promise<boolean> {
  if (!(await holdSeat(context, access.subscriptionId))) return false;
  await activateSeat(context, access);
  return true;
}

async function resume(context: Context, effects: Effects, grant: GrantRecord): Promise<void> {
  const { _id, tenantId, organizationId, accountId, access } = grant;
  const warning = await armWarning(context, grant);
  await context.store.grants.updateOne(
    { _id, tenantId, status: 'suspended' },
    { $set: { status: 'active', liveKey: grantKey(organizationId, access, accountId), ...warning } },
  );
  const detail = detailOf(access);
  effects.record({ action: 'grant.resumed', organizationId, subjects: [_id, accountId], detail });
  if (isOwnership(access)) await endVacancy(context, organizationId);
}
