import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { parseSender } from '../../src/delivery/mail/sender.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import { type Mailbox, startMailbox } from '../../src/sandbox/mailbox.ts';
import { briefingFor } from '../../src/services/briefings/index.ts';
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import type { OutboxRecord } from '../../src/store/models/outbox.ts';
import { minute, openWorld, type World } from './world.ts';

let world: World;
let mailbox: Mailbox;
const closing: (() => void)[] = [];
beforeAll(async () => {
  world = await openWorld();
});
beforeEach(async () => {
  mailbox = await startMailbox();
});
afterEach(async () => {
  for (const close of closing.splice(0)) close();
  await mailbox.stop();
  await world.clear();
});

const password = 'smtp-canary';

function dispatcher(smtpUrl = mailbox.url, mailDeadlineMs = 90_000) {
  const { runtime, tenantIds, log } = world;
  const { senders, close } = createSenders({
    runtime,
    smtpUrl,
    mailFrom: 'Gatehouse <gate@house.example>',
    slackApiUrl: 'http://127.0.0.1:9/api/',
    tokenOf: async () => null,
    log,
    mailDeadlineMs,
  });
  closing.push(close);
  return createDispatcher({ runtime, senders, tenantIds, log });
}

async function invited(): Promise<{ row: OutboxRecord; invitation: InvitationRecord }> {
  const invitation = await world.invite();
  const row = await world.put({
    template: 'join-invitation',
    about: { type: 'invitation', id: invitation._id },
    to: { via: 'mail', address: invitation.email },
    codeVersion: 1,
  });
  return { row, invitation };
}

const statusOf = async ({ _id }: InvitationRecord) =>
  (await world.store.invitations.findById(_id).lean())?.status;
const codeIn = (text: string | undefined) => /ABCD-EFGH(?:-[0-9A-Z]{4})+/.exec(text ?? '')?.[0];

