import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { adam, iris, olga } from '../../src/sandbox/people.ts';
import { codeIn, describeInBrowser, hasFocus, press, soon, startVisit, type Visitor } from './browser.ts';
import {
  choose,
  chooseAccess,
  expectEmpty,
  expectWrong,
  fillInNewPerson,
  findPerson,
  openDirectForm,
} from './direct-form.ts';

describeInBrowser('giving access to an app, on the page', () => {
  let visitor: Visitor;
  let form: Locator;
  beforeAll(async () => {
    const visit = await startVisit();
    visitor = await visit.open();
  });

  it('says what each list waits for', async () => {
    form = await openDirectForm(visitor);
    for (const text of [
      'App: choose a business first.',
      'Subscription: choose an app first.',
      'Role: choose an app first.',
    ]) {
      await form.getByText(text).waitFor();
    }
    await form.getByLabel('Note').fill('Maps for the lab.');
    await choose(form, 'Valid for', '14 days');
    await form.getByLabel('Access ends on').fill('2030-03-31');
    await fillInNewPerson(form, 'Nora Novak', 'nora@birch.example');
    await chooseAccess(form, 'Aster Labs', 'Atlas', 'Team', 'Editor');
    await form.getByText('1 in use, 1 held, 1 free of 3').waitFor();
  });

  it('empties the role when the subscription changes, and shows the seats of the other one', async () => {
    await choose(form, 'Subscription', 'Company');
    await form.getByText('0 in use, 0 held, no limit').waitFor();
    await expectEmpty(form, 'Role');
    await choose(form, 'Role', 'Viewer');
  });

  it('empties subscription and role when the app changes', async () => {
    await choose(form, 'App', 'Beacon');
    await form.getByText('Role: choose a subscription first.').waitFor();
    await expectEmpty(form, 'Subscription');
    expect(await form.getByText('in use').count()).toBe(0);
    await choose(form, 'Subscription', 'Starter – Full');
    await form.getByText('1 in use, 1 held, 0 free of 2').waitFor();
    await choose(form, 'Role', 'Reader');
  });

  it('empties app, subscription and role when the business changes', async () => {
    await choose(form, 'Business', 'Birch Works');
    await form.getByText('Subscription: choose an app first.').waitFor();
    await form.getByText('Role: choose an app first.').waitFor();
    await expectEmpty(form, 'App');
    const apps = form.getByLabel('App', { exact: true }).locator('option:not([value=""])');
    expect(await apps.allInnerTexts()).toEqual(['Compass']);
    expect(await form.getByText('in use').count()).toBe(0);
    await expectTyped(form, 'Nora');
  });

  it('asks for names only of a new person', async () => {
    await form.getByLabel('Somebody with an account').check();
    await form.getByRole('combobox', { name: 'Person' }).waitFor();
    expect(await form.getByLabel('First name').count()).toBe(0);
    expect(await form.getByLabel('Note').inputValue()).toBe('Maps for the lab.');
    expect(await form.getByLabel('Business').locator('option:checked').innerText()).toBe('Birch Works');

    await form.getByLabel('A new person').check();
    await form.getByLabel('First name').waitFor();
    expect(await form.getByRole('combobox', { name: 'Person' }).count()).toBe(0);
    expect(await form.getByLabel('Note').inputValue()).toBe('Maps for the lab.');
  });

  it('finds an account by name, by e-mail address and by username', async () => {
    await form.getByLabel('Somebody with an account').check();
    for (const typed of ['Adler', adam.email, 'adam']) await findPerson(form, typed, adam.email);
    const person = form.getByRole('combobox', { name: 'Person' });
    await person.fill('nobody');
    await form.getByText('Nothing found.').waitFor();
    await person.press('Escape');
    await visitor.page.getByRole('dialog', { name: 'Invite to an app' }).waitFor();
    expect(await person.inputValue()).toContain(adam.email);
  });

  it('clears all of it', async () => {
    await press(form, 'Clear');
    await expectEmpty(form, 'Business', 'Note', 'Access ends on');
    expect(await form.getByRole('combobox', { name: 'Person' }).inputValue()).toBe('');
    await form.getByText('App: choose a business first.').waitFor();
    expect(await form.getByLabel('Valid for').locator('option:checked').innerText()).toBe('7 days');
  });

  it('names what is missing or wrong, each on its own field, and keeps the rest', async () => {
    await fillInNewPerson(form, 'Adam', 'adam@aster');
    await choose(form, 'Business', 'Aster Labs');
    await form.getByLabel('Note').fill('Maps for the lab.');
    await form.getByLabel('App', { exact: true }).waitFor();
    await press(form, 'Review');
    await expectWrong(form, 'Last name', 'E-mail address', 'App');
    expect(await hasFocus(form.getByLabel('Last name'))).toBe(true);
    expect(await form.getByLabel('First name').inputValue()).toBe('Adam');
    expect(await form.getByLabel('Note').inputValue()).toBe('Maps for the lab.');
  });

  it('shows everything that is in the way at once, and offers the account of a known address', async () => {
    await fillInNewPerson(form, 'Adam A', adam.email);
    await chooseAccess(form, 'Aster Labs', 'Beacon', 'Starter', 'Reader');
    await choose(form, 'Valid for', '14 days');
    await form.getByLabel('Access ends on').fill('2030-03-31');
    const review = await reviewOf(form);
    await review.getByText('belongs to an account: Adam Adler (adam).').waitFor();
    await review.getByText('has access already: Reader on Beacon (Starter).').waitFor();
    await review.getByText('No free seats (2/2).').waitFor();
    expect(await review.getByRole('button', { name: /^(Send|Put)/ }).count()).toBe(0);

    await press(review, 'Invite the account adam');
    await review.getByText('Adam Adler has access already').waitFor();
    expect(await review.getByText('belongs to an account').count()).toBe(0);
    await press(review, 'Open Adam Adler');
    const person = await visitor.dialog('Person');
    await person.getByText('Reader on Beacon (Starter)').first().waitFor();
    await press(person, 'Close');
    await review.waitFor();
  });

  it('keeps everything that was typed on the way back', async () => {
    await press(await visitor.dialog('Check the invitation'), 'Back');
    await form.waitFor();
    await expectTyped(form, 'Adam');
    expect(await form.getByLabel('Role', { exact: true }).locator('option:checked').innerText()).toBe(
      'Reader',
    );
  });

  it('puts a person on the waitlist of a full subscription', async () => {
    await fillInNewPerson(form, 'Nora Novak', 'nora@birch.example');
    const review = await reviewOf(form);
    await review.getByText('Nobody is on the waitlist.').waitFor();
    await press(review, 'Put Nora Novak on the waitlist');
    const result = await visitor.dialog('On the waitlist');
    await result.getByText('on the waitlist of Beacon (Starter) of Aster Labs, at place 1').waitFor();
    await press(result, 'Open the invitation');
    const details = await visitor.dialog('Invitation');
    await details.getByText('It is sent when a seat is free.').waitFor();
    await press(details, 'Close');
    await visitor.closeDialog();
    await visitor.go('Mailbox');
    expect(await visitor.mails('nora@birch.example', /./).count()).toBe(0);
  });

  it('reviews an invitation, sends it, and says to whom and until when', async () => {
    form = await openDirectForm(visitor);
    await fillInNewPerson(form, iris.realName, iris.email);
    await chooseAccess(form, 'Aster Labs', 'Atlas', 'Team', 'Editor');
    await form.getByLabel('Note').fill('Maps for the lab.');
    const review = await reviewOf(form);
    for (const text of [iris.realName, iris.email, 'No account yet: gets a code by e-mail', 'Aster Labs'])
      await review.getByText(text, { exact: true }).waitFor();
    await review.getByText('After sending: 1 in use, 2 held, 0 free of 3').waitFor();
    await press(review, 'Send invitation');
    const result = await visitor.dialog('Invitation sent');
    await result
      .getByText(`${iris.realName} (${iris.email}) is invited to Atlas (Team) of Aster Labs as Editor.`)
      .waitFor();
    await result.getByText('The code is valid until').waitFor();
    await press(result, 'Close');
    await soon(() => visitor.page.getByRole('dialog').count()).toBe(0);
    expect(await hasFocus(visitor.composer())).toBe(true);

    form = await openDirectForm(visitor);
    await choose(form, 'Business', 'Aster Labs');
    await choose(form, 'App', 'Atlas');
    await choose(form, 'Subscription', 'Team – Full');
    await form.getByText('1 in use, 2 held, 0 free of 3').waitFor();
    await visitor.closeDialog();
  });

  it('lets the invitee in with the code of the mail, and gives the access on Accept', async () => {
    await visitor.become(iris);
    const mail = await visitor.readMail(iris, 'Olga Owens invites you to Atlas (Team) of Aster Labs');
    expect(mail).toContain('Maps for the lab.');
    await visitor.go('general');
    await visitor.type(`/request-access ${codeIn(mail)}`);
    const account = await visitor.dialog('Request access');
    await account.getByLabel('GitHub').check();
    await account.getByLabel('Username at the identity provider').fill('iris-newman');
    await account.getByLabel('Gatehouse username').fill('iris');
    await account.getByText('The username iris is free.').waitFor();
    await press(account, 'Request access');
    await account.getByText('Accept the invitation to get the access.').waitFor();
    await account
      .getByRole('button', { name: 'Accept the invitation to Atlas (Team) of Aster Labs' })
      .click();
    const answer = await visitor.dialog('Gatehouse');
    await answer.getByText('You have access to Atlas (Team) of Aster Labs as Editor now.').waitFor();
    expect(await answer.getByRole('button', { name: /^(Accept|Decline)/ }).count()).toBe(0);
    await visitor.closeDialog();
    await visitor.readMail(iris, 'You have access to Atlas (Team)');
    await visitor.sees(iris, 'Aster Labs: Editor on Atlas (Team), since');
    await visitor.sees(olga, 'Atlas (Team): 2 in use, 1 held, 0 free of 3');
  });

  it('sends an invitation to a privileged role only when a second approver agrees', async () => {
    form = await openDirectForm(visitor);
    await findPerson(form, 'iris', iris.email);
    await chooseAccess(form, 'Aster Labs', 'Atlas', 'Company', 'Operator – Takes two approvers');
    const review = await reviewOf(form);
    await review.getByText('The role Operator takes two approvers.').waitFor();
    await press(review, 'Send invitation');
    const result = await visitor.dialog('Waits for approval');
    await result.getByText('Nothing is sent yet').waitFor();
    await press(result, 'Close');

    await visitor.go('access-approvals');
    const card = visitor.message('proposes to invite Iris Newman to Aster Labs');
    await card.getByText('1 of 2 approvers').waitFor();
    await card.getByRole('button', { name: 'Approve the invitation of Iris Newman' }).click();
    await visitor.message('You have agreed to this already.').waitFor();
    await visitor.become(iris);
    await visitor.go('Mailbox');
    expect(await visitor.mails(iris, 'Your invitation to Atlas (Company)').count()).toBe(0);

    await visitor.become(adam);
    await visitor.go('access-approvals');
    await card.getByRole('button', { name: 'Approve the invitation of Iris Newman' }).click();
    await card.getByText('Approved by Olga Owens and Adam Adler. The invitation was sent.').waitFor();
    expect(await card.getByRole('button').count()).toBe(0);

    await visitor.become(iris);
    await visitor.readMail(iris, 'Your invitation to Atlas (Company) of Aster Labs');
    await visitor.go('Gatehouse');
    const offer = visitor.message('invites you to Atlas (Company) of Aster Labs as Operator');
    await offer.getByRole('button', { name: /^Accept/ }).click();
    await offer.getByText('You accepted').waitFor();
    await visitor.become(olga);
    await visitor.go('Gatehouse');
    await visitor.message('Iris Newman (iris) accepted the invitation to Atlas (Company)').waitFor();
  });

  async function reviewOf(filled: Locator): Promise<Locator> {
    await press(filled, 'Review');
    return visitor.dialog('Check the invitation');
  }

  async function expectTyped(filled: Locator, firstName: string): Promise<void> {
    expect(await filled.getByLabel('First name').inputValue()).toBe(firstName);
    expect(await filled.getByLabel('Note').inputValue()).toBe('Maps for the lab.');
    expect(await filled.getByLabel('Access ends on').inputValue()).toBe('2030-03-31');
    expect(await filled.getByLabel('Valid for').locator('option:checked').innerText()).toBe('14 days');
  }
});
