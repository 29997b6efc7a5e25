import type { WebClient } from '@slack/web-api';
import type { Template } from '../../domain/messages.ts';
import type { Runtime } from '../../services/context.ts';
import { releaseCopy, takeCopy } from '../../services/outbox/copies.ts';
import { type ClaimedRow, isHeld } from '../../services/outbox.ts';
import { replaceOlder } from '../../services/reminders/replace-older.ts';
import { noteShown } from '../../services/reminders/shown.ts';
import type { OutboxRecord } from '../../store/models/outbox.ts';
import type { Composed, Composer } from '../compose.ts';
import { nameOf } from '../error-name.ts';
import type { Log, Outcome, Sender } from '../outcome.ts';
import type { Clients } from './clients.ts';
import { isClosedChannel, isUnchangeable, untilOpenMs } from './posted.ts';
import { recheckPerson } from './recheck-person.ts';
import { slackVerdict } from './verdict.ts';

export interface SlackSenderOptions {
  runtime: Runtime;
  compose: Composer;
  clients: Clients;
  /** The bot token of a tenant; null when Gatehouse is not installed there. */
  tokenOf(tenantId: string): Promise<string | null>;
  log: Log;
}

export const notInstalled: Outcome = {
  kind: 'unsent',
  problem: 'Gatehouse is not installed in this workspace.',
  minimumMs: 60_000,
};

/** The refresh of this one goes on after it was posted, so it waits for that however long it takes. */
const goingOn: Template = 'import-progress';

/** A refresh waits so long for its message that is being posted, or for another refresh of it. */
const turnMs = 2_000;
/** Longer than the update can take; a crash holds up the next refresh no longer. */
const rewriteMs = 20_000;

/** Posts rows with `chat.postMessage`, and keeps where Slack put them. */
export function createSlackSender(options: SlackSenderOptions): Sender {
  const { runtime, clients, tokenOf, log } = options;
  return async (row) => {
    if (row.to.via !== 'slack') throw new TypeError('This row does not go to Slack.');
    const composed = await composeNoted(options, row);
    if (!composed) return { kind: 'obsolete' };
    const token = await tokenOf(row.tenantId);
    if (!token) return notInstalled;
    const client = clients(token);
    const silence = await silenceOf(client, row, log);
    if (silence) return silence;
    if (!isHeld(runtime, row)) return { kind: 'lost' };
    try {
      const { channel, ts } = await client.chat.postMessage({
        channel: row.to.channel,
        ...composed.message,
        unfurl_links: false,
        unfurl_media: false,
        metadata: { event_type: 'gatehouse_message', event_payload: { id: row._id } },
      });
      if (row.template === 'reminder') await replace(runtime, row, log);
      return channel && ts ? { kind: 'sent', posted: { channel, ts } } : { kind: 'sent' };
    } catch (error) {
      const outcome = failed(log, row, error);
      if (outcome.kind === 'refused') await recheck(runtime, client, row, log);
      return outcome;
    }
  };
}

/** What a message shows with buttons is noted before it is read for good, so that whatever ends meanwhile finds it. */
async function composeNoted(
  { runtime, compose }: SlackSenderOptions,
  row: OutboxRecord,
  since?: Date,
): Promise<Composed | null> {
  const first = await compose.message(row, since);
  if (!first?.shows) return first;
  await noteShown(runtime, row, first.shows);
  return compose.message(row, since);
}

/** What is not done now is done with the next reminder. */
async function replace(runtime: Runtime, row: ClaimedRow, log: Log): Promise<void> {
  try {
    await replaceOlder(runtime, row);
  } catch (error) {
    log.warn({ row: row._id, error: nameOf(error) }, 'Older reminders keep their buttons for now.');
  }
}

/**
 * A message that may have arrived is repeated only when Slack answers again: an outage, however long, makes no more copies.
 * @returns null when it may go
 */
export async function silenceOf(client: WebClient, row: ClaimedRow, log: Log): Promise<Outcome | null> {
  if (!row.unsureTries) return null;
  try {
    await client.auth.test();
    return null;
  } catch (error) {
    const outcome = failed(log, row, error);
    return outcome.kind === 'retry' ? { kind: 'unsent', problem: 'Slack does not answer.' } : outcome;
  }
}

/** What cannot be found out now is found out when the person acts, or is written to again. */
async function recheck(runtime: Runtime, client: WebClient, row: ClaimedRow, log: Log): Promise<void> {
  try {
    await recheckPerson(runtime, client, row);
  } catch (error) {
    log.warn({ row: row._id, error: nameOf(error) }, 'Slack could not be asked about a person.');
  }
}

/** Rewrites a posted message with `chat.update`, from what is true now. */
export function createRefreshSender(options: SlackSenderOptions): Sender {
  const { runtime, tokenOf, clients } = options;
  return async (row) => {
    if (row.to.via !== 'refresh') throw new TypeError('This row does not refresh a message.');
    const { copyOf } = row.to;
    const token = await tokenOf(row.tenantId);
    if (!token) return notInstalled;
    const found = await takeCopy(runtime, row, copyOf, rewriteMs);
    if (found.state === 'gone') return { kind: 'obsolete' };
    if (found.state === 'ahead' && row.template !== goingOn) return { kind: 'obsolete' };
    if (found.state !== 'ready') return { kind: 'wait', ms: turnMs };
    try {
      return await rewrite(options, clients(token), row, found);
    } finally {
      await releaseCopy(runtime, row, copyOf);
    }
  };
}

async function rewrite(
  options: SlackSenderOptions,
  client: WebClient,
  row: ClaimedRow,
  { copy, posted }: Extract<Awaited<ReturnType<typeof takeCopy>>, { state: 'ready' }>,
): Promise<Outcome> {
  const { runtime, log } = options;
  const composed = await composeNoted(options, copy, row.createdAt);
  if (!composed) return { kind: 'obsolete' };
  if (!isHeld(runtime, row)) return { kind: 'lost' };
  try {
    await client.chat.update({ ...posted, ...composed.message });
    // The same row looks again, so that a message which goes on changing has one writer, also after a crash.
    return composed.againMs === undefined ? { kind: 'sent' } : { kind: 'wait', ms: composed.againMs };
  } catch (error) {
    const waitMs = isClosedChannel(error)
      ? untilOpenMs(runtime.now().getTime() - row.createdAt.getTime())
      : null;
    if (waitMs !== null) return { kind: 'wait', ms: waitMs };
    const outcome = failed(log, row, error);
    // A message that cannot be changed any more stays as it is: its buttons say what happened when pressed.
    return outcome.kind === 'refused' || isUnchangeable(error) ? { kind: 'obsolete' } : outcome;
  }
}

export function failed(log: Log, row: ClaimedRow, error: unknown): Outcome {
  const { isAlarming, ...outcome } = slackVerdict(error);
  if (isAlarming && 'problem' in outcome) {
    log.error({ row: row._id, template: row.template, problem: outcome.problem }, 'Slack refuses Gatehouse.');
  }
  return outcome;
}
