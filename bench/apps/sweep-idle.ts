/** Fills its database with what is open and not due, and counts the documents that the sweeps look at. */
import { mongo } from 'mongoose';
import pino from 'pino';
import { type JobName, type JobTargets, runJob } from '../../src/schedule/jobs.ts';
import { connect } from '../../src/store/connection.ts';
import { answerQuestions } from '../support/answer.ts';
import { fillOpen } from '../support/fill.ts';
import { tenantId } from '../support/records.ts';
import { openRuntime } from '../support/runtime.ts';

export type SweepIdleQuestion =
  /** So many invitations, requests and accesses together, and a row of the audit for every tenth. */
  | { kind: 'fill'; count: number }
  /** Answers how many documents one run of all the sweeps has examined. */
  | { kind: 'sweep' };

/** Not retention, once a day: only the oldest row of the audit itself says how old it is. */
const sweeps: readonly JobName[] = ['reminders.sweep', 'expiry.sweep', 'digest.send', 'audit.seal'];

const uri = process.env.MONGODB_URI ?? '';
const connection = await connect(uri);
const targets: JobTargets = {
  runtime: openRuntime(connection),
  dispatcher: { wake: () => {} },
  tenantIds: () => Promise.resolve([tenantId]),
  log: pino({ level: 'silent' }),
};

answerQuestions<SweepIdleQuestion>(async (question) => {
  if (question.kind === 'fill') return fillOpen(uri, question.count);
  return examined();
});

/** What the database's own profiler says; it is of this database alone. */
async function examined(): Promise<number> {
  const { db } = connection;
  if (!db) throw new Error('the connection has no database');
  await db.collection('system.profile').drop();
  await db.setProfilingLevel(mongo.ProfilingLevel.all);
  try {
    for (const name of sweeps) await runJob(name, targets, {});
  } finally {
    await db.setProfilingLevel(mongo.ProfilingLevel.off);
  }
  const operations = await db
    .collection('system.profile')
    .find({ ns: { $not: /\.system\.profile$/ } })
    .toArray();
  const looked = operations.filter(({ docsExamined }) => docsExamined > 0);
  for (const { ns, op, planSummary, docsExamined } of looked)
    console.error(`  ${ns} ${op} ${planSummary}: ${docsExamined}`);
  const ran = operations.filter(({ op }) => op === 'query' || op === 'command').length;
  if (ran < sweeps.length) throw new Error(`the profiler has seen ${ran} operations alone`);
  return looked.reduce((sum, { docsExamined }) => sum + Number(docsExamined), 0);
}
