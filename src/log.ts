import pino, { type DestinationStream, type Logger } from 'pino';

/** Everything in a text that must not be in a log: codes, tokens, credentials in addresses, e-mail addresses (I13). */
const secrets: [RegExp, string][] = [
  [/\bxox[a-z]-[\w-]+|\bxapp-[\w-]+|\bxoxe[\w.-]+/gi, '[token]'],
  [/\b([a-z][a-z+]*:\/\/)[^\s/@]+@/gi, '$1[credentials]@'],
  [/\b(?:[0-9a-z]{4}-){4}[0-9a-z]{4}\b/gi, '[code]'],
  [/\b[0-9a-hjkmnp-tv-z]{20}\b/gi, '[code]'],
  [/[^\s<>"@|:[\]]+@[^\s<>"'@|/]+\.\p{L}[\p{L}\p{N}-]+/giu, '[address]'],
];

/** The same text with its secrets taken out. */
export function redact(text: string): string {
  return secrets.reduce((safe, [pattern, name]) => safe.replace(pattern, name), text);
}

/** A line of the log with its values redacted, each as it was: in JSON a line break would hide the start of a word. */
function redactLine(line: string): string {
  const safe = (_key: string, value: unknown) => (typeof value === 'string' ? redact(value) : value);
  try {
    return `${JSON.stringify(JSON.parse(line, safe))}\n`;
  } catch {
    return redact(line);
  }
}

/** The process's log: one JSON object a line. Whatever an error says is redacted before it is written. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    hooks: { streamWrite: redactLine },
  };
  return destination ? pino(options, destination) : pino(options);
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, data } = error as Error & { code?: unknown; data?: { error?: unknown } };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(code === undefined ? {} : { code }),
    ...(data?.error === undefined ? {} : { slack: data.error }),
  };
}
