/** Redeems codes with Gatehouse's own verbs. */
import { randomBytes } from 'node:crypto';
import { contextFor } from '../../src/services/context.ts';
import { findByCode } from '../../src/services/invitations/find-by-code.ts';
import { redeemInvitation } from '../../src/services/invitations/redeem.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes } from '../../src/store/index.ts';
import { answerQuestions } from '../support/answer.ts';
import { rateOf } from '../support/rate.ts';
import { actorOf, organization, owner, ownersGrant } from '../support/records.ts';
import { type Invitee, newInvitees, type RedeemQuestion } from '../support/redeem-data.ts';
import { openRuntime } from '../support/runtime.ts';

const runtime = openRuntime(await connect(process.env.MONGODB_URI ?? ''));
const { store } = runtime;

answerQuestions<RedeemQuestion>(async (question) => {
  if (question.kind === 'prepare') return prepare();
  const invitees = newInvitees(question.count, runtime.codeKey);
  await store.accounts.insertMany(invitees.map(({ account }) => account));
  await store.invitations.insertMany(invitees.map(({ invitation }) => invitation));
  return rateOf(invitees, question.people, redeem);
});

async function prepare(): Promise<void> {
  await ensureIndexes(store);
  await store.accounts.insertMany([owner]);
  await store.organizations.insertMany([organization]);
  await store.grants.insertMany([ownersGrant]);
}

async function redeem({ account, code }: Invitee): Promise<void> {
  const context = contextFor(runtime, actorOf(account), randomBytes(16).toString('hex'));
  const claim = await findByCode(context, code, account.emailKey);
  const { outcome } = await redeemInvitation(context, { claim });
  if (outcome !== 'requested') throw new Error(`the outcome is ${outcome}`);
}
