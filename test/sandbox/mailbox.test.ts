import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import nodemailer from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { type Mailbox, type MailboxOptions, startMailbox } from '../../src/sandbox/mailbox.ts';

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function open(options: MailboxOptions = {}): Promise<Mailbox> {
  const mailbox = await startMailbox(options);
  cleanups.push(() => mailbox.stop());
  return mailbox;
}

function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  cleanups.push(() => rmSync(folder, { recursive: true }));
  return join(folder, 'mails.json');
}

const letter = {
  from: { name: 'Gatehouse', address: 'gatehouse@illumina.example' },
  to: { name: 'Zoë', address: 'zoe@partner.example' },
  subject: 'Einladung für Zoë: 招待 ✉',
  text: 'Your code: ABCD-1234',
  html: '<p>Your code: <b>ABCD-1234</b></p>',
};

function send(url: string, more: object = {}, options: object = {}): Promise<unknown> {
  const patience = { connectionTimeout: 1_000, greetingTimeout: 1_000, socketTimeout: 1_000 };
  const { hostname: host, port } = new URL(url);
  const transport = nodemailer.createTransport({ host, port: Number(port), ...patience, ...options });
  return transport.sendMail({ ...letter, ...more });
}

function refusalOf(sending: Promise<unknown>): Promise<Error & { responseCode?: number; code?: string }> {
  return sending.then(
    () => expect.fail('it was sent'),
    (error) => error,
  );
}

