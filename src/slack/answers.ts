import { randomInt } from 'node:crypto';
import type { ModalView } from '@slack/types';
import type { Logger } from 'pino';
import { fieldOf } from '../../views/common/ids.ts';
import { noticeMessage, noticeView } from '../../views/common/notices.ts';
import { busy, DomainError, plainDates, tooLate, unsure } from '../domain/errors.ts';
import { isUnavailable } from '../store/transaction.ts';
import { type Origin, tell } from './build-turn.ts';
import { slackErrorOf } from './slack-error.ts';
import type { Verdict } from './turn.ts';

/** How long a person waits at most: Slack gives three seconds, and the answer has to travel. */
const patienceMs = 2_300;

/** The outcome of `work`, or after 2.3 seconds `unsure`: the work goes on, and a repeat cannot do it twice. */
export async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(unsure()), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {});
  }
}

/** What somebody tried without the right to: each leaves a line in the log. Refused codes have their audit row. */
const refusals: ReadonlySet<DomainError['code']> = new Set(['deny', 'reopen']);

/** Slack's words for a view that came more than three seconds after the press. */
const lateErrors: ReadonlySet<string> = new Set(['expired_trigger_id', 'exchanged_trigger_id']);

/** What the person is told of an error. An unexpected one gets a reference that is also in the log. */
export function explain(log: Logger, error: unknown): DomainError {
  if (error instanceof DomainError) {
    if (refusals.has(error.code)) log.warn({ refused: error.code }, 'refused');
    return error;
  }
  if (lateErrors.has(slackErrorOf(error) ?? '')) return tooLate();
  const reference = randomInt(36 ** 6)
    .toString(36)
    .toUpperCase()
    .padStart(6, '0');
  log.error({ err: error, reference }, 'unexpected error');
  if (isUnavailable(error)) return busy();
  return new DomainError(
    'busy',
    `Something went wrong on our side. Try again; if it happens again, give your admin the reference ${reference}.`,
  );
}

/** Answers a command or a press that failed. */
export async function tellError(log: Logger, origin: Origin, error: unknown): Promise<void> {
  await tell(origin, noticeMessage(explain(log, error).message)).catch((failure: unknown) => {
    log.error({ err: failure }, 'answer not delivered');
  });
}

/** Answers a select that asked in vain: with nothing to choose from. Nobody is told, so the log is. */
export function noOptions(log: Logger, error: unknown): [] {
  const { code } = explain(log, error);
  log.warn({ code }, 'no options given');
  return [];
}

/** The codes after which the form is of no more use; after all others it stays as it was typed. */
const endings: ReadonlySet<DomainError['code']> = new Set(['deny', 'stale']);

/** Answers a form that failed: on its fields, so that nothing typed is lost, or in its place when it is over. */
export function verdictOn(log: Logger, view: Pick<ModalView, 'blocks'>, error: unknown): Verdict {
  const problem = explain(log, error);
  const inputs = inputsOf(view);
  const [first] = inputs.values();
  const isHomeless = problem.code === 'code' && !inputs.has('code');
  if (!first || isHomeless || endings.has(problem.code)) {
    return { response_action: 'update', view: noticeView({ text: problem.message }) };
  }
  const errors: Record<string, string> = {};
  for (const [field, message] of Object.entries(problem.fields)) {
    const at = homeOf(field, inputs) ?? first;
    errors[at] = errors[at] ? `${errors[at]} ${message}` : plainDates(message);
  }
  if (Object.keys(errors).length === 0) {
    const at = problem.code === 'code' ? inputs.get('code') : undefined;
    errors[at ?? first] = plainDates(problem.message);
  }
  return { response_action: 'errors', errors };
}

/** A choice that cannot be made yet is a sentence instead of an input: what is wrong with it stands at the choice above it. */
const choiceAbove: Readonly<Record<string, string>> = {
  roleId: 'subscriptionId',
  subscriptionId: 'appId',
  appId: 'organizationId',
  organizationId: 'what',
};

function homeOf(field: string, inputs: ReadonlyMap<string, string>): string | undefined {
  const above = choiceAbove[field];
  return inputs.get(field) ?? (above === undefined ? undefined : homeOf(above, inputs));
}

/** The `block_id` of each input, by the name of its field. */
function inputsOf({ blocks }: Pick<ModalView, 'blocks'>): Map<string, string> {
  const ids = blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id ? [id] : []));
  return new Map(ids.map((id) => [fieldOf(id), id]));
}
