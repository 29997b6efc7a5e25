import type { Problem } from '../rules/index.ts';
import type { Obj } from './json.ts';

/** A Web API call that Slack refuses: `{ ok: false, error, … }`. */
export class SlackError extends Error {
  readonly code: string;
  readonly extra: Obj;
  /** The app could have known better: the refusal counts as a broken rule. */
  readonly isViolation: boolean;

  constructor(code: string, options: { extra?: Obj; violation?: boolean } = {}) {
    super(code);
    this.code = code;
    this.extra = options.extra ?? {};
    this.isViolation = options.violation ?? false;
  }
}

/** A refusal because of the app's own mistake, whatever the state of the workspace. */
export function mistake(code: string, ...messages: string[]): SlackError {
  const extra: Obj = messages.length === 0 ? {} : { response_metadata: { messages } };
  return new SlackError(code, { extra, violation: true });
}

/** A refusal that lists broken limits the way Slack does, each with its JSON pointer. */
export function invalid(code: string, problems: Problem[], under = ''): SlackError {
  const messages = problems.map(
    ({ path, message }) => `[ERROR] ${message} [json-pointer:${path.startsWith(under) ? '' : under}${path}]`,
  );
  return new SlackError(code, {
    extra: { errors: messages.map((text) => text.slice('[ERROR] '.length)), response_metadata: { messages } },
    violation: true,
  });
}
