/** Sweeps and redeems with Gatehouse's own verbs, alone or beside another such process on the same database. */
import { randomBytes } from 'node:crypto';
import { type Context, contextFor } from '../../src/services/context.ts';
import { expireDue } from '../../src/services/expiry.ts';
import { findByCode } from '../../src/services/invitations/find-by-code.ts';
import { redeemInvitation } from '../../src/services/invitations/redeem.ts';
import { remindDue } from '../../src/services/reminders/sweep.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes } from '../../src/store/index.ts';
import { answerQuestions } from '../support/answer.ts';
import { rateOf } from '../support/rate.ts';
import { actorOf, organization, owner, ownersGrant, tenantId } from '../support/records.ts';
import { newInvitees } from '../support/redeem-data.ts';
import { openRuntime } from '../support/runtime.ts';
import { dueInvitations } from '../support/sweep-data.ts';
import type { Share, TeamworkQuestion, Ticket } from '../support/teamwork-data.ts';

const runtime = openRuntime(await connect(process.env.MONGODB_URI ?? ''));
const { store } = runtime;

answerQuestions<TeamworkQuestion>(async (question) => {
  if (question.kind === 'prepare') return prepare();
  if (question.kind === 'fill') return fill(question.due, question.codes);
  const before = process.cpuUsage();
  const [swept] = await Promise.all([sweep(), rateOf(question.tickets, question.people, redeem)]);
  const { user, system } = process.cpuUsage(before);
  const coreSeconds = (user + system) / 1_000_000;
  return { redeemed: question.tickets.length, swept, coreSeconds } satisfies Share;
});

async function prepare(): Promise<void> {
  await ensureIndexes(store);
  await store.accounts.insertMany([owner]);
  // Without quiet hours, so that what is due is a reminder at whatever time this runs.
  const reminders = { quietFrom: 0, quietUntil: 0, workingDays: [1, 2, 3, 4, 5, 6, 7] };
  await store.organizations.insertMany([{ ...organization, settings: { reminders } }]);
  await store.grants.insertMany([ownersGrant]);
}

async function fill(due: number, codes: number): Promise<Ticket[]> {
  const invitees = newInvitees(codes, runtime.codeKey);
  await store.accounts.insertMany(invitees.map(({ account }) => account));
  await store.invitations.insertMany(
    [...invitees.map(({ invitation }) => invitation), ...dueInvitations(due)],
    { lean: true },
  );
  return invitees.map(({ account, code }) => ({ accountId: account._id, code }));
}

async function sweep(): Promise<number> {
  const reminded = await remindDue(as('reminders'));
  const expired = await expireDue(as('expiry'));
  return reminded.invitations + expired.invitations;
}

function as(name: 'reminders' | 'expiry'): Context {
  return contextFor(runtime, { kind: 'system', tenantId, name }, name);
}

async function redeem({ accountId, code }: Ticket): Promise<void> {
  const account = await store.accounts.findOne({ _id: accountId, tenantId }).lean();
  if (!account) throw new Error(`${accountId} is gone`);
  const context = contextFor(runtime, actorOf(account), randomBytes(16).toString('hex'));
  const claim = await findByCode(context, code, account.emailKey);
  const { outcome } = await redeemInvitation(context, { claim });
  if (outcome !== 'requested') throw new Error(`the outcome is ${outcome}`);
}
