/** Sends the same messages, written before, with the same libraries, as many at once: without a database, and without a second try. */
import { WebClient } from '@slack/web-api';
import { createTransport } from 'nodemailer';
import { renderMail } from '../../views/mail/render-mail.ts';
import { renderMessage } from '../../views/messages/render-message.ts';
import { answerQuestions } from '../support/answer.ts';
import {
  channels,
  concurrency,
  newMailing,
  type OutboxQuestion,
  type PostOffice,
} from '../support/outbox-data.ts';
import { rateOf } from '../support/rate.ts';
import { organization } from '../support/records.ts';

const { name: organizationName } = organization;
const now = new Date();
const mail = renderMail({
  template: 'join-invitation',
  organizationName,
  inviterName: 'Pat owner',
  note: null,
  expiresAt: now,
  code: 'ABCD-EFGH-JKMN-PQRS-TVWX',
});
const card = renderMessage({
  template: 'request-opened',
  requestId: 'req_0123456789abcdef0123456789',
  organizationName,
  personName: 'Pat p0123456789abcdef',
  username: 'p0123456789abcdef',
  email: 'p0123456789abcdef@aster.example',
  provider: 'GitHub',
  providerUsername: 'p0123456789abcdef',
  invitedEmail: null,
  inviterName: 'Pat owner',
  status: 'pending',
  createdAt: now,
  decidedBy: null,
  decidedAt: null,
  reason: null,
  access: null,
  approvals: [],
  approvalsNeeded: 1,
  wanted: null,
});

answerQuestions<OutboxQuestion>(async (question) => {
  if (question.kind === 'prepare') return;
  const { rows } = newMailing(question.mails);
  const mails = rows.flatMap(({ to }) => (to.via === 'mail' ? [to.address] : []));
  return send(mails, rows.length - mails.length, question.office);
});

/** Mails and cards side by side, half of what is under way each. */
async function send(mails: string[], cards: number, office: PostOffice): Promise<number> {
  const { hostname: host, port } = new URL(office.smtpUrl);
  const pool = createTransport({ host, port: Number(port), ignoreTLS: true, pool: true, maxConnections: 4 });
  const client = new WebClient(office.botToken, { slackApiUrl: office.slackApiUrl });
  const begun = performance.now();
  await Promise.all([
    rateOf(mails, concurrency / 2, async (to) => {
      await pool.sendMail({ from: 'Gatehouse <gatehouse@aster.example>', to, ...mail });
    }),
    rateOf(Array.from({ length: cards }), concurrency / 2, async () => {
      const channel = channels[Math.floor(Math.random() * channels.length)] ?? '';
      await client.chat.postMessage({ channel, ...card });
    }),
  ]);
  const seconds = (performance.now() - begun) / 1000;
  pool.close();
  return (mails.length + cards) / seconds;
}
