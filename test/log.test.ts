import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createLog, redact } from '../src/log.ts';
import { iris, olga } from '../src/sandbox/people.ts';
import { connect } from '../src/store/connection.ts';
import { startWorld, type World } from './support/gatehouse.ts';
import { makeAccount, nora, residents } from './support/residents.ts';

const code = 'K7QD-2M9X-ABCD-EFGH-JKMN';

describe('redaction', () => {
  it.each([
    ['xoxb-12345-67890-abcDEF', '[token]'],
    ['xapp-1-A0-123-abc', '[token]'],
    ['xoxe.xoxp-1-Mi0yLTEy', '[token]'],
    [code, '[code]'],
    [code.toLowerCase(), '[code]'],
    [code.replaceAll('-', ''), '[code]'],
    ['mongodb://gatehouse:hunter2@db.example:27017/x', 'mongodb://[credentials]@db.example:27017/x'],
    ['mongodb+srv://u:hunter2@db.example/x', 'mongodb+srv://[credentials]@db.example/x'],
    ['smtps://u%40x:hunter2@mail.example', 'smtps://[credentials]@mail.example'],
    ['ada.lovelace+x@guest.example', '[address]'],
    ["o'brien@guest.example", '[address]'],
    ['ada@xn--bcher-kva.example', '[address]'],
    ['ada@guest.рф', '[address]'],
    ['<ada@guest.example>', '<[address]>'],
  ])('of %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
    expect(redact(`before ${text} after`)).toBe(`before ${expected} after`);
  });

  it('leaves the places of a stack trace readable', () => {
    const frame = '    at run (/srv/node_modules/@slack/bolt/dist/App.js:12:3)';
    expect(redact(frame)).toBe(frame);
  });

  it('leaves one JSON object a line, whatever is in it', () => {
    const lines: string[] = [];
    const log = createLog('debug', { write: (line: string) => void lines.push(line) });
    const error = Object.assign(new Error(`no "${code}"\nfor <ada@guest.example>\\`), { code: 'EAUTH' });
    error.cause = new Error('smtp://u:hunter2@mail.example');
    log.error({ err: error, note: `"ada@guest.example"\n${code}`, deep: { token: 'xoxb-1-2' } }, 'failed');
    expect(lines).toHaveLength(1);
    const line = JSON.parse(lines[0] ?? '') as { err: object; msg: string };
    expect(line).toMatchObject({ msg: 'failed', err: { type: 'Error', code: 'EAUTH' } });
    expect(lines[0]).not.toMatch(/K7QD|ada@|hunter2|xoxb/);
  });
});

describe('A69: no secret gets into the log, at debug level, by any error', () => {
  let world: World;
  const canaries: Record<string, string> = {};
  const printed: string[] = [];

  beforeAll(async () => {
    for (const stream of [process.stdout, process.stderr]) {
      const write = stream.write.bind(stream);
      vi.spyOn(stream, 'write').mockImplementation((...args: Parameters<typeof write>) => {
        printed.push(String(args[0]));
        return write(...args);
      });
    }
    world = await startWorld({ people: residents });
    Object.assign(canaries, world.secrets);
    await makeAccount(world, nora);
    await errorsOfAllKinds();
    vi.restoreAllMocks();
  });

  async function errorsOfAllKinds(): Promise<void> {
    const { slack, store } = world;
    const owner = world.person(olga.id);
    const newcomer = world.person(iris.id);
    await owner.command('/invite-user', iris.email);
    await owner.submit();
    await owner.close({ all: true });
    await world.settled();
    canaries.code = world.codeFor(iris.email);
    canaries.address = iris.email;

    // Codes: mistyped, foreign, pasted where others read them.
    await newcomer.command(
      '/request-access',
      `${canaries.code.slice(0, -1)}${canaries.code.endsWith('A') ? 'B' : 'A'}`,
    );
    await newcomer.say('general', `my code is ${canaries.code}`);

    // Slack: refuses, breaks, is slow, revokes.
    for (const fault of [
      { kind: 'error', error: 'fatal_error' },
      { kind: 'http', status: 503 },
      { kind: 'ratelimited' },
      { kind: 'apply-then-reset' },
    ] as const) {
      slack.faults.always('*', fault);
      await newcomer.command('/request-access', canaries.code);
      await newcomer.openHome();
      slack.faults.clear();
    }

    // The database: an error that names values, in a command and in a form.
    const failing = vi.spyOn(store.accounts, 'findOne').mockImplementation(() => {
      throw new Error(
        `E11000 { email: "${iris.email}", code: "${canaries.code}" } at ${canaries.mongodbUri}`,
      );
    });
    await owner.command('/invitations');
    await owner.openHome();
    failing.mockRestore();

    // The mail server: refuses the address, and names it.
    world.mailbox.faults.rcpt = { code: 550, text: `${iris.email} is unknown; ${canaries.code}` };
    await owner.command('/invitations');
    await owner.press('invitation-open', { in: 'modal' });
    await owner.press('invitation-resend', { in: 'modal' });
    await owner.close({ all: true });
    await world.settled();
    world.mailbox.faults.rcpt = null;
    // A database whose address has a password in it.
    canaries.password = 'hunter2';
    const log = createLog('debug', { write: (line: string) => void world.logged.push(line) });
    const uri = `mongodb://gatehouse:${canaries.password}@127.0.0.1:1/x`;
    await connect(uri, { serverSelectionTimeoutMs: 50 }).catch((error: unknown) =>
      log.error({ err: error, uri }, 'no database'),
    );
  }

  it('though there were errors of many kinds', () => {
    expect(world.logged.length).toBeGreaterThan(10);
    const all = world.logged.join('');
    for (const kind of [
      'unexpected error',
      'fatal_error',
      'E11000',
      'event not handled',
      'answer not delivered',
    ])
      expect(all).toContain(kind);
    for (const line of world.logged) expect(() => JSON.parse(line)).not.toThrow();
  });

  it('not in a line of the log, and not on the console', () => {
    const all = world.logged.join('');
    const console = printed.join('');
    expect(Object.keys(canaries)).toEqual(
      expect.arrayContaining(['botToken', 'appToken', 'signingSecret', 'masterKey', 'code', 'address']),
    );
    for (const [name, secret] of Object.entries(canaries)) {
      if (name === 'mongodbUri') continue;
      expect(all.includes(secret), `${name} in the log`).toBe(false);
      expect(all.includes(secret.replaceAll('-', '')), `${name} in the log`).toBe(false);
      expect(console.includes(secret), `${name} on the console`).toBe(false);
    }
  });
});
