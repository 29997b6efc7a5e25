/** People who work while the database fails, and what they are told. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { busy } from '../../src/domain/errors.ts';
import { createLog } from '../../src/log.ts';
import { olga } from '../../src/sandbox/people.ts';
import { approveRequest } from '../../src/services/access-requests/approve.ts';
import type { Context, Runtime } from '../../src/services/context.ts';
import { sendJoinInvitations } from '../../src/services/invitations/send-join.ts';
import { explain, inTime } from '../../src/slack/answers.ts';
import { acting, codeOf, redeem } from '../support/verbs.ts';

export type Step = 'invite' | 'redeem' | 'approve';

/** One command of one person, and everything that they were told of it, in order. */
export interface Told {
  step: Step;
  commandId: string;
  /** The address of whom the round is about. */
  email: string;
  /** `done`, or the code of what the person was told instead. */
  outcomes: string[];
  /** The words of those codes; of an error that nobody expects, the error. */
  texts: string[];
  /** What they were told when it was done. */
  answer: unknown;
  /** Does it again, as the same command, and answers as the verb does. */
  repeat(): Promise<unknown>;
}

export interface Load {
  told: Told[];
  /** Resolves with the milliseconds after which everybody has been told of a success that they asked for from now on. */
  resumed(): Promise<number>;
  /** Lets everybody finish what they are at. */
  stop(): Promise<void>;
}

const log = createLog('silent');
/** Whoever is told BUSY or UNSURE tries the same form again, every second time; else they leave it. */
const triesAtMost = 3;

/** Sets `workers` people to work: invite somebody, redeem the code as them, approve the request; and anew. */
export function startLoad(runtime: Runtime, organizationId: string, workers = 3): Load {
  const told: Told[] = [];
  const successes = Array.from({ length: workers }, () => 0);
  let isOver = false;
  const running = successes.map(async (_, worker) => {
    for (let round = 0; !isOver; round += 1) {
      const name = `load${randomUUID().slice(0, 8)}`;
      for await (const one of knock(runtime, organizationId, { name, isPatient: round % 2 === 0 })) {
        told.push(one.told);
        if (one.told.outcomes.includes('done')) successes[worker] = one.begunAt;
      }
      // Three mongods and the test share few cores.
      await sleep(20);
    }
  });
  return {
    told,
    async resumed() {
      const from = performance.now();
      while (successes.some((begunAt) => begunAt < from)) {
        if (performance.now() - from > 60_000) throw new Error('nothing was done for a minute');
        await sleep(20);
      }
      return performance.now() - from;
    },
    async stop() {
      isOver = true;
      await Promise.all(running);
    },
  };
}

interface Done {
  told: Told;
  /** When the try began that was done. */
  begunAt: number;
}

/** The three commands of one knock. It ends with the first that is not done. */
async function* knock(
  runtime: Runtime,
  organizationId: string,
  { name, isPatient }: { name: string; isPatient: boolean },
): AsyncGenerator<Done> {
  const email = `${name}@aster.example`;
  const userId = `U0${name.toUpperCase()}`;
  const invitation = () => found(runtime.store.invitations.findOne({ emailKey: email, kind: 'join' }).lean());
  const steps: [Step, string, (context: Context) => Promise<unknown>][] = [
    ['invite', olga.id, (context) => sendJoinInvitations(context, { organizationId, emails: email })],
    ['redeem', userId, async (context) => redeem(context, codeOf(runtime, await invitation()), name)],
    [
      'approve',
      olga.id,
      async (context) => {
        const { requestId } = await invitation();
        return approveRequest(context, { requestId, role: 'member' });
      },
    ],
  ];
  for (const [step, who, verb] of steps) {
    const commandId = randomUUID();
    const repeat = async () => verb({ ...(await acting(runtime, who)), commandId });
    const done = await ask({ step, commandId, email, repeat, isPatient });
    yield done;
    if (!done.told.outcomes.includes('done')) return;
  }
}

/** Asks until it is done, or the person has had enough, and notes what the Slack edge would have told. */
async function ask({
  isPatient,
  ...command
}: Pick<Told, 'step' | 'commandId' | 'email' | 'repeat'> & { isPatient: boolean }): Promise<Done> {
  const told: Told = { ...command, outcomes: [], texts: [], answer: undefined };
  for (;;) {
    const begunAt = performance.now();
    try {
      told.answer = await inTime(command.repeat());
      told.outcomes.push('done');
      return { told, begunAt };
    } catch (error) {
      const { code, message } = explain(log, error);
      told.outcomes.push(code);
      told.texts.push(code === 'busy' && message !== busy().message ? String(error) : message);
    }
    if (!isPatient || told.outcomes.length >= triesAtMost) return { told, begunAt };
  }
}

async function found<T>(query: PromiseLike<T | null>): Promise<T> {
  const record = await query;
  if (!record) throw new Error('the record is not there');
  return record;
}
