import type { Readable } from 'node:stream';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { SMTPPoolOptions } from 'nodemailer/lib/smtp-pool';
import { type MailVerdict, mailVerdict } from './verdict.ts';

/** Milliseconds of real time that one attempt may take, whatever the server does. The claim of a row lasts longer. */
export const mailDeadlineMs = 90_000;

/** The way to the mail server, over a pool of connections. */
export interface MailTransport {
  /** Resolves to null once the server has taken the mail, else to what went wrong. `messageId` is with its brackets. */
  send(message: SendMailOptions & { messageId: string }): Promise<MailVerdict | null>;
  close(): void;
}

/**
 * Opens nothing yet: connections are made when mail is sent.
 *
 * TLS is required unless the server is on this machine or the URL says `?requireTLS=false`; `smtps:` speaks it from the start.
 * @param url such as `smtp://user:password@mail.example.org:587`
 * @throws Error without the URL in its message
 */
export function openTransport(
  url: string,
  { maxConnections, deadlineMs = mailDeadlineMs }: { maxConnections: number; deadlineMs?: number },
): MailTransport {
  const pool = createTransport({
    ...readUrl(url),
    pool: true,
    maxConnections,
    // A message that may have arrived is repeated by the outbox alone.
    maxRequeues: 0,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    dnsTimeout: 10_000,
    socketTimeout: 60_000,
    idleTimeout: 30_000,
    logger: false,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The texts under way: read from only after the server has asked for them.
  const texts = new Map<string, Readable>();
  pool.use('stream', ({ message, data: { messageId = '' } }, done) => {
    message.processFunc((text) => {
      texts.set(messageId, text);
      return text;
    });
    done();
  });

  return {
    async send(message) {
      try {
        await pool.sendMail({ ...message, xMailer: false, signal: AbortSignal.timeout(deadlineMs) });
        return null;
      } catch (error) {
        return mailVerdict(error, { hasText: texts.get(message.messageId)?.readableDidRead === true });
      } finally {
        texts.delete(message.messageId);
      }
    },
    close: () => pool.close(),
  };
}

function readUrl(text: string): SMTPPoolOptions {
  if (!URL.canParse(text)) throw new Error('The address of the mail server is not a URL.');
  const url = new URL(text);
  if (url.protocol !== 'smtp:' && url.protocol !== 'smtps:') {
    throw new Error('The address of the mail server starts with smtp:// or smtps://.');
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const secure = url.protocol === 'smtps:';
  const wanted = url.searchParams.get('requireTLS');
  const requireTLS = !secure && (wanted === null ? !isLoopback(host) : wanted !== 'false');
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS,
    ignoreTLS: !secure && !requireTLS && isLoopback(host),
    ...(url.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
