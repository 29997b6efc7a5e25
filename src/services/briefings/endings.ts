import type { Briefing } from '../../domain/messages.ts';
import { fullName } from '../../domain/people.ts';
import type { AccessEnding } from '../../domain/reminders.ts';
import { settingsOf } from '../../domain/settings.ts';
import { isEnding, warningReachMs } from '../../domain/warning-plan.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccess, describeAccesses } from '../access.ts';
import { type Context, contextFor, type Runtime } from '../context.ts';
import { organizationsOf } from '../organizations.ts';
import { extendersOf } from '../reminders/extenders.ts';
import type { TellsOf } from '../reminders/warnings-in.ts';

/** How many a reminder shows; the rest is counted. */
const shown = 5;
/** How many of one organization are looked at: a count may be as much too low. */
const lookedAt = 500;
/** How many names a message to the person lists. */
const namesAtMost = 3;

/**
 * The accesses that end soon, and that are this account's to extend: the first of them by their end, and how many there are.
 * @param tellsOf leaves out those that a reminder does not tell of
 */
export async function endingsFor(
  runtime: Runtime,
  tenantId: string,
  accountId: string,
  tellsOf: TellsOf = () => true,
): Promise<{ endings: AccessEnding[]; total: number }> {
  const context = readingContext(runtime, tenantId);
  const found: { grant: GrantRecord; organization: OrganizationRecord }[] = [];
  for (const organization of await organizationsOf(runtime, tenantId, accountId, 'people:manage')) {
    const { reminders } = settingsOf(organization);
    for (const grant of await endingIn(context, organization, accountId))
      if (tellsOf(grant, reminders)) found.push({ grant, organization });
  }
  found.sort((a, b) => endOf(a.grant) - endOf(b.grant));
  return { endings: await inWords(context, found.slice(0, shown)), total: found.length };
}

/** The warning to the person: null once the access has ended, or ends later than when it was written. */
export async function aboutEnding(
  runtime: Runtime,
  grant: GrantRecord,
  organization: OrganizationRecord,
): Promise<Extract<Briefing, { template: 'access-ending' }> | null> {
  const { _id: grantId, tenantId, organizationId, endsAt, status } = grant;
  const { reminders } = settingsOf(organization);
  if (status !== 'active' || endsAt === null || !isEnding(endsAt, reminders, runtime.now())) return null;
  const extenders = (await extendersOf(readingContext(runtime, tenantId), organization, [grant]))(grant);
  const accounts = await runtime.store.accounts
    .find({ tenantId, _id: { $in: extenders } })
    .limit(namesAtMost)
    .lean();
  const access = await describeAccess(runtime, tenantId, grant.access);
  const askWhom = accounts.map(fullName);
  const { name: organizationName } = organization;
  return { template: 'access-ending', grantId, organizationId, organizationName, access, endsAt, askWhom };
}

async function endingIn(
  context: Context,
  organization: OrganizationRecord,
  accountId: string,
): Promise<GrantRecord[]> {
  const { tenantId, _id: organizationId } = organization;
  const { reminders } = settingsOf(organization);
  const now = context.now();
  const until = new Date(now.getTime() + warningReachMs(reminders));
  const near = await context.store.grants
    .find({ tenantId, organizationId, status: 'active', endsAt: { $gt: now, $lte: until } })
    .sort({ endsAt: 1 })
    .limit(lookedAt)
    .lean();
  const ending = near.filter(({ endsAt }) => isEnding(endsAt, reminders, now));
  const extenders = await extendersOf(context, organization, ending);
  return ending.filter((grant) => extenders(grant).includes(accountId));
}

async function inWords(
  context: Context,
  found: readonly { grant: GrantRecord; organization: OrganizationRecord }[],
): Promise<AccessEnding[]> {
  const { tenantId } = context.actor;
  const describe = await describeAccesses(
    context,
    tenantId,
    found.map(({ grant }) => grant.access),
  );
  const people = await context.store.accounts
    .find({ tenantId, _id: { $in: found.map(({ grant }) => grant.accountId) } })
    .lean();
  const nameById = new Map(people.map((account) => [account._id, fullName(account)]));
  return found.flatMap(({ grant, organization }) => {
    const { _id: grantId, organizationId, accountId, endsAt } = grant;
    if (endsAt === null) return [];
    const personName = nameById.get(accountId) ?? '';
    const access = describe(grant.access);
    return [{ grantId, organizationId, organizationName: organization.name, personName, access, endsAt }];
  });
}

/** Nobody acts: it is only read. */
function readingContext(runtime: Runtime, tenantId: string): Context {
  return contextFor(runtime, { kind: 'system', tenantId, name: 'reminders' }, 'briefing');
}

function endOf({ endsAt }: GrantRecord): number {
  return endsAt?.getTime() ?? Number.POSITIVE_INFINITY;
}
