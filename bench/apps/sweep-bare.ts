/** Claims what is due with the plain driver, one after the other, and does nothing else: no audit, no message, no check. */
import { day } from '../../src/domain/invitations.ts';
import { answerQuestions } from '../support/answer.ts';
import { addIndexes, openPlainDriver } from '../support/plain-driver.ts';
import { tenantId } from '../support/records.ts';
import { dueInvitations, type SweepQuestion } from '../support/sweep-data.ts';

const uri = process.env.MONGODB_URI ?? '';
const { collection } = await openPlainDriver(uri);
const invitations = collection('invitations');

answerQuestions<SweepQuestion>(async (question) => {
  if (question.kind === 'prepare') return addIndexes(uri);
  const { count } = question;
  await invitations.insertMany(dueInvitations(count).map((row) => ({ ...row })));
  const begun = performance.now();
  const done = (await claimAll(remind)) + (await claimAll(expire));
  const seconds = (performance.now() - begun) / 1000;
  if (done !== count) throw new Error(`${done} of ${count} had their turn`);
  return count / seconds;
});

async function claimAll(claim: () => Promise<unknown>): Promise<number> {
  let done = 0;
  while ((await claim()) !== null) done += 1;
  return done;
}

function remind(): Promise<unknown> {
  const now = new Date();
  return invitations.findOneAndUpdate(
    { tenantId, nextReminderAt: { $lte: now } },
    { $set: { nextReminderAt: new Date(now.getTime() + 3 * day) }, $inc: { remindersSent: 1 } },
  );
}

function expire(): Promise<unknown> {
  const now = new Date();
  return invitations.findOneAndUpdate(
    { tenantId, status: 'pending', expiresAt: { $lte: now } },
    { $set: { status: 'expired', endedAt: now }, $unset: { liveKey: 1 } },
  );
}
