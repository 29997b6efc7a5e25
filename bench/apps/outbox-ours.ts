/** Empties the outbox with Gatehouse's own dispatcher: it claims, writes the text from what is so, sends and stores the outcome. */
import pino from 'pino';
import { createDispatcher } from '../../src/delivery/dispatcher.ts';
import { createSenders } from '../../src/delivery/senders.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes } from '../../src/store/index.ts';
import { answerQuestions } from '../support/answer.ts';
import { concurrency, newMailing, type OutboxQuestion, type PostOffice } from '../support/outbox-data.ts';
import { organization, owner, ownersGrant, tenantId } from '../support/records.ts';
import { openRuntime } from '../support/runtime.ts';

const runtime = openRuntime(await connect(process.env.MONGODB_URI ?? ''));
const { store } = runtime;
const log = pino({ level: 'warn' }, pino.destination(2));

answerQuestions<OutboxQuestion>(async (question) => {
  if (question.kind === 'prepare') return prepare();
  const { accounts, invitations, requests, rows } = newMailing(question.mails);
  await store.accounts.insertMany(accounts, { lean: true });
  await store.invitations.insertMany(invitations, { lean: true });
  await store.accessRequests.insertMany(requests, { lean: true });
  await store.outbox.insertMany(rows, { lean: true });
  return send(rows.length, question.office);
});

async function prepare(): Promise<void> {
  await ensureIndexes(store);
  await store.accounts.insertMany([owner]);
  await store.organizations.insertMany([organization]);
  await store.grants.insertMany([ownersGrant]);
}

/** A dispatcher of its own for each round: the pace of Slack counts from its first message. */
async function send(count: number, { smtpUrl, slackApiUrl, botToken }: PostOffice): Promise<number> {
  const { senders, close } = createSenders({
    runtime,
    smtpUrl,
    mailFrom: 'Gatehouse <gatehouse@aster.example>',
    slackApiUrl,
    tokenOf: () => Promise.resolve(botToken),
    log,
  });
  const tenantIds = () => Promise.resolve([tenantId]);
  const dispatcher = createDispatcher({ runtime, senders, tenantIds, log, concurrency });
  const begun = performance.now();
  await dispatcher.drain();
  const seconds = (performance.now() - begun) / 1000;
  await dispatcher.stop(1000);
  close();
  const waiting = await store.outbox.countDocuments({ tenantId, status: { $ne: 'sent' } });
  if (waiting > 0) throw new Error(`${waiting} messages were not sent`);
  return count / seconds;
}
