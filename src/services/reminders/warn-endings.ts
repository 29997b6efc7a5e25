import type { OutgoingMessage } from '../../domain/messages.ts';
import { settingsOf } from '../../domain/settings.ts';
import { dueWarning } from '../../domain/warning-plan.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { detailOf } from '../invitations/fulfil.ts';
import { directMessageTo } from '../recipients.ts';
import { type Sweep, sweepAll } from '../sweep.ts';
import { armedWarning, armingUpdate } from './arm-warning.ts';
import { extendersOf } from './extenders.ts';
import { humane } from './quiet-hours.ts';
import { type Reminded, remindPeople, toRemind } from './remind-of.ts';

const endings: Sweep = {
  name: 'grants.warn',
  async due(context, except, limit) {
    const filter = { ...dueNow(context), _id: { $nin: except } };
    const due = context.store.grants.find(filter, { _id: 1 }).sort({ nextWarningAt: 1 }).limit(limit);
    return (await due.lean()).map(({ _id }) => _id);
  },
  /** Read anew inside the transaction: they may have been extended or ended meanwhile. */
  async turn(context, effects, ids) {
    const due = await context.store.grants.find({ ...dueNow(context), _id: { $in: ids } }).lean();
    const told: Reminded[] = [];
    for (const grant of due) told.push(...(await warn(context, effects, grant)));
    await remindPeople(context, effects, told);
    return due.length;
  },
};

/**
 * Warns of the accesses in the actor's tenant that end soon: the person, and whoever can extend them. Of several warnings that were
 * missed there is one. Any number of sweeps may run at once.
 * @returns how many had their turn, and how many failed and are left to the next sweep
 */
export function warnDue(context: Context): Promise<{ done: number; failed: number }> {
  return sweepAll(context, endings);
}

function dueNow({ actor, now }: Context) {
  return { tenantId: actor.tenantId, nextWarningAt: { $lte: now() } };
}

/** Tells the person. @returns those who can extend it, to be reminded once each of all that ends */
async function warn(context: Context, effects: Effects, grant: GrantRecord): Promise<Reminded[]> {
  const { _id, tenantId, organizationId, accountId, access, endsAt, status, nextWarningAt: due } = grant;
  const organization = await context.store.organizations.findOne({ _id: organizationId, tenantId }).lean();
  const { reminders } = settingsOf(organization ?? {});
  // It may be armed by settings of before, which warned earlier than those of now.
  const days = status === 'active' ? dueWarning(grant, reminders, context.now()) : undefined;
  const isDue = days !== undefined;
  await context.store.grants.updateOne(
    { _id, ...dueNow(context) },
    armingUpdate(isDue && due ? { warnedAt: due } : {}, armedWarning(context, reminders, grant)),
  );
  if (!organization || !isDue || endsAt === null) return [];
  effects.record({
    action: 'grant.warned',
    organizationId,
    subjects: [_id, accountId],
    detail: { ...detailOf(access), until: endsAt.toISOString(), days },
  });
  const account = await context.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  const ending = { grant, organization, endsAt };
  if (account) for (const message of toPerson(context, account, ending)) effects.send(message);
  return toExtenders(context, ending);
}

interface Ending {
  grant: GrantRecord;
  organization: OrganizationRecord;
  endsAt: Date;
}

/** By mail and by direct message. */
function toPerson(
  context: Context,
  account: AccountRecord,
  { grant: { _id: grantId, nextWarningAt: due }, organization, endsAt: until }: Ending,
): OutgoingMessage[] {
  const warning = {
    template: 'access-ending',
    about: { type: 'grant', id: grantId },
    ...humane(organization, { timeZone: account.timeZone, until }, context.now()),
  } as const;
  const key = `access-ending:${grantId}:${due?.getTime()}`;
  return [
    { ...warning, key: `${key}:mail`, to: { via: 'mail', address: account.email } },
    ...directMessageTo(account).map((to) => ({ ...warning, key: `${key}:${to.channel}`, to })),
  ];
}

async function toExtenders(
  context: Context,
  { grant, organization, endsAt: until }: Ending,
): Promise<Reminded[]> {
  const extenders = (await extendersOf(context, organization, [grant]))(grant);
  if (extenders.length === 0) return [];
  const { tenantId, nextWarningAt: since = context.now() } = grant;
  const accounts = await context.store.accounts.find({ tenantId, _id: { $in: extenders } }).lean();
  return accounts.map((account) => toRemind(account, organization, { since, until, now: context.now() }));
}
