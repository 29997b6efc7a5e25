import type { Template } from '../domain/messages.ts';
import type { Runtime } from '../services/context.ts';
import type { ClaimedRow } from '../services/outbox.ts';
import { quietMs } from '../services/reminders/quiet-hours.ts';
import { createComposer } from './compose.ts';
import { nameOf } from './error-name.ts';
import { createMailSender, parseSender } from './mail/sender.ts';
import { openTransport } from './mail/transport.ts';
import type { Log, Sender, Senders } from './outcome.ts';
import { createClients } from './slack/clients.ts';
import { createFileSender } from './slack/file-sender.ts';
import { createRefreshSender, createSlackSender } from './slack/sender.ts';

/** What goes to Slack as a file. */
const files: ReadonlySet<Template> = new Set(['import-report', 'people-list', 'audit-list']);

export interface SendersOptions {
  runtime: Runtime;
  /** Such as `smtp://user:password@mail.example.org:587`. */
  smtpUrl: string;
  /** Such as `Gatehouse <gatehouse@example.org>`. */
  mailFrom: string;
  /** Ends with a slash, such as `https://slack.com/api/`. */
  slackApiUrl: string;
  /** The bot token of a tenant; null when Gatehouse is not installed there. */
  tokenOf(tenantId: string): Promise<string | null>;
  /** Called when Slack says that it does not know the token of a tenant any more. */
  onLockout?: () => Promise<void>;
  log: Log;
  /** Most connections to the mail server. Default 4. */
  mailConnections?: number;
  /** Milliseconds that an attempt to send a mail may take; less than a mail is held. */
  mailDeadlineMs?: number;
}

/**
 * The senders of all destinations. `close` ends the connections to the mail server.
 * @throws Error when the mail settings make no sense
 */
export function createSenders(options: SendersOptions): { senders: Senders; close(): void } {
  const {
    runtime,
    smtpUrl,
    mailFrom,
    slackApiUrl,
    tokenOf,
    log,
    mailConnections = 4,
    mailDeadlineMs,
  } = options;
  const compose = createComposer(runtime);
  const transport = openTransport(smtpUrl, {
    maxConnections: mailConnections,
    ...(mailDeadlineMs === undefined ? {} : { deadlineMs: mailDeadlineMs }),
  });
  const slack = { runtime, compose, clients: createClients({ slackApiUrl }), tokenOf, log };
  const sendFile = createFileSender(slack);
  const sendMessage = createSlackSender(slack);
  // Nothing was sent, whatever becomes of telling it.
  const tellLockout = async (row: ClaimedRow): Promise<void> => {
    try {
      await options.onLockout?.();
    } catch (error) {
      log.error(
        { row: row._id, error: nameOf(error) },
        'That Slack does not let Gatehouse in could not be noted.',
      );
    }
  };
  const watch =
    (send: Sender): Sender =>
    async (row) => {
      const outcome = await send(row);
      if (outcome.kind === 'unsent' && outcome.isLockedOut) await tellLockout(row);
      return outcome;
    };
  const sendMail = createMailSender({ runtime, compose, transport, from: parseSender(mailFrom), log });
  return {
    senders: {
      mail: outOfQuietHours(runtime, sendMail),
      slack: outOfQuietHours(
        runtime,
        watch((row) => (files.has(row.template) ? sendFile(row) : sendMessage(row))),
      ),
      refresh: watch(createRefreshSender(slack)),
    },
    close: () => transport.close(),
  };
}

/** What nobody waits on stays until people work again, also when it was held up until after their hours. */
function outOfQuietHours(runtime: Runtime, send: Sender): Sender {
  return async (row) => {
    const ms = await quietMs(runtime, row);
    return ms > 0 ? { kind: 'wait', ms } : send(row);
  };
}