describe('the mailbox', () => {
  it('keeps a mail with text, HTML and a subject in any script', async () => {
    const mailbox = await open({ now: () => new Date('2030-01-02T03:04:05Z') });
    await send(mailbox.url, { messageId: '<row-1@gatehouse>' });
    expect(mailbox.mails()).toEqual([
      {
        id: expect.any(String),
        to: ['zoe@partner.example'],
        from: 'Gatehouse <gatehouse@illumina.example>',
        subject: 'Einladung für Zoë: 招待 ✉',
        text: expect.stringContaining('Your code: ABCD-1234'),
        html: expect.stringContaining('<b>ABCD-1234</b>'),
        messageId: '<row-1@gatehouse>',
        at: '2030-01-02T03:04:05.000Z',
      },
    ]);
  });

  it('tells the recipients of the envelope, not those of the header', async () => {
    const mailbox = await open();
    await send(mailbox.url, { envelope: { from: 'a@a.example', to: ['b@b.example', 'c@c.example'] } });
    expect(mailbox.mails()[0]?.to).toEqual(['b@b.example', 'c@c.example']);
  });

  it('tells listeners about new mails until they have enough', async () => {
    const mailbox = await open();
    const seen: string[] = [];
    const stop = mailbox.onMail(({ subject }) => seen.push(subject));
    await send(mailbox.url, { subject: 'one' });
    await expect.poll(() => seen).toEqual(['one']);
    stop();
    await send(mailbox.url, { subject: 'two' });
    expect(seen).toEqual(['one']);
  });

  it('says when its port is taken', async () => {
    const first = await open();
    await expect(startMailbox({ port: Number(new URL(first.url).port) })).rejects.toThrow('EADDRINUSE');
  });

  it('keeps its mails between runs', async () => {
    const stateFile = temporaryFile();
    const first = await startMailbox({ stateFile });
    await send(first.url);
    await first.stop();
    const second = await open({ stateFile });
    expect(second.mails()).toEqual(first.mails());
    await send(second.url);
    expect(JSON.parse(readFileSync(stateFile, 'utf8')).mails).toHaveLength(2);
  });

  it('loses no mail that it accepted when it is killed', async () => {
    const stateFile = temporaryFile();
    const mailboxModule = new URL('../../src/sandbox/mailbox.ts', import.meta.url).href;
    const program = `import(${JSON.stringify(mailboxModule)})
      .then(({ startMailbox }) => startMailbox({ stateFile: ${JSON.stringify(stateFile)} }))
      .then(({ url }) => console.log(url));`;
    const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url] = await once(createInterface(child.stdout), 'line');
    await Promise.all([send(url, { subject: 'one' }), send(url, { subject: 'two' })]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const mailbox = await open({ stateFile });
    expect(
      mailbox
        .mails()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(['one', 'two']);
  });

  it('does not overwrite a file that is not its own', async () => {
    const stateFile = temporaryFile();
    writeFileSync(stateFile, 'a diary');
    await expect(startMailbox({ stateFile })).rejects.toThrow('does not hold a mailbox');
    expect(readFileSync(stateFile, 'utf8')).toBe('a diary');
  });

  it('refuses a mail that it cannot save, so that the sender tries again', async () => {
    const stateFile = temporaryFile();
    const mailbox = await open({ stateFile: join(stateFile, 'mails.json') });
    writeFileSync(stateFile, 'a file where a folder should be');
    const { responseCode } = await refusalOf(send(mailbox.url));
    expect(responseCode).toBe(450);
    expect(mailbox.mails()).toEqual([]);
  });
});

describe('a misbehaving mailbox', () => {
  it.each([421, 450, 550])('answers %i to a recipient', async (code) => {
    const mailbox = await open({ faults: { rcpt: { code, text: 'Not today' } } });
    const error = await refusalOf(send(mailbox.url));
    expect(error.responseCode).toBe(code);
    expect(error.message).toContain('Not today');
    expect(mailbox.mails()).toEqual([]);
  });

  it('refuses only the recipient it is told to', async () => {
    const mailbox = await open({ faults: { rcpt: { code: 550, to: 'nobody@' } } });
    await send(mailbox.url, { to: 'somebody@partner.example' });
    expect((await refusalOf(send(mailbox.url, { to: 'nobody@partner.example' }))).responseCode).toBe(550);
    expect(mailbox.mails()).toHaveLength(1);
  });

  it.each([421, 450, 550])('answers %i to the mail', async (code) => {
    const mailbox = await open({ faults: { data: { code } } });
    expect((await refusalOf(send(mailbox.url))).responseCode).toBe(code);
    expect(mailbox.mails()).toEqual([]);
  });

  it('recovers when the fault is taken back', async () => {
    const mailbox = await open({ faults: { data: { code: 450 } } });
    await refusalOf(send(mailbox.url));
    mailbox.faults.data = null;
    await send(mailbox.url);
    expect(mailbox.mails()).toHaveLength(1);
  });

  it('keeps a mail and breaks the connection instead of answering', async () => {
    const mailbox = await open({ faults: { dropAfterDot: true } });
    const error = await refusalOf(send(mailbox.url));
    expect(error.responseCode).toBeUndefined();
    expect(mailbox.mails()).toHaveLength(1);
  });

  it('keeps a mail and never answers', async () => {
    const mailbox = await open({ faults: { hang: 'dot' } });
    expect((await refusalOf(send(mailbox.url))).code).toBe('ETIMEDOUT');
    expect(mailbox.mails()).toHaveLength(1);
  });

  it('never greets', async () => {
    const mailbox = await open({ faults: { hang: 'greeting' } });
    expect((await refusalOf(send(mailbox.url))).code).toBe('ETIMEDOUT');
  });

  it('refuses several addresses, whatever their case', async () => {
    const mailbox = await open({ faults: { rcpt: { code: 550, to: ['zoe@PARTNER.example', 'max@'] } } });
    expect((await refusalOf(send(mailbox.url))).responseCode).toBe(550);
    await send(mailbox.url, { to: 'nora@partner.example' });
  });

  it('goes down for the connections that are open, too', async () => {
    const mailbox = await open();
    const { hostname: host, port } = new URL(mailbox.url);
    const pool = nodemailer.createTransport({ host, port: Number(port), pool: true, maxConnections: 1 });
    cleanups.push(() => pool.close());
    await pool.sendMail(letter);
    mailbox.faults.refuse = true;
    await refusalOf(pool.sendMail(letter));
    expect(mailbox.mails()).toHaveLength(1);
  });

  it('resets connections', async () => {
    const mailbox = await open({ faults: { refuse: true } });
    expect((await refusalOf(send(mailbox.url))).responseCode).toBeUndefined();
    mailbox.faults.refuse = false;
    await send(mailbox.url);
  });

  it('takes its time', async () => {
    const mailbox = await open({ faults: { delayMs: 100 } });
    const started = Date.now();
    await send(mailbox.url);
    expect(Date.now() - started).toBeGreaterThanOrEqual(400);
  });

  it('has no STARTTLS for a sender that insists on it', async () => {
    const mailbox = await open();
    await refusalOf(send(mailbox.url, {}, { requireTLS: true }));
    expect(mailbox.mails()).toEqual([]);
  });

  it('offers STARTTLS with a certificate that nobody trusts', async () => {
    const mailbox = await open({ faults: { untrustedTls: true } });
    expect((await refusalOf(send(mailbox.url))).message).toMatch(/certificate/);
    await send(mailbox.url, {}, { tls: { rejectUnauthorized: false } });
    expect(mailbox.mails()).toHaveLength(1);
  });

  it('stops although a client hangs on it', async () => {
    const mailbox = await startMailbox({ faults: { hang: 'greeting' } });
    const sending = refusalOf(send(mailbox.url, {}, { greetingTimeout: 20_000, socketTimeout: 20_000 }));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const started = Date.now();
    await mailbox.stop();
    expect(Date.now() - started).toBeLessThan(1_000);
    await sending;
  });
});
