/** Whether what people were told while the database failed is what the database holds (I14, I15). */
import type { Store } from '../../src/store/index.ts';
import { outcomeOf } from '../support/verbs.ts';
import type { Told } from './load.ts';

const names = {
  invite: 'invitation.send-join',
  redeem: 'invitation.redeem',
  approve: 'request.approve',
} as const;

/** Everything that was told and is not true; none when all is well. */
export async function untruths(store: Store, told: readonly Told[]): Promise<string[]> {
  const found: string[] = [];
  for (const one of told) {
    const problem = await untruthOf(store, one);
    if (problem !== null) found.push(`${one.step} ${one.commandId}, told ${one.outcomes}: ${problem}`);
  }
  return found;
}

/** SUCCESS is there once; BUSY alone left nothing; UNSURE is either. A repeat has the same answer, and no second effect. */
async function untruthOf(store: Store, told: Told): Promise<string | null> {
  const before = await effectsOf(store, told);
  if (before.stored !== before.changed) return `${before.stored} answers, ${before.changed} effects`;
  if (before.stored > 1) return 'it was done twice';
  const isDone = told.outcomes.includes('done');
  if (isDone && before.stored === 0) return 'it is not in the data';
  if (!isDone && told.outcomes.every((outcome) => outcome === 'busy') && before.stored > 0)
    return 'it is in the data';

  const answer = await repeated(told);
  const after = await effectsOf(store, told);
  // A try whose end the database did not see stays taken (A21), so that a person may have none left for a while.
  const isOutOfTries = told.step === 'redeem' && (answer === 'busy' || answer === 'limit');
  if (isOutOfTries) return after.changed === before.changed ? null : 'it was refused and done';
  if (after.stored !== 1 || after.changed !== 1)
    return `after a repeat that says ${plain(answer)}, ${after.stored} and ${after.changed}`;
  if (isDone && plain(answer) !== plain(told.answer)) return `the repeat answers ${plain(answer)}`;
  return null;
}

/** A slow machine may have somebody try again, as they are told to, for a minute; who redeems runs out of tries before. */
async function repeated(told: Told): Promise<unknown> {
  const deadline = performance.now() + 60_000;
  for (let tries = 1; ; tries += 1) {
    const answer = await outcomeOf(told.repeat());
    const isOver = tries >= 5 && (told.step === 'redeem' || performance.now() > deadline);
    if (isOver || (answer !== 'busy' && answer !== 'unsure')) return answer;
  }
}

async function effectsOf(store: Store, { step, commandId, email }: Told) {
  const stored = await store.commands.countDocuments({ commandId, name: names[step] });
  if (step === 'invite') return { stored, changed: await invitationsTo(store, email, 'join') };
  if (step === 'approve') return { stored, changed: await invitationsTo(store, email, 'access') };
  const account = await store.accounts.findOne({ emailKey: email }, { _id: 1 }).lean();
  const changed = account ? await store.accessRequests.countDocuments({ accountId: account._id }) : 0;
  return { stored, changed };
}

const invitationsTo = (store: Store, emailKey: string, kind: 'join' | 'access') =>
  store.invitations.countDocuments({ emailKey, kind });

/** An answer that was stored has no `undefined` in it. */
const plain = (answer: unknown) => JSON.stringify(answer);
