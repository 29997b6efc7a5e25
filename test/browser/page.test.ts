import type { Locator, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { iris, olga } from '../../src/sandbox/people.ts';
import {
  codeIn,
  describeInBrowser,
  hasFocus,
  press,
  soon,
  startVisit,
  type Visit,
  type Visitor,
} from './browser.ts';

describeInBrowser('the page of the sandbox', () => {
  let visit: Visit;
  let visitor: Visitor;
  beforeAll(async () => {
    visit = await startVisit();
    visitor = await visit.open();
  });

  it('lets a form be filled in, sent and left with the keyboard alone', async () => {
    const { keyboard } = visitor.page;
    const composer = visitor.composer();
    await soon(() => hasFocus(composer)).toBe(true);
    await keyboard.type('/inv');
    await visitor.page.getByRole('option', { name: '/invite-user' }).waitFor();
    await keyboard.press('Tab');
    expect(await composer.inputValue()).toBe('/invite-user ');
    await keyboard.press('Enter');
    const form = await visitor.dialog('Invite people');
    const addresses = form.getByLabel('E-mail addresses');
    const way = form.getByRole('radio', { name: 'Ask them to create an account' });
    await soon(() => hasFocus(way)).toBe(true);

    const organization = form.getByLabel('Organization');
    const order = [
      way,
      addresses,
      organization,
      form.getByLabel('Note'),
      form.getByLabel('Valid for'),
      form.getByRole('button', { name: 'Invite an account' }),
      form.getByRole('button', { name: 'Cancel' }),
      form.getByRole('button', { name: 'Send' }),
      form.getByRole('button', { name: 'Close this window' }),
    ];
    for (const stop of [...order, way]) {
      expect(await hasFocus(stop)).toBe(true);
      await keyboard.press('Tab');
    }
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    expect(await hasFocus(form.getByRole('button', { name: 'Close this window' }))).toBe(true);

    await keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    await soon(() => hasFocus(composer)).toBe(true);

    await keyboard.type(`/invite-user ${iris.email}`);
    await keyboard.press('Enter');
    await soon(() => hasFocus(way)).toBe(true);
    for (const stop of order.slice(0, -2)) {
      expect(await hasFocus(stop)).toBe(true);
      if (stop === organization) await keyboard.type('Aster');
      await keyboard.press('Tab');
    }
    await keyboard.press('Enter');
    await visitor.dialog('Invitations sent');
    await keyboard.press('Escape');
    await soon(() => hasFocus(composer)).toBe(true);
  });

  it('names every control, and every dialog', async () => {
    const code = codeIn(await visitor.readMail(iris, 'invites you'));
    await expectNames(visitor.page, 'the mailbox');
    await visitor.go('Home');
    await visitor.main.getByText('To decide').waitFor();
    await expectNames(visitor.page, 'Home');
    await visitor.go('general');
    await expectNames(visitor.page, 'a channel');

    await visitor.type('/invite-user');
    await (await visitor.dialog('Invite people')).getByLabel('Note').waitFor();
    expect(await expectNames(visitor.page, 'the invitation')).toContain('dialog');
    await press(visitor.page.getByRole('dialog'), 'Invite an account');
    await (await visitor.dialog('Invite to organization')).getByLabel('Gatehouse username').waitFor();
    expect(await expectNames(visitor.page, 'the offer')).toContain('radiogroup');
    await visitor.closeDialog();

    await visitor.become(iris);
    await visitor.type(`/request-access ${code}`);
    const form = await visitor.dialog('Request access');
    await form.getByLabel('Gatehouse username').waitFor();
    expect(await expectNames(visitor.page, 'the new account')).toContain('textbox');
    await form.getByLabel('GitHub').check();
    await form.getByLabel('Username at the identity provider').fill('iris-newman');
    await form.getByLabel('Gatehouse username').fill('iris');
    await press(form, 'Request access');
    await form.getByText('is sent, as iris.').waitFor();
    await visitor.closeDialog();

    await visitor.go('Home');
    await visitor.main.getByRole('button', { name: 'Withdraw the request for Aster Labs' }).click();
    const question = visitor.page.getByRole('alertdialog', { name: 'Withdraw the request?' });
    await question.waitFor();
    expect(await expectNames(visitor.page, 'a question')).toContain('alertdialog');
    await press(question, 'Cancel');
    await question.waitFor({ state: 'detached' });
  });

  it('is as easy to read in the dark', async () => {
    const dark = await visit.open({ colorScheme: 'dark' });
    await dark.go('access-approvals');
    const card = dark.message('asks for access');
    const approve = card.getByRole('button', { name: 'Approve the request of Iris Newman' });
    for (const text of [card.getByText('iris@aster.example'), approve, dark.page.locator('.composer-hint')]) {
      expect(await contrastOf(text)).toBeGreaterThan(4.5);
    }
    expect(await brightnessBehind(dark.main)).toBeLessThan(0.1);
    expect(await brightnessBehind(visitor.main)).toBeGreaterThan(0.9);

    await card.getByRole('button', { name: 'Deny the request of Iris Newman' }).click();
    const form = await dark.dialog('Deny request');
    await form.getByLabel('Reason').waitFor();
    for (const text of [form.locator('h2'), form.locator('.hint'), form.getByLabel('Reason')]) {
      expect(await contrastOf(text)).toBeGreaterThan(4.5);
    }
    expect(await brightnessBehind(form)).toBeLessThan(0.1);
    await dark.closeDialog();
    await dark.page.context().close();
  });

  it('can be used 400 pixels wide, and nothing is cut off', async () => {
    const narrow = await visit.open({ viewport: { width: 400, height: 800 } });
    const menu = narrow.page.getByRole('button', { name: /^Open the menu/ });
    const drawer = narrow.page.getByRole('complementary', { name: 'People and places' });
    expect(await drawer.isVisible()).toBe(false);
    await menu.click();
    await drawer.getByRole('button', { name: /^Become Iris Newman/ }).waitFor();
    await expectNothingCutOff(narrow.page, 'the drawer');
    await narrow.page.keyboard.press('Escape');
    await soon(() => drawer.isVisible()).toBe(false);
    await soon(() => hasFocus(menu)).toBe(true);

    await narrow.readMail(iris, 'invites you');
    await expectNothingCutOff(narrow.page, 'a mail');
    await press(narrow.page.getByRole('article'), 'All mails');
    await narrow.mails(iris, 'invites you').waitFor();
    await expectNothingCutOff(narrow.page, 'the mailbox');
    await narrow.sees(iris, 'Your requests');
    await expectNothingCutOff(narrow.page, 'Home');
    await narrow.become(olga);
    await narrow.go('access-approvals');
    await narrow.message('asks for access').waitFor();
    await expectNothingCutOff(narrow.page, 'a channel');

    await narrow
      .message('asks for access')
      .getByRole('button', { name: /^Approve/ })
      .click();
    const form = await narrow.dialog('Invite to organization');
    await form.getByRole('radio', { name: /^Member/ }).check();
    await expectNothingCutOff(narrow.page, 'the form');
    await press(form, 'Invite');
    await narrow.dialog('Invitation sent');
    await expectNothingCutOff(narrow.page, 'the answer');
    await narrow.closeDialog();
    await narrow.message('asks for access').getByText('Approved as a member by Olga Owens').waitFor();
    await narrow.page.context().close();
  });

  it('keeps the place and the person over a reload, and shows no token', async () => {
    const { page } = visitor;
    await visitor.become(iris);
    await visitor.go('Home');
    await page.reload();
    await page.locator('.me', { hasText: iris.realName }).waitFor();
    await visitor.main.getByText('Your access').waitFor();
    expect(page.url()).not.toContain('token');
  });
});

const named = new Set(
  'alertdialog button checkbox combobox dialog iframe img link listbox menuitem radio radiogroup textbox'.split(
    ' ',
  ),
);

/** What a screen reader hears of the page, by Chromium's own account: no control without a name. Answers the roles. */
async function expectNames(page: Page, where: string): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  await devtools.detach();
  const controls = nodes
    .filter(({ ignored, role }) => !ignored && named.has(String(role?.value).toLowerCase()))
    .map(({ role, name, properties }) => ({
      where,
      role: String(role?.value),
      name: name?.value,
      properties,
    }));
  expect(controls.length).toBeGreaterThan(2);
  expect(controls.filter(({ name }) => !name)).toEqual([]);
  return controls.map(({ role }) => role);
}

