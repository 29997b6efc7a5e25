import { dueWarning, type WarningSettings } from '../../domain/warning-plan.ts';
import type { GrantRecord } from '../../store/models/grant.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Runtime } from '../context.ts';
import { othersSent } from './others.ts';
import { textSince } from './said-already.ts';

/** A warning is told soon after its time: older reminders do not matter. */
const lookedAt = 50;

/** Whether a reminder tells that an access ends. */
export type TellsOf = (
  grant: Pick<GrantRecord, 'endsAt' | 'nextWarningAt' | 'warnedAt' | 'warnedDays'>,
  settings: WarningSettings,
) => boolean;

/**
 * Which warnings belong into a reminder: those whose time has come since the reminder before it, to the same account, was written.
 * So each is told once, whatever else there is to be reminded of in the days between two warnings.
 * @param row one that was sent before is asked as of then: its text is only written anew
 */
export async function warningsIn(runtime: Runtime, row: OutboxRecord): Promise<TellsOf> {
  const { status } = row;
  const asOf = row.endedAt ?? runtime.now();
  const others = await runtime.store.outbox
    .find(othersSent(row), { notBefore: 1, createdAt: 1 })
    .sort({ _id: -1 })
    .limit(lookedAt)
    .lean();
  const own = status === 'sent' ? textSince(row).getTime() : Number.POSITIVE_INFINITY;
  const earlier = others.map((other) => textSince(other).getTime()).filter((time) => time < own);
  const told = Math.max(0, ...earlier);
  return (grant, settings) => {
    const { nextWarningAt, warnedAt } = grant;
    // The sweep may come by only after a reminder that leaves at the same time. It gives what is due by the settings of now.
    const isDue = nextWarningAt && nextWarningAt <= asOf && dueWarning(grant, settings, asOf) !== undefined;
    const warning = isDue ? nextWarningAt : warnedAt;
    return warning !== undefined && warning.getTime() > told && warning <= asOf;
  };
}
