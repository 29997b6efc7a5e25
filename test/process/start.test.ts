import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, onTestFailed } from 'vitest';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import {
  isAlive,
  mongodOf,
  type RunningSandbox,
  run,
  runSandbox,
  type SandboxPage,
  settled,
} from './gatehouse-process.ts';

const tenMinutes = 10 * 60 * 1000;
/** Olga owns two organizations; Adam is an admin of one, and has two of its apps; Petra's has her and Paul. */
const seeded = 7;

let folder: string;
let running: RunningSandbox;
let hasFailed = false;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gatehouse-process-')));
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));
beforeEach(({ skip }) => {
  skip(hasFailed, 'a step before this one failed');
  onTestFailed(() => {
    hasFailed = true;
  });
});

it('lists in one message all that is missing, and exits with 1, when only a bot token is set', async () => {
  const { output, ended } = run({ SLACK_BOT_TOKEN: 'xoxb-1-2-three', GATEHOUSE_DATA: folder });
  expect(await ended).toBe(1);
  const { stdout, stderr } = output();
  expect(stdout).toBe('');
  for (const name of ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'SMTP_URL', 'MAIL_FROM', 'GATEHOUSE_KEY']) {
    expect(stderr).toContain(name);
  }
  expect(stderr.match(/Gatehouse cannot start/g)).toHaveLength(1);
  expect(stderr).not.toContain('    at ');
});

it('starts the sandbox with nothing configured, and prints one address', async () => {
  running = await runSandbox(folder);
  const { stdout, stderr } = running.output();
  expect(stdout.match(/http:\/\//g)).toHaveLength(1);
  expect(stdout).toMatch(/^ {2}http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/m);
  expect(stdout).toContain('Gatehouse is ready.');
  expect(stderr).toBe('');
});

it('explains itself and exits with 1 when another one runs with the same folder', async () => {
  const { page } = running;
  const owner = page.person(olga.id);
  await owner.command('/invite-user', iris.email);
  await page.until(() => owner.modal().view.submit !== undefined);
  // She owns two, so she has to say which one.
  await owner.fill({ organizationId: 'Aster Labs' });
  await owner.submit();
  await page.until(() => owner.text().includes('Invited: 1'));
  await page.until(() => page.mailsTo(iris.email).length === 1);
  const before = page.mails().length;

  const second = run({ GATEHOUSE_DATA: folder });
  expect(await second.ended).toBe(1);
  const { stderr } = second.output();
  expect(stderr).toMatch(/^Another Gatehouse is running with the folder .+ \(process \d+\)\. Stop it first/);
  expect(stderr.trim().split('\n')).toHaveLength(1);

  // It changed nothing for the first one.
  await page.until(() => expect(page.mails()).toHaveLength(before));
  await owner.close({ all: true });
  await page.until(() => expect(owner.hasModal()).toBe(false));
});

it('delivers an offer after kill -9 right after the approval was acknowledged', async () => {
  const { page } = running;
  const newcomer = page.person(iris.id);
  const code = /\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b/.exec(page.mailsTo(iris.email)[0]?.text ?? '')?.[0] ?? '';
  await newcomer.command('/request-access', code);
  await page.until(() => newcomer.modal().view.submit !== undefined);
  await newcomer.fill({ provider: 'github', providerUsername: 'iris-newman', username: 'iris' });
  await newcomer.submit();
  await page.until(() => newcomer.text().includes('is sent, as iris.'));
  await newcomer.close({ all: true });

  const approver = page.person(adam.id);
  await page.until(() => approver.text(approver.lastMessage('access-approvals')).includes('Iris Newman'));
  await page.until(() => page.mailsTo('access@aster.example').length === 1);
  await approver.press('request-approve', { in: 'message', conversation: 'access-approvals' });
  await page.until(() => approver.modal().view.submit !== undefined);
  await approver.fill({ role: 'member' });
  expect(await approver.submit()).toEqual({ ok: true });
  running.signal('SIGKILL');
  await running.ended;

  running = await runSandbox(folder);
  // What was under way stays claimed for two minutes; then it goes out again, because nobody knows whether it arrived.
  await running.page.moveClock(tenMinutes);
  await settled(folder);
  await running.page.until(() => {
    const seen = offersTo(running.page);
    for (const copies of [seen.mails, seen.messages]) expect([1, 2]).toContain(copies.length);
    expect(new Set(seen.mails.map(({ messageId }) => messageId)).size).toBe(1);
    expect(cardText(running.page)).toContain('Approved as a member by Adam Adler');
  });
});

it('loses and doubles nothing after kill -9 between Approve and Accept', async () => {
  expect(await settled(folder)).toEqual({ grants: seeded });
  const sent = offersTo(running.page);
  const before = running.page.mails();
  running.signal('SIGKILL');
  await running.ended;

  running = await runSandbox(folder);
  const { page } = running;
  const newcomer = page.person(iris.id);
  await newcomer.press('offer-accept', { in: 'message' });
  await page.until(() =>
    page.mailsTo(iris.email).some(({ subject }) => subject.startsWith('You have access')),
  );
  await page.until(() => newcomer.text(newcomer.messages()[0]).includes('You accepted'));
  await page.until(() => page.person(adam.id).text(page.person(adam.id).lastMessage()).includes('accepted'));
  expect(await settled(folder)).toEqual({ grants: seeded + 1 });
  await newcomer.openHome();
  await page.until(() => newcomer.text('home').includes('*Aster Labs*: Member'));

  expect(newcomer.text('home').match(/\*Aster Labs\*/g)).toHaveLength(1);
  expect(cardText(page)).toContain('Approved as a member by Adam Adler');
  expect(cardText(page)).toContain('was accepted');
  expect(cards(page)).toHaveLength(1);
  expect(offersTo(page).messages).toHaveLength(sent.messages.length);
  const answers = page
    .person(adam.id)
    .messages()
    .filter(({ text }) => text.includes('accepted the invitation'));
  expect(answers.filter(({ text }) => text.includes('Iris'))).toHaveLength(1);

  // Each mail once, but for the copy that the first kill may have cost; no two mails share a Message-ID.
  const added = page.mails().slice(before.length);
  expect(added.map(({ subject }) => subject)).toEqual(['You have access to Aster Labs']);
  const once = page.mails().filter((mail) => !sent.mails.slice(1).some(({ id }) => id === mail.id));
  expect(new Set(once.map(({ messageId }) => messageId)).size).toBe(once.length);
  expect(new Set(once.map(({ to, subject }) => `${to} ${subject}`)).size).toBe(once.length);
});

it('ends with 0 within ten seconds of SIGTERM, and takes its MongoDB along', async () => {
  const mongod = mongodOf(folder);
  expect(isAlive(mongod)).toBe(true);
  const since = performance.now();
  running.signal('SIGTERM');
  expect(await running.ended).toBe(0);
  expect(performance.now() - since).toBeLessThan(10_000);
  expect(isAlive(mongod)).toBe(false);
});

function offersTo(page: SandboxPage) {
  return {
    mails: page.mailsTo(iris.email).filter(({ subject }) => subject === 'Your invitation to Aster Labs'),
    messages: page
      .person(iris.id)
      .messages()
      .filter(({ text }) => text.includes('Adam Adler invites you to')),
  };
}

const cards = (page: SandboxPage) =>
  page
    .person(adam.id)
    .messages('access-approvals')
    .filter(({ text }) => text.includes('Iris Newman'));

const cardText = (page: SandboxPage) =>
  cards(page)
    .map((card) => page.person(adam.id).text(card))
    .join('\n');
