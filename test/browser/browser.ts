/** A real Chromium on the sandbox's page, and one visitor who is every person in turn. */
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Person } from '../../src/sandbox/slack/screen.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/start.ts';
import { afterFile } from '../support/after-file.ts';
import { openTestDatabase } from '../support/database.ts';

const executables = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const patienceMs = 10_000;
const documentation = fileURLToPath(new URL('../../docs/', import.meta.url));

const browserPath = findBrowser();
const isRequired = Boolean(process.env.GATEHOUSE_REQUIRE_BROWSER);

/** Tests that need a browser. Without one they are skipped and say so, unless GATEHOUSE_REQUIRE_BROWSER is set. */
export function describeInBrowser(name: string, tests: () => void): void {
  const isSkipped = browserPath === null && !isRequired;
  const reason = isSkipped ? ' (skipped: no Chromium on the PATH or in CHROMIUM_PATH)' : '';
  describe.skipIf(isSkipped)(`${name}${reason}`, () => {
    let hasFailed = false;
    // The steps of a story build on each other: what follows a failure would only repeat it, slowly.
    beforeEach(({ skip }) => skip(hasFailed, 'a step before this one failed'));
    afterEach(async ({ task }) => {
      if (task.result?.state !== 'fail') return;
      hasFailed = true;
      await takePictures();
    });
    tests();
  });
}

const openPages = new Set<Page>();

/** What the open pages look like, for whoever reads of the failure. */
async function takePictures(): Promise<void> {
  if (openPages.size === 0) return;
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-failure-'));
  let count = 0;
  for (const page of openPages) {
    count += 1;
    // A page that is closed has no looks.
    await page.screenshot({ path: join(folder, `${count}.png`) }).catch(() => {});
  }
  console.log(`What the pages looked like: ${folder}`);
}

function findBrowser(): string | null {
  const { CHROMIUM_PATH: given, PATH: path = '' } = process.env;
  if (given) return given;
  const candidates = path.split(delimiter).flatMap((folder) => executables.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export interface Visit {
  sandbox: Sandbox;
  /** Opens the page in a window of its own, as Olga. */
  open(options?: BrowserContextOptions): Promise<Visitor>;
}

/**
 * A fresh sandbox and a browser. Both end with the file; then nothing may have gone wrong on any page, and the app may have warned
 * of nothing but what the file has provoked.
 */
export async function startVisit({ provoked }: { provoked?: RegExp } = {}): Promise<Visit> {
  if (browserPath === null) {
    throw new Error(
      'There is no Chromium on the PATH or in CHROMIUM_PATH, and GATEHOUSE_REQUIRE_BROWSER is set.',
    );
  }
  const { uri } = await openTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-browser-'));
  const problems: string[] = [];
  const [sandbox, browser] = await Promise.all([
    startSandbox({
      folder,
      mongodbUri: uri,
      port: 0,
      environment: {},
      log: createLog('warn', { write: (line: string) => void problems.push(line) }),
      progress: () => {},
    }),
    chromium.launch({ executablePath: browserPath, args: switches }),
  ]);
  afterFile(async () => {
    openPages.clear();
    await browser.close();
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    expect(problems.filter((problem) => provoked?.test(problem) !== true)).toEqual([]);
    expect(sandbox.slack.violations).toEqual([]);
  });

  return {
    sandbox,
    async open(options = {}) {
      const context = await browser.newContext({
        viewport: { width: 1400, height: 900 },
        reducedMotion: 'reduce',
        ...options,
      });
      context.setDefaultTimeout(patienceMs);
      const page = await context.newPage();
      openPages.add(page);
      page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning')
          problems.push(`console ${message.type()}: ${message.text()}`);
      });
      await page.goto(sandbox.url);
      const visitor = at(page, folder);
      await visitor.main.waitFor();
      return visitor;
    },
  };
}

