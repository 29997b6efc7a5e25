/** Lets people into a workgroup with Gatehouse's own verb, a hundred at a time. */
import { randomBytes } from 'node:crypto';
import { contextFor } from '../../src/services/context.ts';
import { inviteToWorkgroup } from '../../src/services/workgroups/invite.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes } from '../../src/store/index.ts';
import { answerQuestions } from '../support/answer.ts';
import {
  addresses,
  type Crowd,
  type GrantQuestion,
  newCrowd,
  startingRecords,
  workgroup,
} from '../support/grant-data.ts';
import { rateOf } from '../support/rate.ts';
import { actorOf, owner } from '../support/records.ts';
import { openRuntime } from '../support/runtime.ts';

const runtime = openRuntime(await connect(process.env.MONGODB_URI ?? ''));
const { store } = runtime;

answerQuestions<GrantQuestion>(async (question) => {
  switch (question.kind) {
    case 'prepare':
      return prepare();
    case 'grant':
      return rateOf(await bringIn(question.count), 1, letIn);
  }
});

async function prepare(): Promise<void> {
  await ensureIndexes(store);
  await store.accounts.insertMany(startingRecords.accounts);
  await store.organizations.insertMany(startingRecords.organizations);
  await store.grants.insertMany(startingRecords.grants);
  await store.workgroups.insertMany(startingRecords.workgroups);
  await store.workgroupGates.insertMany(startingRecords.workgroupGates);
}

async function bringIn(count: number): Promise<Crowd[]> {
  const crowds = Array.from({ length: count }, newCrowd);
  for (const { accounts, grants, directory } of crowds) {
    await store.accounts.insertMany(accounts);
    await store.grants.insertMany(grants);
    await store.directory.insertMany(directory);
  }
  return crowds;
}

async function letIn({ accounts }: Crowd): Promise<void> {
  const emails = accounts.map(({ email }) => email).join('\n');
  const context = contextFor(runtime, actorOf(owner), randomBytes(16).toString('hex'));
  const input = { workgroupId: workgroup._id, role: 'member', emails };
  const { lines } = await inviteToWorkgroup(context, input);
  const granted = lines.filter(({ outcome }) => outcome === 'granted').length;
  if (granted !== addresses) throw new Error(`${granted} people were let in`);
}
