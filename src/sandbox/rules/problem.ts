import type { z } from 'zod';

/** One rule of Slack's that a value breaks. */
export interface Problem {
  /** JSON pointer (RFC 6901) into the checked value, such as `/blocks/0/text`; empty for the whole value. */
  path: string;
  message: string;
}

/** Checks a value against a schema and says in plain words what is wrong with it. */
export function problemsIn(schema: z.ZodType, value: unknown, under = ''): Problem[] {
  const result = schema.safeParse(value, { error: wording });
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => {
    const path = under + pointer(issue.path);
    if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path + pointer([key]),
      message: 'is not a key that Slack knows here',
    }));
  });
}

/** Writes a path as a JSON pointer. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** What a client sends: the value as JSON, so that keys set to `undefined` are gone. */
export function asSent(value: unknown): unknown {
  const json = JSON.stringify(value);
  return json === undefined ? undefined : JSON.parse(json);
}

function wording(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${withArticle(issue.expected)}`;
    case 'invalid_value':
      return issue.input === undefined ? 'is missing' : `must be ${issue.values.map(quoted).join(' or ')}`;
    case 'too_big':
      return COUNTED[issue.origin]
        ? `has more than ${issue.maximum} ${COUNTED[issue.origin]}`
        : `is greater than ${issue.maximum}`;
    case 'too_small':
      if (!COUNTED[issue.origin]) return `is less than ${issue.minimum}`;
      return issue.minimum === 1 ? 'is empty' : `has fewer than ${issue.minimum} ${COUNTED[issue.origin]}`;
    default:
      return undefined;
  }
}

const COUNTED: Readonly<Record<string, string>> = { string: 'characters', array: 'items' };

function quoted(value: unknown): string {
  return JSON.stringify(value);
}

function withArticle(type: string): string {
  return /^[aeio]/.test(type) ? `an ${type}` : `a ${type}`;
}