export interface Visitor {
  page: Page;
  become(person: Person): Promise<void>;
  /** Home, Mailbox, or a conversation by its name. */
  go(place: string): Promise<void>;
  /** A line in the composer, sent with Enter. */
  type(line: string): Promise<void>;
  composer(): Locator;
  shortcut(name: string): Promise<void>;
  /** The open modal, once it has this title. */
  dialog(title: string): Promise<Locator>;
  /** Closes the open modal by its button in the corner. */
  closeDialog(): Promise<void>;
  /** What Home, or the open conversation, shows. */
  main: Locator;
  /** The newest message of the open conversation that has this text. */
  message(text: string | RegExp): Locator;
  /** The rows of the open mailbox for this reader, newest first. */
  mails(reader: Person | string, subject: string | RegExp): Locator;
  /** Opens the newest mail with this subject in the reader's mailbox, and answers what it says. */
  readMail(reader: Person | string, subject: string | RegExp): Promise<string>;
  /** With UPDATE_SCREENSHOT=1 into `docs/`, else into the sandbox's folder, which goes away. */
  takePicture(name: string): Promise<void>;
  /** Becomes the person, looks at Home, and waits for this text on it. */
  sees(person: Person, text: string | RegExp): Promise<void>;
}

const codePattern = /\b(?:[0-9A-Z]{4}-){4}[0-9A-Z]{4}\b/;

/** The code in the text of a mail. */
export function codeIn(mail: string): string {
  const code = codePattern.exec(mail)?.[0];
  if (!code) throw new Error(`There is no code in this mail: ${mail}`);
  return code;
}

function at(page: Page, folder: string): Visitor {
  const main = page.locator('main');
  const places = page.getByRole('navigation', { name: 'Places', includeHidden: true });
  const dialogs = page.getByRole('dialog');
  const menu = page.getByRole('button', { name: /^Open the menu/ });

  /** On a narrow screen, people and places are in a drawer. */
  const openDrawer = async () => {
    if (await menu.isVisible()) await menu.click();
  };

  const visitor: Visitor = {
    page,
    main,
    async become({ realName }) {
      const me = page.locator('.me', { hasText: realName });
      if ((await me.count()) > 0) return;
      await openDrawer();
      await page.getByRole('button', { name: `Become ${realName}, ` }).click();
      await me.waitFor({ state: 'attached' });
    },
    async go(place) {
      await openDrawer();
      await places.getByRole('button', { name: new RegExp(`^${place}\\b`) }).click();
      await places.locator('[aria-current=page]', { hasText: place }).waitFor({ state: 'attached' });
    },
    async type(line) {
      await visitor.composer().fill(line);
      await visitor.composer().press('Enter');
    },
    composer: () => page.getByRole('textbox', { name: /^Message / }),
    async shortcut(name) {
      await page.getByRole('button', { name: 'Shortcuts' }).click();
      await page.getByRole('menuitem', { name }).click();
    },
    async dialog(title) {
      const dialog = page.getByRole('dialog', { name: title, exact: true });
      await dialog.waitFor();
      return dialog;
    },
    async closeDialog() {
      await dialogs.getByRole('button', { name: 'Close this window' }).click();
      await dialogs.waitFor({ state: 'detached' });
    },
    message: (text) =>
      page
        .getByRole('article', { name: /^Message from/ })
        .filter({ hasText: text })
        .last(),
    mails(reader, subject) {
      const to = typeof reader === 'string' ? reader : reader.realName;
      const rows = page.getByRole('list', { name: 'Mails' }).getByRole('button');
      return rows.filter({ hasText: `To ${to}` }).filter({ hasText: subject });
    },
    async readMail(reader, subject) {
      await visitor.go('Mailbox');
      await visitor.mails(reader, subject).first().click();
      await page.getByRole('heading', { level: 2, name: subject }).waitFor();
      const body = page.frameLocator('iframe.mail-frame').locator('body');
      await soon(() => body.innerText()).toMatch(/\S/);
      return body.innerText();
    },
    async takePicture(name) {
      const target = process.env.UPDATE_SCREENSHOT === '1' ? documentation : folder;
      await page.screenshot({ path: join(target, name), animations: 'disabled', caret: 'hide' });
    },
    async sees(person, text) {
      await visitor.become(person);
      await visitor.go('Home');
      await main.getByText(text).first().waitFor();
    },
  };
  return visitor;
}

/** An expectation that may take as long as everything else on the page. */
export const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: patienceMs });

export const press = (surface: Locator, name: string) =>
  surface.getByRole('button', { name, exact: true }).click();

export const hasFocus = (field: Locator) =>
  field.evaluate((element) => element === element.ownerDocument.activeElement);
