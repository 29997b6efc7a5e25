import { beforeAll, expect, it } from 'vitest';
import { iris, nina } from '../../src/sandbox/people.ts';
import { describeInBrowser, hasFocus, press, soon, startVisit, type Visit, type Visitor } from './browser.ts';

describeInBrowser('the clock and the faults of the sandbox', () => {
  let visit: Visit;
  let visitor: Visitor;
  beforeAll(async () => {
    visit = await startVisit({ provoked: /The mail server could not be reached/ });
    visitor = await visit.open();
  });

  const column = () => visitor.page.getByRole('complementary', { name: 'People and places' });
  const fault = (name: string) => visitor.page.getByRole('switch', { name });
  const banner = () => visitor.main.locator('.fault-banner');
  const news = () => visitor.page.locator('.clock-news');
  const step = (name: string) =>
    visitor.page.getByRole('button', { name: `Move the clock forward ${name}` }).click();

  it('are switched with the keyboard, and shown while they are on', async () => {
    const summary = column().locator('summary', { hasText: 'Faults' });
    await summary.focus();
    await visitor.page.keyboard.press('Enter');
    await visitor.page.keyboard.press('Tab');
    expect(await hasFocus(fault('Mail server down'))).toBe(true);
    await visitor.page.keyboard.press('Space');
    await banner().getByText('A fault is on Mail server down').waitFor();
    await soon(() => fault('Mail server down').isChecked()).toBe(true);
  });

  it('say why one cannot be on yet, and take what it needs', async () => {
    await fault('Addresses refused').click();
    await visitor.page.getByRole('alert').getByText('Type an address that is to be refused.').waitFor();
    await press(visitor.page.getByRole('alert'), 'Dismiss: Type an address that is to be refused.');
    expect(await fault('Addresses refused').isChecked()).toBe(false);
    await visitor.page.getByLabel('Addresses refused: which').fill(nina.email);
    await fault('Addresses refused').click();
    await banner().getByText(`2 faults are on Mail server down · Addresses refused: ${nina.email}`).waitFor();
  });

  it('keep mail away until they are healed and time goes on', async () => {
    await visitor.type(`/invite-user ${iris.email}`);
    const form = await visitor.dialog('Invite people');
    await form.getByLabel('Organization').selectOption('Aster Labs');
    await press(form, 'Send');
    await visitor.dialog('Invitations sent');
    await visitor.closeDialog();
    await step('by 1 hour');
    await news()
      .getByText(/^It is now .+\.$/)
      .waitFor();
    await visitor.go('Mailbox');
    expect(await visitor.mails(iris, 'invites you').count()).toBe(0);

    await press(banner(), 'Heal all');
    await soon(() => banner().innerText()).toBe('');
    expect(await fault('Mail server down').isChecked()).toBe(false);
    await step('by 1 hour');
    await visitor.mails(iris, 'invites you').waitFor();
  });

  it('lead to the reminders and the end of an invitation that is left alone', async () => {
    const day = visitor.page.getByLabel('Day and time to move the clock to');
    await day.fill('2020-01-01T09:00');
    await press(column(), 'Move the clock to this day and time');
    const refusal = 'Choose a later time: the clock only moves forward.';
    await press(visitor.page.getByRole('alert'), `Dismiss: ${refusal}`);

    const later = new Date(visit.sandbox.gatehouse.runtime.now().getTime() + 9 * 24 * 60 * 60 * 1000);
    await day.fill(later.toISOString().slice(0, 16));
    await day.press('Enter');
    await news()
      .getByText(/^It is now .+ reminders.+ 1 expiry/)
      .waitFor({ timeout: 60_000 });
    // The invitation, and its reminders.
    expect(await visitor.mails(iris, 'invites you').count()).toBeGreaterThan(1);
  }, 120_000);

  it('fit into 400 pixels, also in the dark', async () => {
    await visitor.page.context().close();
    visitor = await visit.open({ viewport: { width: 400, height: 800 }, colorScheme: 'dark' });
    await visitor.page.getByRole('button', { name: /^Open the menu/ }).click();
    await column().locator('summary', { hasText: 'Faults' }).click();
    await fault('Slack limits messages').click();
    await banner().getByText('A fault is on Slack limits messages').waitFor({ state: 'attached' });
    const wide = `[...document.querySelectorAll('.side, main')].filter((box) => box.scrollWidth > box.clientWidth + 1).length`;
    await soon(() => visitor.page.evaluate(wide)).toBe(0);
    await press(column(), 'Heal all');
    await soon(() => banner().innerText()).toBe('');
  });
});
