/** Reminds and expires with Gatehouse's own sweeps. */
import { type Context, contextFor } from '../../src/services/context.ts';
import { expireDue } from '../../src/services/expiry.ts';
import { remindDue } from '../../src/services/reminders/sweep.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes } from '../../src/store/index.ts';
import { answerQuestions } from '../support/answer.ts';
import { organization, owner, ownersGrant, tenantId } from '../support/records.ts';
import { openRuntime } from '../support/runtime.ts';
import { dueInvitations, type SweepQuestion } from '../support/sweep-data.ts';

const runtime = openRuntime(await connect(process.env.MONGODB_URI ?? ''));
const { store } = runtime;

answerQuestions<SweepQuestion>(async (question) => {
  if (question.kind === 'prepare') return prepare();
  const { count } = question;
  await store.invitations.insertMany(dueInvitations(count), { lean: true });
  const begun = performance.now();
  const reminded = await remindDue(as('reminders'));
  const expired = await expireDue(as('expiry'));
  const seconds = (performance.now() - begun) / 1000;
  const done = reminded.invitations + expired.invitations;
  if (done !== count) throw new Error(`${done} of ${count} had their turn`);
  return count / seconds;
});

async function prepare(): Promise<void> {
  await ensureIndexes(store);
  await store.accounts.insertMany([owner]);
  // Without quiet hours, so that what is due is a reminder at whatever time this runs.
  const reminders = { quietFrom: 0, quietUntil: 0, workingDays: [1, 2, 3, 4, 5, 6, 7] };
  await store.organizations.insertMany([{ ...organization, settings: { reminders } }]);
  await store.grants.insertMany([ownersGrant]);
}

function as(name: 'reminders' | 'expiry'): Context {
  return contextFor(runtime, { kind: 'system', tenantId, name }, name);
}