async function expectNothingCutOff(page: Page, where: string): Promise<void> {
  const find = `(() => {
    const boxes = [document.scrollingElement, ...document.querySelectorAll('main, .side, .scroll, .modal, .modal-body')];
    const scrolling = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.className || box.tagName);
    const controls = [...document.querySelectorAll('button, input, select, textarea, h1, h2')].filter((one) => {
      const { left, right, width } = one.getBoundingClientRect();
      return one.checkVisibility({ visibilityProperty: true }) && width > 1 && (left < 0 || right > innerWidth);
    });
    return [...scrolling, ...controls.map((one) => one.outerHTML.slice(0, 120))];
  })()`;
  await soon(async () => ({ where, wide: await page.evaluate(find) })).toEqual({ where, wide: [] });
}

/** The relative luminances, from 0 to 1, of an element's text and of what lies behind it. */
async function luminances(element: Locator): Promise<{ text: number; behind: number }> {
  const colors = await element.evaluate((node) => {
    const styleOf = node.ownerDocument.defaultView.getComputedStyle;
    let box = node;
    while (styleOf(box).backgroundColor === 'rgba(0, 0, 0, 0)') box = box.parentElement;
    return { text: styleOf(node).color, behind: styleOf(box).backgroundColor };
  });
  return { text: luminanceOf(colors.text), behind: luminanceOf(colors.behind) };
}

function luminanceOf(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

async function contrastOf(element: Locator): Promise<number> {
  const { text, behind } = await luminances(element);
  return (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05);
}

const brightnessBehind = async (element: Locator) => (await luminances(element)).behind;
