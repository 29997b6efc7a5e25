/** Sends reviewed invitations with Gatehouse's own verb. */
import { randomBytes } from 'node:crypto';
import { DomainError } from '../../src/domain/errors.ts';
import { contextFor } from '../../src/services/context.ts';
import { sendDirect } from '../../src/services/direct/send.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes } from '../../src/store/index.ts';
import type { SubscriptionRecord } from '../../src/store/models/subscription.ts';
import { answerQuestions } from '../support/answer.ts';
import {
  adminCount,
  type InviteQuestion,
  newReviewed,
  newSubscription,
  type Reviewed,
  startingRecords,
} from '../support/invite-data.ts';
import { rateOf } from '../support/rate.ts';
import { actorOf } from '../support/records.ts';
import { openRuntime } from '../support/runtime.ts';
import { requireExactly, type SeatCounts } from '../support/seat-counts.ts';

const runtime = openRuntime(await connect(process.env.MONGODB_URI ?? ''));
const { store } = runtime;

answerQuestions<InviteQuestion>(async (question) => {
  switch (question.kind) {
    case 'prepare':
      return prepare();
    case 'spread':
      return spread(question.count);
    case 'crowd':
      return crowd(question);
  }
});

async function prepare(): Promise<void> {
  await ensureIndexes(store);
  await store.accounts.insertMany(startingRecords.accounts);
  await store.organizations.insertMany(startingRecords.organizations);
  await store.grants.insertMany(startingRecords.grants);
  await store.apps.insertMany(startingRecords.apps);
}

async function spread(count: number): Promise<number> {
  const subscriptions = Array.from({ length: adminCount }, () => newSubscription(count));
  const all = await review(count, subscriptions);
  return rateOf(all, adminCount, async (reviewed) => {
    await send(reviewed);
  });
}

async function crowd({ count, seats }: { count: number; seats: number }): Promise<number> {
  const subscription = newSubscription(seats);
  const all = await review(count, [subscription]);
  const counts: SeatCounts = { sent: 0, refused: 0, repeats: 0 };
  const rate = await rateOf(all, count, async (reviewed) => {
    counts[await sendUntilAnswered(reviewed, counts)] += 1;
  });
  const { _id, tenantId } = subscription;
  const after = await store.subscriptions.findOne({ _id, tenantId }).lean();
  const stored = await store.invitations.countDocuments({
    tenantId,
    'access.subscriptionId': _id,
    status: 'pending',
  });
  requireExactly({ count, seats }, counts, { held: after?.held ?? 0, stored });
  return rate;
}

async function review(count: number, subscriptions: SubscriptionRecord[]): Promise<Reviewed[]> {
  const all = newReviewed(count, subscriptions);
  await store.subscriptions.insertMany(subscriptions);
  await store.accounts.insertMany(all.map(({ invitee }) => invitee));
  await store.directory.insertMany(all.map(({ entry }) => entry));
  await store.drafts.insertMany(all.map(({ draft }) => draft));
  return all;
}

/** Sends again for as long as the answer is that it could not be done now, as a person is told to. */
async function sendUntilAnswered(reviewed: Reviewed, counts: SeatCounts): Promise<'sent' | 'refused'> {
  for (;;) {
    try {
      await send(reviewed);
      return 'sent';
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      if (error.code === 'form' && 'subscriptionId' in error.fields) return 'refused';
      if (error.code !== 'busy' && error.code !== 'unsure') throw error;
      counts.repeats += 1;
    }
  }
}

async function send({ sender, draft }: Reviewed): Promise<void> {
  const context = contextFor(runtime, actorOf(sender), randomBytes(16).toString('hex'));
  const { outcome } = await sendDirect(context, draft._id, { confirmed: '', mayWait: false });
  if (outcome !== 'sent') throw new Error(`the outcome is ${outcome}`);
}
