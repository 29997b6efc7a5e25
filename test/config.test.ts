import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const key = randomBytes(32).toString('base64');
const complete = {
  SLACK_BOT_TOKEN: 'xoxb-1-2-3',
  SLACK_APP_TOKEN: 'xapp-1-2-3',
  SMTP_URL: 'smtps://user:pass@mail.example:465',
  MAIL_FROM: 'Gatehouse <gatehouse@company.example>',
  GATEHOUSE_KEY: key,
};

function problemsOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('it was accepted');
}

/** The variables that a message names, each with its problem; each one's purpose has to follow. */
function named(message: string): Record<string, string> {
  const lines = message.split('\n');
  const found: Record<string, string> = {};
  for (const [index, line] of lines.entries()) {
    const match = /^ {2}([A-Z_]+) (.+)$/.exec(line);
    if (!match) continue;
    found[match[1] ?? ''] = match[2] ?? '';
    expect(lines[index + 1], match[1]).toMatch(/^ {4}\S.{10,}$/);
  }
  return found;
}

describe('the environment', () => {
  it('starts the sandbox without any Slack credential', () => {
    expect(readConfig({})).toMatchObject({ kind: 'sandbox', dataFolder: '.gatehouse', mongodbUri: null });
    expect(readConfig({ SLACK_BOT_TOKEN: ' ', PORT: '4000' })).toMatchObject({ kind: 'sandbox', port: 4000 });
  });

  it('connects by Socket Mode with an app token, and over HTTP with a signing secret', () => {
    expect(readConfig(complete)).toMatchObject({
      kind: 'connected',
      config: { slack: { transport: { kind: 'socket', appToken: 'xapp-1-2-3', healthPort: null } } },
    });
    expect(readConfig({ ...complete, PORT: '8080', HOST: '10.0.0.7' })).toMatchObject({
      config: { slack: { transport: { kind: 'socket', healthPort: 8080, host: '10.0.0.7' } } },
    });
    expect(readConfig({ ...complete, PORT: '8080' })).toMatchObject({
      config: { slack: { transport: { healthPort: 8080, host: '127.0.0.1' } } },
    });
    const { SLACK_APP_TOKEN: _, ...rest } = complete;
    expect(readConfig({ ...rest, SLACK_SIGNING_SECRET: 'x'.repeat(32) })).toMatchObject({
      config: { slack: { transport: { kind: 'http', port: 3000, host: '127.0.0.1' } } },
    });
  });

  it('takes the key as bytes', () => {
    const launch = readConfig(complete);
    if (launch.kind !== 'connected') throw new Error('not connected');
    expect(Buffer.from(launch.config.key).toString('base64')).toBe(key);
  });

  it('is refused with every missing variable at once, and what each is for', () => {
    expect(named(problemsOf({ SLACK_BOT_TOKEN: 'xoxb-1' }))).toEqual({
      SLACK_APP_TOKEN: 'is missing, and so is SLACK_SIGNING_SECRET: one of the two is needed',
      SMTP_URL: 'is missing',
      MAIL_FROM: 'is missing',
      GATEHOUSE_KEY: 'is missing',
    });
    expect(named(problemsOf({ SLACK_SIGNING_SECRET: 'x'.repeat(32) }))).toEqual({
      SLACK_BOT_TOKEN: 'is missing',
      SMTP_URL: 'is missing',
      MAIL_FROM: 'is missing',
      GATEHOUSE_KEY: 'is missing',
    });
  });

  it('is refused with every wrong variable at once', () => {
    const wrong = {
      SLACK_BOT_TOKEN: 'xoxp-1',
      SLACK_APP_TOKEN: 'xoxb-1',
      SLACK_API_URL: 'slack.com',
      SMTP_URL: 'http://mail.example',
      MAIL_FROM: 'Gatehouse',
      GATEHOUSE_KEY: 'c2hvcnQ=',
      MONGODB_URI: 'localhost:27017',
      PORT: '70000',
      LOG_LEVEL: 'loud',
    };
    const problems = named(problemsOf(wrong));
    expect(Object.keys(problems).sort()).toEqual(Object.keys(wrong).sort());
    expect(problems).toMatchObject({
      SLACK_BOT_TOKEN: 'does not begin with xoxb-',
      SLACK_APP_TOKEN: 'does not begin with xapp-',
      GATEHOUSE_KEY: 'is not 32 bytes in base64',
      PORT: 'is not a port',
    });
    expect(problemsOf(wrong)).toContain('9 variables are missing or wrong');
  });

  it.each([
    ['PORT', 'http', 'is not a number'],
    ['PORT', '3000.5', 'is not a whole number'],
    ['SLACK_SIGNING_SECRET', 'short', 'is shorter than a signing secret'],
    ['MAIL_FROM', 'a@b.example\r\nBcc: c@d.example', 'has no complete e-mail address in it'],
    ['MAIL_FROM', 'Gate\r\nBcc: x <a@b.example>', 'has no complete e-mail address in it'],
    ['MAIL_FROM', 'gatehouse@localhost', 'has no complete e-mail address in it'],
    ['SMTP_URL', 'mail.example:25', 'is not an address that begins with smtp:// or smtps://'],
  ])('is refused with %s set to %j', (name, value, problem) => {
    expect(named(problemsOf({ ...complete, [name]: value }))).toEqual({ [name]: problem });
  });

  it('never repeats a value, which may be a secret', () => {
    const secret = 'hunter2hunter2hunter2';
    const names = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SMTP_URL', 'GATEHOUSE_KEY', 'MONGODB_URI'];
    const message = problemsOf({ ...complete, ...Object.fromEntries(names.map((name) => [name, secret])) });
    expect(message).not.toContain(secret);
  });
});

describe('the process', () => {
  async function run(environment: Record<string, string>) {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: root,
      env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [stdout, stderr, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'exit') as Promise<[number | null]>,
    ]);
    return { code, stdout, stderr };
  }

  it('ends with 1 and one message that lists everything', async () => {
    const { code, stdout, stderr } = await run({ SLACK_BOT_TOKEN: 'xoxb-1' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Gatehouse cannot start\. 4 variables are missing or wrong:\n/);
    expect(Object.keys(named(stderr))).toHaveLength(4);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends with 1 and one message when Slack cannot be reached', async () => {
    const { code, stderr } = await run({
      ...complete,
      SLACK_API_URL: 'http://127.0.0.1:1/api/',
      MONGODB_URI: 'mongodb://127.0.0.1:1/gatehouse',
    });
    expect(code).toBe(1);
    expect(stderr).not.toMatch(/xoxb|xapp|pass@|\n\s+at /);
    expect(stderr).toMatch(/Slack/);
  });
});
