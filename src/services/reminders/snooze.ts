import { settingsOf } from '../../domain/settings.ts';
import { nextWorkingMorning } from '../../domain/working-time.ts';
import { command } from '../command.ts';
import type { Context } from '../context.ts';
import { requestHeldByActor } from './held-request.ts';
import { accountOf, remindPeople, toRemind } from './remind-of.ts';

export interface Snoozed {
  /** When the acting person is reminded of it again. */
  until: Date;
  organizationName: string;
  personName: string;
}

/**
 * Leaves the acting person alone with a request until the morning of their next working day; then they are reminded of it, also
 * when they had muted it. Others who hold it are reminded as before.
 * @throws DomainError `stale` when it is decided or over, `deny` to whoever does not hold it now
 */
export async function snoozeRequest(context: Context, requestId: string): Promise<Snoozed> {
  return command(context, 'request.snooze', async (effects) => {
    const { request, organization, personName, holder } = await requestHeldByActor(context, requestId);
    const { tenantId, organizationId, snoozes = [], mutedBy = [] } = request;
    const { accountId, timeZone } = holder;
    const until = nextWorkingMorning(context.now(), timeZone, settingsOf(organization).reminders);
    const others = snoozes.filter((snooze) => snooze.accountId !== accountId);
    await context.store.accessRequests.updateOne(
      { _id: requestId, tenantId, status: 'pending' },
      {
        $set: {
          snoozes: [...others, { accountId, until }],
          mutedBy: mutedBy.filter((muted) => muted !== accountId),
        },
      },
    );
    const detail = { until: until.toISOString() };
    effects.record({ action: 'request.snoozed', organizationId, subjects: [requestId, accountId], detail });
    const asOfThen = { since: until, now: until };
    await remindPeople(context, effects, [toRemind(accountOf(holder), organization, asOfThen)]);
    return { until, organizationName: organization.name, personName };
  });
}
