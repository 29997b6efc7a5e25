import type { Template } from '../domain/messages.ts';
import type { Runtime } from '../services/context.ts';
import { createComposer } from './compose.ts';
import { createMailSender, parseSender } from './mail/sender.ts';
import { openTransport } from './mail/transport.ts';
import type { Log, Senders } from './outcome.ts';
import { createClients } from './slack/clients.ts';
import { createFileSender } from './slack/file-sender.ts';
import { createRefreshSender, createSlackSender } from './slack/sender.ts';

/** What goes to Slack as a file. */
const files: ReadonlySet<Template> = new Set(['import-report', 'people-list']);

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
  log: Log;
  /** Most connections to the mail server. Default 4. */
  mailConnections?: number;
}

/**
 * The senders of all destinations. `close` ends the connections to the mail server.
 * @throws Error when the mail settings make no sense
 */
export function createSenders(options: SendersOptions): { senders: Senders; close(): void } {
  const { runtime, smtpUrl, mailFrom, slackApiUrl, tokenOf, log, mailConnections = 4 } = options;
  const compose = createComposer(runtime);
  const transport = openTransport(smtpUrl, { maxConnections: mailConnections });
  const slack = { runtime, compose, clients: createClients({ slackApiUrl }), tokenOf, log };
  const sendFile = createFileSender(slack);
  const sendMessage = createSlackSender(slack);
  return {
    senders: {
      mail: createMailSender({ runtime, compose, transport, from: parseSender(mailFrom), log }),
      slack: (row) => (files.has(row.template) ? sendFile(row) : sendMessage(row)),
      refresh: createRefreshSender(slack),
    },
    close: () => transport.close(),
  };
}
