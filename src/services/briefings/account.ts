import type { Briefing } from '../../domain/messages.ts';
import { nothingWaits, type ReminderFacts } from '../../domain/reminders.ts';
import type { AccountRecord } from '../../store/models/account.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import { describeAccesses } from '../access.ts';
import { factsOf } from '../access-requests/facts.ts';
import { holdersOf } from '../authority.ts';
import type { Runtime } from '../context.ts';
import { offerFacts } from '../invitations/offer-facts.ts';
import { proposalsFor } from '../invitations/proposals-waiting.ts';
import { organizationsOf } from '../organizations.ts';
import { heldBy } from '../reminders/holders-now.ts';
import { isReplaced } from '../reminders/replace-older.ts';
import { isSaidAlready } from '../reminders/said-already.ts';
import { type TellsOf, warningsIn } from '../reminders/warnings-in.ts';
import { digestFacts } from './digest.ts';
import { endingsFor } from './endings.ts';

/** How many of each a reminder shows; the rest is counted. */
const shown = 5;
/** Counted no further. */
const countedAtMost = 1000;

/** The facts of a message that is about all that one person has to do; null when there is nothing to send. */
export async function aboutAccount(runtime: Runtime, row: OutboxRecord): Promise<Briefing | null> {
  const { tenantId, about, template } = row;
  if (await isSaidAlready(runtime, row)) return null;
  if (template === 'digest') {
    const organizations = await digestFacts(runtime, tenantId, about.id);
    return organizations.length > 0 ? { template, organizations } : null;
  }
  if (template !== 'reminder') return null;
  const isPosted = row.posted !== null;
  const tellsOf = await warningsIn(runtime, row);
  if (isPosted && (await isReplaced(runtime, row))) {
    // The newer one does not tell of what this one has told.
    const { endings, total: endingsTotal } = await endingsFor(runtime, tenantId, about.id, tellsOf);
    if (endingsTotal === 0) return { template: 'reminder-replaced' };
    return { template, ...nothingWaits, endings, endingsTotal };
  }
  const waiting = await reminderFacts(runtime, tenantId, about.id, tellsOf);
  const facts = waiting ?? (isPosted ? nothingWaits : null);
  return facts && { template, ...facts };
}

/**
 * All that waits for an account now; null when nothing does.
 * @param tellsOf leaves out the accesses that end of which a reminder does not tell
 */
export async function reminderFacts(
  runtime: Runtime,
  tenantId: string,
  accountId: string,
  tellsOf?: TellsOf,
): Promise<ReminderFacts | null> {
  const account = await runtime.store.accounts.findOne({ _id: accountId, tenantId }).lean();
  if (!account || account.deactivatedAt) return null;
  const places = await organizationsOf(runtime, tenantId, accountId, 'request:decide');
  const person = { id: accountId, emailKey: account.emailKey };
  const { endings, total: endingsTotal } = await endingsFor(runtime, tenantId, accountId, tellsOf);
  const facts: ReminderFacts = {
    ...(await requestsFor(runtime, places, account)),
    ...(await proposalsFor(runtime, places, person, shown)),
    ...(await offersFor(runtime, account)),
    endings,
    endingsTotal,
  };
  const { requestsTotal, proposalsTotal, offersTotal } = facts;
  return requestsTotal + proposalsTotal + offersTotal + endingsTotal > 0 ? facts : null;
}

/** Those that the account holds, and has neither muted nor put off. */
async function requestsFor(
  runtime: Runtime,
  places: readonly OrganizationRecord[],
  { _id: accountId, tenantId }: AccountRecord,
): Promise<Pick<ReminderFacts, 'requests' | 'requestsTotal'>> {
  const now = runtime.now();
  const held: object[] = [];
  for (const { _id: organizationId } of places) {
    const deciders = await holdersOf(runtime, tenantId, organizationId, 'request:decide', accountId);
    const filter = heldBy(deciders, accountId);
    if (filter) held.push({ organizationId, ...filter });
  }
  if (held.length === 0) return { requests: [], requestsTotal: 0 };
  const waiting = {
    tenantId,
    status: 'pending',
    expiresAt: { $gt: now },
    mutedBy: { $ne: accountId },
    snoozes: { $not: { $elemMatch: { accountId, until: { $gt: now } } } },
    $or: held,
  } as const;
  const { accessRequests } = runtime.store;
  const found = await accessRequests.find(waiting).sort({ _id: 1 }).limit(shown).lean();
  const escalated = new Set(found.filter(({ escalatedAt }) => escalatedAt).map(({ _id }) => _id));
  const facts = await factsOf(runtime, tenantId, found);
  return {
    requests: facts.map((each) => ({ ...each, escalated: escalated.has(each.requestId) })),
    requestsTotal: await accessRequests.countDocuments(waiting, { limit: countedAtMost }),
  };
}

async function offersFor(
  runtime: Runtime,
  { _id: accountId, tenantId }: AccountRecord,
): Promise<Pick<ReminderFacts, 'offers' | 'offersTotal'>> {
  const { invitations, organizations } = runtime.store;
  const now = runtime.now();
  const waiting = {
    tenantId,
    accountId,
    status: 'pending',
    kind: 'access',
    expiresAt: { $gt: now },
  } as const;
  const found = await invitations.find(waiting).sort({ _id: 1 }).limit(shown).lean();
  const places = await organizations
    .find({ tenantId, _id: { $in: found.map(({ organizationId }) => organizationId) } }, { name: 1 })
    .lean();
  const nameById = new Map(places.map(({ _id, name }) => [_id, name]));
  const describe = await describeAccesses(
    runtime,
    tenantId,
    found.map(({ access }) => access),
  );
  const offers = found.flatMap((offer) => {
    const organizationName = nameById.get(offer.organizationId) ?? '';
    return offer.access ? offerFacts(offer, { organizationName, access: describe(offer.access), now }) : [];
  });
  return { offers, offersTotal: await invitations.countDocuments(waiting, { limit: countedAtMost }) };
}
