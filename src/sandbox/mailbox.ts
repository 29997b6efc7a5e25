/**
 * The sandbox's and the tests' mailbox: a real SMTP server on 127.0.0.1 that accepts mail for everybody, keeps it, and can
 * misbehave like mail servers do.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { dirname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime, { type Address } from 'postal-mime';
import { SMTPServer, type SMTPServerError, type SMTPServerSession } from 'smtp-server';
import type { Mail } from './slack/screen.ts';

/** A refusal, such as `{ code: 450, text: 'Greylisted' }`. */
export interface SmtpReply {
  code: number;
  text?: string;
}

/** How the server misbehaves. Change it at any time; it counts from the next command on. */
export interface MailFaults {
  /** Resets every new connection, and answers 421 on the open ones. For a port that is closed, stop the mailbox. */
  refuse: boolean;
  /** Never greets, nor answers those who were greeted before; or never answers the final dot. The mail of an unanswered dot is kept. */
  hang: 'greeting' | 'dot' | null;
  /** Milliseconds before each of: greeting, sender, recipient, end of the mail. */
  delayMs: number;
  /** Refuses recipients; with `to`, only those whose address contains it, or one of them. */
  rcpt: (SmtpReply & { to?: string | readonly string[] }) | null;
  /** Refuses the mail after its final dot. */
  data: SmtpReply | null;
  /** Keeps the mail, then breaks the connection instead of answering: the sender cannot know. */
  dropAfterDot: boolean;
  /** Offers STARTTLS, with a certificate that nobody trusts. Otherwise there is no STARTTLS. */
  untrustedTls: boolean;
}

export interface MailboxOptions {
  /** Default: any free port. */
  port?: number;
  /** JSON file that keeps the mails between runs. */
  stateFile?: string;
  faults?: Partial<MailFaults>;
  /** The clock of `Mail.at`. */
  now?: () => Date;
}

export interface Mailbox {
  /** Such as `smtp://127.0.0.1:2525`. */
  url: string;
  /** What arrived, oldest first; the newest thousand. `to` is the envelope's, `from` the header's. */
  mails(): Mail[];
  /** Calls `listener` for each new mail, once it is safe. Returns how to stop that. */
  onMail(listener: (mail: Mail) => void): () => void;
  faults: MailFaults;
  stop(): Promise<void>;
}

const KEPT_MAILS = 1000;
const MAX_BYTES = 10 * 1024 * 1024;

const noFaults: MailFaults = {
  refuse: false,
  hang: null,
  delayMs: 0,
  rcpt: null,
  data: null,
  dropAfterDot: false,
  untrustedTls: false,
};

/**
 * Starts the mailbox. A mail is in `stateFile` before the sender is told so; kill -9 loses none.
 * @throws when the port is taken, or `stateFile` is not the mailbox's
 */
export async function startMailbox({
  port = 0,
  stateFile,
  faults: initialFaults = {},
  now = () => new Date(),
}: MailboxOptions = {}): Promise<Mailbox> {
  const faults = { ...noFaults, ...initialFaults };
  const listeners = new Set<(mail: Mail) => void>();
  const sockets = new Map<number, Socket>();
  let mails = stateFile === undefined ? [] : load(stateFile);

  const keep = (mail: Mail): void => {
    const next = [...mails, mail].slice(-KEPT_MAILS);
    if (stateFile !== undefined) save(stateFile, next);
    mails = next;
  };

  /** Resolves to nothing when no answer shall be given. */
  const receive = async (raw: Buffer, session: SMTPServerSession): Promise<Mail | undefined> => {
    await sleep(faults.delayMs);
    if (faults.data) throw refusal(faults.data);
    const mail = await parse(raw, session, now());
    keep(mail);
    if (faults.dropAfterDot) sockets.get(session.remotePort)?.destroy();
    else if (faults.hang !== 'dot') return mail;
    for (const listener of listeners) listener(mail);
    return undefined;
  };

  const server = new SMTPServer({
    name: 'mailbox.gatehouse.test',
    size: MAX_BYTES,
    rejectOversized: true,
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 50,
    logger: false,
    async onConnect(session, answer) {
      session.disabledCommands = faults.untrustedTls ? ['AUTH'] : ['AUTH', 'STARTTLS'];
      await sleep(faults.delayMs);
      if (faults.hang !== 'greeting') answer();
    },
    async onMailFrom(_sender, _session, answer) {
      await sleep(faults.delayMs);
      if (faults.hang === 'greeting') return;
      answer(faults.refuse ? refusal({ code: 421, text: 'Service not available' }) : null);
    },
    async onRcptTo({ address }, _session, answer) {
      await sleep(faults.delayMs);
      const { rcpt } = faults;
      answer(rcpt && isMeant(rcpt, address) ? refusal(rcpt) : null);
    },
    onData(stream, session, answer) {
      buffer(stream)
        .then((raw) => receive(raw, session))
        .then((mail) => {
          if (mail === undefined) return;
          answer(null, `kept as ${mail.id}`);
          for (const listener of listeners) listener(mail);
        }, answer);
    },
  });
  // Clients that break off are everyday life here.
  server.on('error', () => {});
  server.server.on('connection', (socket) => {
    if (faults.refuse) {
      socket.resetAndDestroy();
      return;
    }
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  await listen(server, port);

  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    mails: () => [...mails],
    onMail(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    faults,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function listen(server: SMTPServer, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function refusal({ code, text }: SmtpReply): SMTPServerError {
  return Object.assign(new Error(text ?? 'Refused by the sandbox'), { responseCode: code });
}

function isMeant({ to = '' }: NonNullable<MailFaults['rcpt']>, address: string): boolean {
  return [to].flat().some((part) => address.toLowerCase().includes(part.toLowerCase()));
}

async function parse(raw: Buffer, { envelope }: SMTPServerSession, at: Date): Promise<Mail> {
  const { from, subject = '', text = '', html = '', messageId = '' } = await PostalMime.parse(raw);
  const sender = envelope.mailFrom ? envelope.mailFrom.address : '';
  return {
    id: randomUUID(),
    to: envelope.rcptTo.map(({ address }) => address),
    from: from ? display(from) : sender,
    subject,
    text,
    html,
    messageId,
    at: at.toISOString(),
  };
}

function display({ name, address }: Address): string {
  if (address === undefined) return name;
  return name ? `${name} <${address}>` : address;
}

function load(stateFile: string): Mail[] {
  let text: string;
  try {
    text = readFileSync(stateFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    const { mails } = JSON.parse(text);
    if (Array.isArray(mails)) return mails;
  } catch {
    // Falls through to the explanation.
  }
  throw new Error(`${stateFile} does not hold a mailbox. Delete or move it to start with an empty one.`);
}

function save(stateFile: string, mails: readonly Mail[]): void {
  mkdirSync(dirname(stateFile), { recursive: true });
  const fresh = `${stateFile}.new`;
  writeFileSync(fresh, JSON.stringify({ mails }), { flush: true });
  renameSync(fresh, stateFile);
}
