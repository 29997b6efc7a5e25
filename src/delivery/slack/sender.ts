import type { WebClient } from '@slack/web-api';
import type { Runtime } from '../../services/context.ts';
import { releaseCopy, takeCopy } from '../../services/outbox/copies.ts';
import { type ClaimedRow, isHeld } from '../../services/outbox.ts';
import type { Composer } from '../compose.ts';
import { nameOf } from '../error-name.ts';
import type { Log, Outcome, Sender } from '../outcome.ts';
import type { Clients } from './clients.ts';
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

/** A refresh waits so long for its message to be posted, or for another refresh of it. */
const turnMs = 2_000;
/** Longer than the update can take; a crash holds up the next refresh no longer. */
const rewriteMs = 20_000;

/** Posts rows with `chat.postMessage`, and keeps where Slack put them. */
export function createSlackSender({ runtime, compose, clients, tokenOf, log }: SlackSenderOptions): Sender {
  return async (row) => {
    if (row.to.via !== 'slack') throw new TypeError('This row does not go to Slack.');
    const composed = await compose.message(row);
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
      return channel && ts ? { kind: 'sent', posted: { channel, ts } } : { kind: 'sent' };
    } catch (error) {
      const outcome = failed(log, row, error);
      if (outcome.kind === 'refused') await recheck(runtime, client, row, log);
      return outcome;
    }
  };
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
    if (found.state === 'busy') return { kind: 'wait', ms: turnMs };
    try {
      return await rewrite(options, clients(token), row, found);
    } finally {
      await releaseCopy(runtime, row, copyOf);
    }
  };
}

async function rewrite(
  { runtime, compose, log }: SlackSenderOptions,
  client: WebClient,
  row: ClaimedRow,
  { copy, posted }: Extract<Awaited<ReturnType<typeof takeCopy>>, { state: 'ready' }>,
): Promise<Outcome> {
  const composed = await compose.message(copy, row.createdAt);
  if (!composed) return { kind: 'obsolete' };
  if (!isHeld(runtime, row)) return { kind: 'lost' };
  try {
    await client.chat.update({ ...posted, ...composed.message });
    // The same row looks again, so that a message which goes on changing has one writer, also after a crash.
    return composed.againMs === undefined ? { kind: 'sent' } : { kind: 'wait', ms: composed.againMs };
  } catch (error) {
    const outcome = failed(log, row, error);
    // A message that cannot be changed any more stays as it is: its buttons say what happened when pressed.
    return outcome.kind === 'refused' || isUnchangeable(error) ? { kind: 'obsolete' } : outcome;
  }
}

function isUnchangeable(error: unknown): boolean {
  const { data } = error as { data?: { error?: string } };
  return ['message_not_found', 'cant_update_message', 'edit_window_closed'].includes(data?.error ?? '');
}

export function failed(log: Log, row: ClaimedRow, error: unknown): Outcome {
  const { isAlarming, ...outcome } = slackVerdict(error);
  if (isAlarming && 'problem' in outcome) {
    log.error({ row: row._id, template: row.template, problem: outcome.problem }, 'Slack refuses Gatehouse.');
  }
  return outcome;
}
