import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import { describeInBrowser, press, startVisit, type Visitor } from './browser.ts';
import { choose, chooseAccess, expectWrong, fillInNewPerson, openDirectForm } from './direct-form.ts';

const kim = 'kim@birch.example';

describeInBrowser('what can be done after sending, on the page', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    const visit = await startVisit();
    visitor = await visit.open();
  });

  it('finds an invitation by status, by person and by app', async () => {
    const list = await open('/invitations', 'Invitations');
    const accepted = list.getByText('Accepted · Aster Labs · Access as Admin');
    await accepted.waitFor();
    await list.getByLabel('Status').selectOption('Pending');
    await accepted.waitFor({ state: 'detached' });
    await rowOf(list, 'lee@birch.example').waitFor();

    const search = list.getByRole('combobox', { name: 'Find a person or app' });
    await search.fill('Atl');
    await list.getByRole('option', { name: 'Atlas' }).click();
    await list.getByText('Only the invitations for Atlas are shown.').waitFor();
    expect(await rowOf(list, 'lee@birch.example').count()).toBe(0);
    await press(list, 'Show all');
    await rowOf(list, 'lee@birch.example').waitFor();
    await search.fill(kim);
    await list.getByRole('option', { name: kim }).click();
    await list.getByText(`Only the invitations for ${kim} are shown.`).waitFor();
    await rowOf(list, kim).click();
  });

  it('changes the role of an invitation, and reminds of it', async () => {
    const details = await visitor.dialog('Invitation');
    await details.getByText('Editor on Atlas (Team)').waitFor();
    await details.getByLabel('Change role').selectOption('Viewer');
    await details.getByText('Viewer on Atlas (Team)').waitFor();
    await details.getByText(/Role changed .*by Olga Owens/).waitFor();
    await press(details, 'Remind now');
    await details.getByText('Reminded by Olga Owens').waitFor();
    expect(await details.getByRole('button', { name: 'Remind now' }).count()).toBe(0);
  });

  it('revokes an invitation, and takes that back', async () => {
    const details = await visitor.dialog('Invitation');
    await press(details, 'Revoke');
    const question = visitor.page.getByRole('alertdialog', { name: 'Revoke the invitation?' });
    await question.getByText('You can undo this for ten minutes.').waitFor();
    await press(question, 'Revoke');
    await details.getByText('Revoked by Olga Owens').waitFor();
    await press(details, 'Undo');
    await details.getByText('Revocation taken back by Olga Owens').waitFor();
    await details.getByRole('button', { name: 'Revoke' }).waitFor();
    await visitor.closeDialog();
    await visitor.readMail(kim, 'was withdrawn');
    expect(await visitor.readMail(kim, 'is valid again')).toContain('The code that you got works again.');
  });

  it('changes the role and the end of an access', async () => {
    const search = await open('/gatehouse people', 'People');
    await search.getByText('Find somebody whom Aster Labs knows').waitFor();
    await search.getByRole('combobox', { name: 'Name, e-mail or username' }).fill('adl');
    await search.getByRole('option', { name: adam.email }).click();
    const person = await visitor.dialog('Person');
    await press(person, 'Change the access: Editor on Atlas (Team)');
    const form = await visitor.dialog('Change access');
    await choose(form, 'Role', 'Viewer');
    await form.getByLabel('Access ends on').fill('2030-03-31');
    await press(form, 'Save');
    const done = await visitor.dialog('Gatehouse');
    await done.getByText('The access of Adam Adler is changed.').waitFor();
    await press(done, 'Close');
    await person.getByText('Viewer on Atlas (Team) since').waitFor();
    await person.getByText('Ends Mar 31, 2030').waitFor();
  });

  it('ends an access after asking, and frees its seat', async () => {
    const person = await visitor.dialog('Person');
    await press(person, 'End the access: Reader on Beacon (Starter)');
    await press(visitor.page.getByRole('alertdialog', { name: 'End the access?' }), 'End');
    await person.getByText('Ended access').waitFor();
    await person.getByText(/Reader on Beacon \(Starter\): since .*, ended by Olga Owens/).waitFor();
    await visitor.closeDialog();
    const list = await open('/gatehouse subscriptions', 'Subscriptions');
    await list.getByText('0 in use, 1 held, 1 free of 2').waitFor();
    await visitor.closeDialog();
  });

  it('adds an app with its roles, and changes it', async () => {
    const list = await open('/gatehouse apps', 'Apps');
    await press(list, 'Add an app');
    const form = await visitor.dialog('Add an app');
    await choose(form, 'Organization', 'Birch Works');
    await form.getByLabel('Name').fill('Delta');
    await form.getByLabel('Roles', { exact: true }).fill('Guest\nKeeper');
    await form.getByLabel('Privileged roles').fill('Boss');
    await press(form, 'Add');
    await expectWrong(form, 'Privileged roles');
    await form.getByText('“Boss” is not one of the roles above.').waitFor();
    await form.getByLabel('Privileged roles').fill('Keeper');
    await press(form, 'Add');
    await dismiss('Delta is added.');
    await list.getByText('Roles: Guest and Keeper (two approvers)').waitFor();

    await press(list, 'Edit the app Delta');
    const edit = await visitor.dialog('Edit app');
    await edit.getByLabel('Name').fill('Deltoid');
    await press(edit, 'Save');
    await dismiss('Deltoid is saved.');
    await list.getByText('Deltoid').waitFor();
    await visitor.closeDialog();
  });

  it('adds a subscription, and says so when a new limit is below what is in use', async () => {
    const list = await open('/gatehouse subscriptions', 'Subscriptions');
    await press(list, 'Add a subscription');
    const form = await visitor.dialog('Add a subscription');
    await choose(form, 'App', 'Deltoid');
    await form.getByLabel('Name').fill('Small');
    await form.getByLabel('Plan').fill('Small');
    await form.getByLabel('Seats').fill('0');
    await press(form, 'Add');
    await expectWrong(form, 'Seats');
    await form.getByLabel('Seats').fill('5');
    await press(form, 'Add');
    await dismiss('Small of Deltoid is added.');
    await list.getByText('0 in use, 0 held, 5 free of 5').waitFor();

    await press(list, 'Edit the subscription Team of Atlas');
    const edit = await visitor.dialog('Edit subscription');
    await edit.getByLabel('Seats').fill('1');
    await press(edit, 'Save');
    await dismiss('2 seats are in use or held, and the limit is 1');
    await list.getByText('1 in use, 1 held, 1 over the limit of 1').waitFor();
  });

  it('archives what nobody needs, and says what still has to go first', async () => {
    const list = await visitor.dialog('Subscriptions');
    await press(list, 'Edit the subscription Team of Atlas');
    await archive('Edit subscription', 'Archive the subscription?');
    await dismiss('Team is still needed: 1 in use');
    await visitor.closeDialog();

    const subscriptions = await open('/gatehouse subscriptions', 'Subscriptions');
    await press(subscriptions, 'Edit the subscription Small of Deltoid');
    await archive('Edit subscription', 'Archive the subscription?');
    await dismiss('Small is archived.');
    await subscriptions.getByText('Deltoid: Small').waitFor({ state: 'detached' });
    await visitor.closeDialog();

    const apps = await open('/gatehouse apps', 'Apps');
    await press(apps, 'Edit the app Deltoid');
    await archive('Edit app', 'Archive the app?');
    await dismiss('Deltoid is archived.');
    await apps.getByText('Deltoid').waitFor({ state: 'detached' });
    await visitor.closeDialog();
  });

  it('holds to the settings of the organization from then on', async () => {
    const form = await open('/gatehouse settings aster', 'Settings');
    await form.getByRole('heading', { name: 'Aster Labs' }).waitFor();
    await form.getByLabel('E-mail domains').fill('not a domain');
    await press(form, 'Save');
    await form.getByText('“not a domain” is not a domain.').waitFor();
    await form.getByLabel('E-mail domains').fill('aster.example\nbirch.example');
    await choose(form, 'Invitations are valid for', '30 days');
    await press(form, 'Save');
    await dismiss('The settings of Aster Labs are saved.');

    const invitation = await openDirectForm(visitor);
    await fillInNewPerson(invitation, 'Otto Ohm', 'otto@outland.example');
    await chooseAccess(invitation, 'Aster Labs', 'Atlas', 'Company', 'Viewer');
    await press(invitation, 'Review');
    const review = await visitor.dialog('Check the invitation');
    await review.getByText('invites nobody whose e-mail address is at outland.example.').waitFor();
    await review.getByText('Allowed: aster.example and birch.example.').waitFor();
    await visitor.closeDialog();
  });

  it('removes a person from the organization, and protects the last owner', async () => {
    await visitor.go('general');
    await visitor.type('/gatehouse people olga');
    const person = await visitor.dialog('Person');
    await press(person, 'End the access: Owner');
    await press(visitor.page.getByRole('alertdialog', { name: 'End the access?' }), 'End');
    await dismiss('One owner must remain. Make somebody else an owner first.');
    await person.getByText('Owner').first().waitFor();
    await visitor.closeDialog();

    await open('/gatehouse people adam', 'Person');
    await press(person, 'Remove from Aster Labs');
    const question = visitor.page.getByRole('alertdialog', { name: 'Remove Adam Adler from Aster Labs?' });
    await press(question, 'Remove');
    await person.getByText('No access to Aster Labs.').waitFor();
    await visitor.closeDialog();
    await visitor.readMail(adam, 'has ended');
    await visitor.sees(adam, 'You have no access to an organization yet.');
    await visitor.sees(olga, 'Atlas (Team): 0 in use, 1 held, 0 free of 1');
  });

  async function open(command: string, title: string): Promise<Locator> {
    await visitor.go('general');
    await visitor.type(command);
    return visitor.dialog(title);
  }

  function rowOf(list: Locator, email: string): Locator {
    return list.getByRole('button', { name: `Open the invitation of ${email}` });
  }

  async function archive(form: string, question: string): Promise<void> {
    await press(await visitor.dialog(form), 'Archive');
    await press(visitor.page.getByRole('alertdialog', { name: question }), 'Archive');
  }

  /** Reads what was answered, and closes it. */
  async function dismiss(text: string): Promise<void> {
    const notice = await visitor.dialog('Gatehouse');
    await notice.getByText(text).waitFor();
    await press(notice, 'Close');
    await notice.waitFor({ state: 'detached' });
  }
});
