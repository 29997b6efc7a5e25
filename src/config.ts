import { z } from 'zod';
import { parseSender } from './delivery/mail/sender.ts';
import type { Transport } from './slack/app.ts';

/** What each variable is for: the texts of the one message that lists what is missing or wrong. */
const purposes: Readonly<Record<string, string>> = {
  SLACK_BOT_TOKEN: 'the bot token of the installed app, beginning with xoxb-',
  SLACK_APP_TOKEN: 'for Socket Mode: an app-level token with connections:write, beginning with xapp-',
  SLACK_SIGNING_SECRET: "for HTTP instead of Socket Mode: the app's signing secret",
  SLACK_API_URL:
    "the base address of Slack's API, if it is not Slack's own, such as https://slack-gov.com/api/",
  PORT: 'the port that Slack reaches (HTTP), or that only health checks reach (Socket Mode)',
  HOST: 'the address to listen on; 127.0.0.1 unless set',
  MONGODB_URI: 'a MongoDB replica set or sharded cluster; an embedded one runs if it is not set',
  SMTP_URL: 'the mail server, such as smtps://user:password@mail.example:465',
  MAIL_FROM: 'the sender of all mails, such as Gatehouse <gatehouse@company.example>',
  GATEHOUSE_KEY:
    'the key of all invitation codes: 32 random bytes in base64, made by: openssl rand -base64 32',
  GATEHOUSE_DATA: 'the folder of the embedded MongoDB and the sandbox; .gatehouse unless set',
  GATEHOUSE_SANDBOX: 'empty starts the sandbox without an organization, to try the set-up; seeded unless set',
  LOG_LEVEL: 'debug, info, warn, error or silent; info unless set',
};

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `is not an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const token = (prefix: string) => z.string().startsWith(prefix, `does not begin with ${prefix}`);

const common = {
  MONGODB_URI: url('mongodb:', 'mongodb+srv:').optional(),
  GATEHOUSE_DATA: z.string().min(1).default('.gatehouse'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], {
      error: 'is not one of debug, info, warn, error, silent',
    })
    .optional(),
  PORT: z.coerce
    .number({ error: 'is not a number' })
    .int('is not a whole number')
    .min(0, 'is not a port')
    .max(65_535, 'is not a port')
    .optional(),
  HOST: z.string().min(1).default('127.0.0.1'),
};

function isSender(text: string): boolean {
  try {
    parseSender(text);
    return true;
  } catch {
    return false;
  }
}

const missing = 'is missing';

const connected = z.object({
  ...common,
  SLACK_BOT_TOKEN: z.string({ error: missing }).startsWith('xoxb-', 'does not begin with xoxb-'),
  SLACK_APP_TOKEN: token('xapp-').optional(),
  SLACK_SIGNING_SECRET: z.string().min(16, 'is shorter than a signing secret').optional(),
  SLACK_API_URL: url('https:', 'http:').default('https://slack.com/api/'),
  SMTP_URL: url('smtp:', 'smtps:'),
  MAIL_FROM: z
    .string({ error: missing })
    .refine((text) => !/[\r\n]/.test(text) && isSender(text), 'has no complete e-mail address in it'),
  GATEHOUSE_KEY: z
    .string({ error: missing })
    .refine((text) => Buffer.from(text, 'base64').length >= 32, 'is not 32 bytes in base64'),
});

/** Needed when there is no signing secret either: as a field of its own, it is named together with all others. */
const withAppToken = connected.extend({
  SLACK_APP_TOKEN: z
    .string({ error: 'is missing, and so is SLACK_SIGNING_SECRET: one of the two is needed' })
    .startsWith('xapp-', 'does not begin with xapp-'),
});

const sandboxed = z.object({
  ...common,
  GATEHOUSE_SANDBOX: z.enum(['seeded', 'empty'], { error: 'is neither seeded nor empty' }).default('seeded'),
});

/** Everything that one Gatehouse needs to know to serve a workspace. */
export interface Config {
  slack: { botToken: string; apiUrl: string; transport: Transport };
  mail: { url: string; from: string };
  /** The master key; each use derives its own from it. */
  key: Uint8Array;
  logLevel: string;
}

export type Launch =
  /** No Slack credential at all: the sandbox on this machine. */
  | {
      kind: 'sandbox';
      isSeeded: boolean;
      dataFolder: string;
      mongodbUri: string | null;
      port: number;
      logLevel: string;
    }
  | { kind: 'connected'; dataFolder: string; mongodbUri: string | null; config: Config };

/** The environment is not usable. The message lists every variable that is wrong, and what it is for. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment: without any Slack credential it is the sandbox, else all that a real workspace needs.
 * @throws ConfigError
 */
export function readConfig(environment: Environment): Launch {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const hasCredential = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].some(
    (name) => present[name],
  );
  if (!hasCredential) {
    const { GATEHOUSE_DATA, GATEHOUSE_SANDBOX, MONGODB_URI, PORT, LOG_LEVEL } = parse(sandboxed, present);
    return {
      kind: 'sandbox',
      isSeeded: GATEHOUSE_SANDBOX === 'seeded',
      dataFolder: GATEHOUSE_DATA,
      mongodbUri: MONGODB_URI ?? null,
      port: PORT ?? 0,
      logLevel: LOG_LEVEL ?? 'warn',
    };
  }
  const all = parse(present.SLACK_SIGNING_SECRET ? connected : withAppToken, present);
  return {
    kind: 'connected',
    dataFolder: all.GATEHOUSE_DATA,
    mongodbUri: all.MONGODB_URI ?? null,
    config: {
      slack: { botToken: all.SLACK_BOT_TOKEN, apiUrl: all.SLACK_API_URL, transport: transportOf(all) },
      mail: { url: all.SMTP_URL, from: all.MAIL_FROM },
      key: Buffer.from(all.GATEHOUSE_KEY, 'base64'),
      logLevel: all.LOG_LEVEL ?? 'info',
    },
  };
}

function transportOf(all: z.output<typeof connected>): Transport {
  const { SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret = '', PORT: port, HOST: host } = all;
  if (!appToken) return { kind: 'http', signingSecret, port: port ?? 3000, host };
  if (port === undefined) return { kind: 'socket', appToken, healthPort: null };
  return { kind: 'socket', appToken, healthPort: port, host };
}

function parse<Schema extends z.ZodType>(schema: Schema, environment: Environment): z.output<Schema> {
  const result = schema.safeParse(environment);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    return `  ${name} ${environment[name] === undefined && !issue.message.startsWith(missing) ? missing : issue.message}\n    ${purposes[name] ?? ''}`;
  });
  throw new ConfigError(
    `Gatehouse cannot start. ${lines.length === 1 ? 'One variable is' : `${lines.length} variables are`} missing or wrong:\n${lines.join('\n')}\nWithout any SLACK_ variable, the sandbox starts instead. See .env.example.`,
  );
}
