import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { busy, unsure } from '../../src/domain/errors.ts';
import { olga } from '../../src/sandbox/people.ts';
import { seed } from '../../src/sandbox/seed.ts';
import type { Runtime } from '../../src/services/context.ts';
import { createUlids } from '../../src/services/ids.ts';
import { sendJoinInvitations } from '../../src/services/invitations/send-join.ts';
import { organizationsFor } from '../../src/services/organizations.ts';
import { connect } from '../../src/store/connection.ts';
import { ensureIndexes, openStore } from '../../src/store/index.ts';
import { afterFile } from '../support/after-file.ts';
import { violationsIn } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { acting, outcomeOf } from '../support/verbs.ts';
import { type Load, startLoad } from './load.ts';
import { type CommandFault, type Nodes, startNodes } from './nodes.ts';
import { untruths } from './truth.ts';

/** The requirement: so long after a primary is lost, everybody's work goes on. */
const resumeWithinMs = 15_000;

/** All that somebody may be told whose command is not done. */
const honest = [busy().message, unsure().message];

const commit = ['commitTransaction'];
/** What a primary may do to one command; of the commits, the first two are carried out all the same. */
const faults: [string, CommandFault][] = [
  ['commits, and shuts down', { failCommands: commit, writeConcernError: { code: 91, errmsg: 'over' } }],
  ['commits too late to say so', { failCommands: commit, writeConcernError: { code: 50, errmsg: 'late' } }],
  ['does not commit in time', { failCommands: commit, errorCode: 50 }],
  ['closes the connection at a commit', { failCommands: commit, closeConnection: true }],
  [
    'is no primary any more at a commit',
    { failCommands: commit, errorCode: 11602, errorLabels: ['UnknownTransactionCommitResult'] },
  ],
  [
    'gives up the transaction at its commit',
    { failCommands: commit, errorCode: 251, errorLabels: ['TransientTransactionError'] },
  ],
  ['shuts down at a statement', { failCommands: ['insert', 'update'], errorCode: 91 }],
];

let nodes: Nodes;
let runtime: Runtime;
let organizationId: string;

beforeAll(async () => {
  nodes = await startNodes();
  afterFile(() => nodes.stop());
  const connection = await connect(nodes.uri);
  afterFile(() => connection.close());
  const store = openStore(connection);
  await ensureIndexes(store);
  runtime = {
    store,
    now: () => new Date(),
    randomBytes: (size) => randomBytes(size),
    ulid: createUlids(randomBytes),
    codeKey: randomBytes(32),
    mailDomain: () => Promise.resolve('ok'),
    wakeDelivery() {},
  };
  await seed(runtime);
  const [place] = await organizationsFor(await acting(runtime, olga.id), 'invitation:send');
  organizationId = place?.organization._id ?? '';
}, 120_000);

afterAll(async () => {
  await nodes.whole();
  expect(await violationsIn(runtime.store)).toEqual([]);
});

/** Lets people work while `fault` happens, until all of them have gone on; then what they were told must be true. */
async function underLoad(fault: (load: Load) => Promise<void>): Promise<void> {
  const load = startLoad(runtime, organizationId);
  try {
    await load.resumed();
    await fault(load);
  } finally {
    await load.stop();
  }
  await nodes.whole();
  await expectTruth(load);
}

const invite = async (emails: string) =>
  sendJoinInvitations(await acting(runtime, olga.id), { organizationId, emails });

async function expectTruth({ told }: Pick<Load, 'told'>): Promise<void> {
  expect(told.flatMap(({ texts }) => texts).filter((text) => !honest.includes(text))).toEqual([]);
  expect(await untruths(runtime.store, told)).toEqual([]);
}

describe('A62: when the primary', () => {
  it('steps down, work goes on', { timeout: 120_000 }, () =>
    underLoad(async (load) => {
      await nodes.stepDown();
      expect(await load.resumed()).toBeLessThan(resumeWithinMs);
    }),
  );

  it('is killed, work goes on, and with it when it comes back', { timeout: 120_000 }, () =>
    underLoad(async (load) => {
      const primary = await nodes.primary();
      await primary.kill();
      expect(await load.resumed()).toBeLessThan(resumeWithinMs);
      await primary.restart();
      await load.resumed();
    }),
  );

  it('freezes with its connections open, work goes on, and when it wakes up', { timeout: 120_000 }, () =>
    underLoad(async (load) => {
      const primary = await nodes.primary();
      primary.freeze();
      const frozenAt = performance.now();
      const underWay = outcomeOf(invite('under.way@aster.example'));
      try {
        expect(await load.resumed()).toBeLessThan(resumeWithinMs);
        // Nobody waits for it any more; but a job that hangs holds up all that comes after it.
        await underWay;
        expect(performance.now() - frozenAt).toBeLessThan(resumeWithinMs);
      } finally {
        primary.thaw();
      }
      await load.resumed();
    }),
  );

  it('closes its connections after any number of statements, work goes on', { timeout: 120_000 }, () =>
    underLoad(async (load) => {
      const failCommands = ['insert', 'update', 'commitTransaction'];
      for (let skip = 0; skip < 12; skip += 1) {
        const before = load.told.length;
        await nodes.fail({ skip }, { failCommands, closeConnection: true });
        await eventually(() => load.told.length > before, 15_000);
        await nodes.heal();
      }
      expect(await load.resumed()).toBeLessThan(resumeWithinMs);
    }),
  );

  it('fails one command after the other, work goes on', { timeout: 120_000 }, () =>
    underLoad(async (load) => {
      for (const [what, fault] of faults) {
        await nodes.fail({ times: 1 }, fault);
        expect(await load.resumed(), what).toBeLessThan(resumeWithinMs);
        await nodes.heal();
      }
    }),
  );
});

describe('A63: when writes conflict without an end', () => {
  it('a command ends BUSY and has written nothing, and work goes on', { timeout: 120_000 }, () =>
    underLoad(async (load) => {
      await nodes.fail('alwaysOn', { failCommands: ['insert', 'update'], errorCode: 112 });
      const email = 'conflict@aster.example';
      expect(await outcomeOf(invite(email))).toBe('busy');
      await nodes.heal();
      expect(await load.resumed()).toBeLessThan(resumeWithinMs);
      expect(await runtime.store.invitations.countDocuments({ emailKey: email })).toBe(0);
    }),
  );
});
