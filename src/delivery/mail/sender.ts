import { parseEmail } from '../../domain/email.ts';
import type { Runtime } from '../../services/context.ts';
import { isHeld } from '../../services/outbox.ts';
import type { Composer } from '../compose.ts';
import type { Log, Outcome, Sender } from '../outcome.ts';
import type { MailTransport } from './transport.ts';

export interface MailAddress {
  name: string;
  address: string;
}

/**
 * Reads `Gatehouse <gatehouse@example.org>`, or an address alone.
 * @throws Error when it is neither
 */
export function parseSender(text: string): MailAddress {
  const [, name = '', bracketed] = /^(?:"?([^"<>]*?)"?\s*)<([^<>]+)>$/.exec(text.trim()) ?? [];
  const email = parseEmail(bracketed ?? text);
  if ('problem' in email) throw new Error('The sender of mails is not an e-mail address.');
  return { name: name.trim(), address: email.address };
}

export interface MailSenderOptions {
  runtime: Runtime;
  compose: Composer;
  transport: MailTransport;
  from: MailAddress;
  log: Log;
}

/** Sends rows by SMTP. Each try of a row carries the same Message-ID, so that a mailbox can tell a repeat (A58). */
export function createMailSender({ runtime, compose, transport, from, log }: MailSenderOptions): Sender {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return async (row): Promise<Outcome> => {
    if (row.to.via !== 'mail') throw new TypeError('This row does not go by mail.');
    const mail = await compose.mail(row);
    if (!mail) return { kind: 'obsolete' };
    if (!isHeld(runtime, row)) return { kind: 'lost' };
    const { address, name = '' } = row.to;
    const verdict = await transport.send({
      from,
      to: { name, address },
      envelope: { from: from.address, to: [address] },
      messageId: `<${row._id}@${domain}>`,
      date: runtime.now(),
      headers: { 'Auto-Submitted': 'auto-generated' },
      ...mail,
    });
    if (!verdict) return { kind: 'sent' };
    if (verdict.isAlarming) log.error({ row: row._id, problem: verdict.problem }, 'Mail cannot be sent.');
    return verdict;
  };
}