describe('a mail', () => {
  it('arrives with its code, from Gatehouse, and with the Message-ID of its row', async () => {
    const { row } = await invited();
    await dispatcher().drain();
    const [mail, ...others] = mailbox.mails();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: ['new@partner.example'],
      from: 'Gatehouse <gate@house.example>',
      subject: 'Olga Test invites you to Acme',
      messageId: `<${row._id}@house.example>`,
    });
    expect(codeIn(mail?.text)).toBeDefined();
    expect(codeIn(mail?.html)).toBe(codeIn(mail?.text));
    expect(await world.row(row._id)).toMatchObject({ status: 'sent', attempts: 1, posted: null });
  });

  it('is not sent when nothing is left to say', async () => {
    const { row, invitation } = await invited();
    await world.store.invitations.updateOne({ _id: invitation._id }, { status: 'revoked' });
    await dispatcher().drain();
    expect(mailbox.mails()).toEqual([]);
    expect(await world.row(row._id)).toMatchObject({ status: 'cancelled' });
  });

  it('waits for a server that is down, however long, while the invitation stays open (A56)', async () => {
    const { row, invitation } = await invited();
    mailbox.faults.refuse = true;
    const one = dispatcher();
    for (let i = 0; i < 12; i += 1) {
      await one.drain();
      world.advance(15 * minute);
    }
    expect(await world.row(row._id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      problem: 'The mail server could not be reached.',
    });
    expect(await statusOf(invitation)).toBe('pending');
    mailbox.faults.refuse = false;
    await one.drain();
    expect(await world.row(row._id)).toMatchObject({ status: 'sent' });
  });

  it.each([450, 451, 421])('waits when the server answers %d (A56)', async (code) => {
    const { row, invitation } = await invited();
    mailbox.faults.rcpt = { code, text: '4.2.0 Greylisted, new@partner.example' };
    const one = dispatcher();
    await one.drain();
    expect(await world.row(row._id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      problem: `The mail server did not take the mail yet (${code} 4.2.0).`,
    });
    expect(await statusOf(invitation)).toBe('pending');
    mailbox.faults.rcpt = null;
    world.advance(minute);
    await one.drain();
    expect(mailbox.mails()).toHaveLength(1);
  });

  it.each([
    [
      'rcpt',
      550,
      '5.1.1 new@partner.example is unknown',
      'The mail server does not know the address (550 5.1.1).',
    ],
    ['rcpt', 552, '5.2.2 Full', 'The mailbox is full (552 5.2.2).'],
    ['data', 554, 'No spam', 'The mail server refused the mail (554).'],
  ] as const)(
    'is given up after %s %d, the code is dead, and its sender hears of it (A57)',
    async (fault, code, text, reason) => {
      const { row, invitation } = await invited();
      mailbox.faults[fault] = { code, text };
      await dispatcher().drain();
      expect(await world.row(row._id)).toMatchObject({ status: 'dead', attempts: 1, problem: reason });
      expect(await statusOf(invitation)).toBe('undeliverable');
      expect(await world.rows('invitation-undeliverable')).toMatchObject([
        { to: { via: 'slack', channel: 'U0OLGA' }, about: { id: invitation._id } },
      ]);
      const audit = await world.store.audit.find({ action: 'invitation.undeliverable' }).lean();
      expect(audit).toMatchObject([{ actor: 'delivery', detail: { reason } }]);
    },
  );

  it('that may have arrived is sent again with the same Message-ID and the same code (A58)', async () => {
    const { row } = await invited();
    mailbox.faults.dropAfterDot = true;
    const one = dispatcher();
    await one.drain();
    expect(await world.row(row._id)).toMatchObject({
      status: 'pending',
      attempts: 1,
      problem: 'The mail server did not confirm the mail.',
    });
    mailbox.faults.dropAfterDot = false;
    world.advance(minute);
    await one.drain();
    const [first, again, ...others] = mailbox.mails();
    expect(others).toEqual([]);
    expect(again?.messageId).toBe(first?.messageId);
    expect(codeIn(again?.text)).toBe(codeIn(first?.text));
    expect(await world.row(row._id)).toMatchObject({ status: 'sent', attempts: 2 });
  });

  it('goes to a slow server once, though two processes deliver (A60)', async () => {
    await invited();
    mailbox.faults.delayMs = 150;
    await Promise.all([dispatcher().drain(), dispatcher().drain()]);
    expect(mailbox.mails()).toHaveLength(1);
    expect((await world.rows())[0]).toMatchObject({ status: 'sent', attempts: 1 });
  });

  it('ends a try at a server that hangs, before anybody else may take the mail (A60)', async () => {
    const { row } = await invited();
    mailbox.faults.hang = 'dot';
    await Promise.all([dispatcher(mailbox.url, 2500).drain(), dispatcher(mailbox.url, 2500).drain()]);
    expect(await world.row(row._id)).toMatchObject({ status: 'pending' });
    expect(mailbox.mails().length).toBeLessThanOrEqual(1);
    mailbox.faults.hang = null;
    world.advance(minute);
    await Promise.all([dispatcher().drain(), dispatcher().drain()]);
    expect(await world.row(row._id)).toMatchObject({ status: 'sent' });
    const ids = mailbox.mails().map(({ messageId }) => messageId);
    expect(ids.length).toBeLessThanOrEqual(2);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['no TLS', false],
    ['TLS that nobody vouches for', true],
  ])('is not sent to a server with %s (A59)', async (_, untrustedTls) => {
    const { row, invitation } = await invited();
    mailbox.faults.untrustedTls = untrustedTls;
    const one = dispatcher(`${mailbox.url}?requireTLS=true`);
    await one.drain();
    world.advance(15 * minute);
    await one.drain();
    expect(mailbox.mails()).toEqual([]);
    // The owners hear of it in Slack, once however often it is tried; of this alone, whatever else waits.
    const [told, ...more] = await world.rows('mail-stopped');
    expect(more).toEqual([]);
    expect(told).toMatchObject({ to: { via: 'slack', channel: 'U0OLGA' } });
    await world.put({
      to: { via: 'mail', address: 'a@b.example' },
      problem: 'Greylisted.',
      _id: 'msg_000000',
    });
    expect(told && (await briefingFor(world.runtime, told))).toMatchObject({
      problem: 'The mail server offers no valid TLS, so nothing was sent.',
    });
    expect(await world.row(row._id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      problem: 'The mail server offers no valid TLS, so nothing was sent.',
    });
    expect(await statusOf(invitation)).toBe('pending');
    expect(world.lines).toContainEqual({ level: 'error', text: expect.stringContaining('TLS') });
  });

  it('waits when the server takes no login (A69)', async () => {
    const { row, invitation } = await invited();
    const server = new SMTPServer({
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: (_auth, _session, answer) => answer(new Error(`Not ${password}`)),
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    await dispatcher(`smtp://gate:${password}@127.0.0.1:${port}`).drain();
    server.close();
    expect(await world.row(row._id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      problem: "The mail server refused Gatehouse's login (535).",
    });
    expect(await statusOf(invitation)).toBe('pending');
    expect(world.lines).toContainEqual({ level: 'error', text: expect.stringContaining('login') });
    expect(JSON.stringify([world.lines, await world.rows()])).not.toContain(password);
  });

  it.each([false, true])('waits when the server refuses the sender (pipelining: %s)', async (pipelining) => {
    const { row, invitation } = await invited();
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      hidePIPELINING: !pipelining,
      onMailFrom: (_from, _session, answer) =>
        answer(Object.assign(new Error('5.7.1 Sender not owned'), { responseCode: 553 })),
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    await dispatcher(`smtp://127.0.0.1:${port}`).drain();
    server.close();
    expect(await world.row(row._id)).toMatchObject({
      status: 'pending',
      attempts: 0,
      problem: 'The mail server refused Gatehouse as the sender (553 5.7.1).',
    });
    expect(await statusOf(invitation)).toBe('pending');
    expect(world.lines).toContainEqual({ level: 'error', text: expect.stringContaining('as the sender') });
  });

  it('to a notification address that takes none is logged as an error, by the request alone', async () => {
    const request = await world.ask();
    const about = { type: 'request', id: request._id } as const;
    const to = { via: 'mail', address: 'gate@acme.example' } as const;
    const { _id } = await world.put({ template: 'request-opened', about, to });
    mailbox.faults.rcpt = { code: 550, text: '5.1.1 gate@acme.example is unknown' };
    await dispatcher().drain();
    expect(await world.row(_id)).toMatchObject({ status: 'dead' });
    const errors = world.lines.filter(({ level }) => level === 'error');
    expect(errors).toMatchObject([{ text: expect.stringMatching(/notification address.*given up/) }]);
    expect(errors[0]?.text).toContain(request._id);
    expect(JSON.stringify(world.lines)).not.toContain('acme.example');
  });

  it('leaves no code and no address in the log, whatever the server answers (A69)', async () => {
    await invited();
    await dispatcher().drain();
    const code = codeIn(mailbox.mails()[0]?.text) ?? '';
    await world.store.outbox.updateMany({}, { status: 'pending', dueAt: world.runtime.now() });
    mailbox.faults.rcpt = { code: 450, text: `4.1.1 new@partner.example ${code}` };
    const one = dispatcher();
    await one.drain();
    world.advance(minute);
    mailbox.faults.rcpt = { code: 550, text: `5.1.1 new@partner.example ${code}` };
    await one.drain();
    const log = JSON.stringify(world.lines);
    const stored = JSON.stringify([await world.rows(), await world.store.audit.find().lean()]);
    expect(world.lines.length).toBeGreaterThan(1);
    expect(log).not.toContain('partner.example');
    for (const text of [log, stored]) expect(text).not.toContain(code);
  });
});

describe('the sender of mails', () => {
  it.each([
    ['Gatehouse <gate@house.example>', { name: 'Gatehouse', address: 'gate@house.example' }],
    ['"Gate, house" <gate@house.example>', { name: 'Gate, house', address: 'gate@house.example' }],
    ['gate@house.example', { name: '', address: 'gate@house.example' }],
  ])('can be %s', (text, sender) => {
    expect(parseSender(text)).toEqual(sender);
  });

  it.each(['', 'Gatehouse', 'a@b.example, c@d.example', 'A <a@b.example> <c@d.example>'])(
    'cannot be %j',
    (text) => {
      expect(() => parseSender(text)).toThrow('not an e-mail address');
    },
  );
});
