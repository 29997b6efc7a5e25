import { beforeAll, expect, it } from 'vitest';
import { adam, iris, olga, oscar } from '../../src/sandbox/people.ts';
import { codeIn, describeInBrowser, hasFocus, press, soon, startVisit, type Visitor } from './browser.ts';

describeInBrowser('letting a newcomer in, on the page', () => {
  let visitor: Visitor;
  let code: string;
  beforeAll(async () => {
    const visit = await startVisit();
    visitor = await visit.open();
  });

  it('1. an owner invites by e-mail, and hears what became of each line', async () => {
    await visitor.go('general');
    await visitor.type(`/invite-user ${iris.email}`);
    const form = await visitor.dialog('Invite people');
    const addresses = form.getByLabel('E-mail addresses');
    await addresses.waitFor();
    expect(await addresses.inputValue()).toBe(iris.email);

    await form.getByLabel('Organization').selectOption('Aster Labs');

    // A form that is refused keeps what was typed.
    await addresses.fill('nobody');
    await form.getByLabel('Note').fill('Welcome to the lab');
    await press(form, 'Send');
    await form.getByText('“nobody” is not an e-mail address').waitFor();
    expect(await addresses.getAttribute('aria-invalid')).toBe('true');
    expect(await addresses.inputValue()).toBe('nobody');
    expect(await form.getByLabel('Note').inputValue()).toBe('Welcome to the lab');

    await addresses.fill([iris.email, 'nobody', adam.email].join('\n'));
    await press(form, 'Send');
    const result = await visitor.dialog('Invitations sent');
    await result.getByText('Invited: 1, Has access already: 1, Not valid: 1').waitFor();
    await result.getByText(`${adam.email} (adam)`).waitFor();
    await result.getByText('nobody: is not an e-mail address').waitFor();
    await visitor.closeDialog();
  });

  it('2. the newcomer gets a mail with a code, the note, and what to do', async () => {
    await visitor.become(iris);
    const mail = await visitor.readMail(iris, 'Olga Owens invites you to Aster Labs');
    expect(mail).toContain('Welcome to the lab');
    code = codeIn(mail);
    expect(mail).toContain(`/request-access ${code}`);
    const codes = visitor.page.getByRole('list', { name: 'Mails' }).getByText('invites you to Aster Labs');
    expect(await codes.count()).toBe(1);
  });

  it('3. the newcomer enters the code by command, and makes an account in the same form', async () => {
    await visitor.go('general');
    await visitor.type(`/request-access ${code.toLowerCase()}`);
    const form = await visitor.dialog('Request access');
    await form.getByText('This code is for Aster Labs.').waitFor();
    expect(await form.getByLabel('First name').inputValue()).toBe('Iris');
    expect(await form.getByLabel('Last name').inputValue()).toBe('Newman');

    // The username is checked while the form is open, and the rest of it stays.
    await form.getByLabel('GitHub').check();
    const username = form.getByLabel('Gatehouse username');
    await username.pressSequentially('olga');
    await form.getByText('The username olga is taken. Choose another one.').waitFor();
    await form.getByLabel('Last name').fill('Newman-Blau');
    await username.fill('iris');
    await form.getByText('The username iris is free.').waitFor();
    expect(await username.inputValue()).toBe('iris');
    expect(await form.getByLabel('Last name').inputValue()).toBe('Newman-Blau');
    expect(await form.getByLabel('GitHub').isChecked()).toBe(true);

    // A field that is missing is named, and what was typed stays.
    await press(form, 'Request access');
    const missing = form.getByLabel('Username at the identity provider');
    await soon(() => missing.getAttribute('aria-invalid')).toBe('true');
    expect(await hasFocus(missing)).toBe(true);
    expect(await username.inputValue()).toBe('iris');
    await missing.fill('iris-newman');
    await press(form, 'Request access');
    await form.getByText('Your request for access to Aster Labs is sent, as iris.').waitFor();
    await visitor.closeDialog();
    await visitor.sees(iris, 'Waits for Adam Adler');
  });

  it('4. the organization hears of it by mail, with e-mail address and username', async () => {
    await visitor.become(adam);
    const mail = await visitor.readMail(
      'access@aster.example',
      'Iris Newman-Blau asks for access to Aster Labs',
    );
    expect(mail).toContain(iris.email);
    expect(mail).toContain('Username: iris\n');
    expect(mail).toContain('Identity provider: GitHub\n');
    expect(mail).toContain('Provider username: iris-newman\n');
  });

  it('5. an approver approves the card in the channel, with a role', async () => {
    await visitor.go('access-approvals');
    const card = visitor.message('asks for access to Aster Labs');
    await card.getByText('iris-newman').waitFor();
    await visitor.type('Iris starts on Monday. I take this one.');
    await visitor.message('I take this one').waitFor();
    await visitor.takePicture('sandbox.png');
    await card.getByRole('button', { name: 'Approve the request of Iris Newman-Blau' }).click();
    const form = await visitor.dialog('Invite to organization');
    await form.getByRole('heading', { name: 'Invite to Aster Labs' }).waitFor();
    await form.getByText(iris.email).waitFor();

    await press(form, 'Invite');
    const role = form.getByRole('radiogroup', { name: 'Role' });
    await soon(() => role.getAttribute('aria-invalid')).toBe('true');
    await role.getByRole('radio', { name: /^Member/ }).check();
    await press(form, 'Invite');
    const done = await visitor.dialog('Invitation sent');
    await done.getByText('Iris Newman-Blau is invited to Aster Labs as a member').waitFor();
    await visitor.closeDialog();

    await card.getByText('Approved as a member by Adam Adler').waitFor();
    expect(await card.getByRole('button').count()).toBe(0);
    await visitor.sees(olga, 'no request waits for a decision');
  });

  it('6. the newcomer is told by mail and by direct message', async () => {
    await visitor.become(iris);
    expect(await visitor.readMail(iris, 'Your invitation to Aster Labs')).toContain('Press Accept');
    await visitor.sees(iris, 'Approved. Accept the invitation to get access.');
    await visitor.go('Gatehouse');
    await visitor.message('Adam Adler invites you to Aster Labs as a member').waitFor();
  });

  it('7. a double click on Accept gives the access once', async () => {
    const offer = visitor.message('Adam Adler invites you to Aster Labs as a member');
    await offer.getByRole('button', { name: 'Accept the invitation to Aster Labs' }).dblclick();
    await offer.getByText('You accepted').waitFor();
    expect(await offer.getByRole('button').count()).toBe(0);
    await visitor.readMail(iris, 'You have access to Aster Labs');
    expect(await visitor.mails(iris, 'You have access to Aster Labs').count()).toBe(1);
    await visitor.sees(iris, 'Aster Labs: Member, since');
    expect(await visitor.main.getByText('Aster Labs: Member, since').count()).toBe(1);
  });

  it('tells the approver the answer, and shows everybody their own Home', async () => {
    await visitor.become(adam);
    await visitor.go('Gatehouse');
    await visitor.message('Iris Newman-Blau (iris) accepted the invitation to Aster Labs').waitFor();
    await visitor.sees(adam, 'Aster Labs: Admin, since');
    await visitor.sees(olga, 'Aster Labs: Owner, since');
    await visitor.main.getByRole('button', { name: 'Edit Aster Labs' }).waitFor();
    await visitor.sees(oscar, 'You have no access to an organization yet.');
    expect(await visitor.main.getByRole('button', { name: 'Open the access requests' }).count()).toBe(0);
  });
});
