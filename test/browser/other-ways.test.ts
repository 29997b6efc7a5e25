import type { Locator } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { adam, iris, olga, oscar } from '../../src/sandbox/people.ts';
import { codeIn, describeInBrowser, hasFocus, press, startVisit, type Visitor } from './browser.ts';

const otherAddress = 'newman@home.example';

describeInBrowser('the other ways in, and out, on the page', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    const visit = await startVisit({ provoked: /"refused":"deny"/ });
    visitor = await visit.open();
  });

  it('takes a code from Home, and says beside the field when it is not valid', async () => {
    await visitor.go('general');
    await invite(iris.email);
    await visitor.become(iris);
    const code = codeIn(await visitor.readMail(iris, 'Olga Owens invites you'));

    await visitor.go('Home');
    await press(visitor.main, 'Enter code');
    const form = await visitor.dialog('Request access');
    const field = form.getByLabel('Invitation code');
    await field.fill('AAAA-BBBB-CCCC-DDDD-EEEE');
    await form.getByLabel('Microsoft Entra').check();
    await form.getByLabel('Username at the identity provider').fill(iris.email);
    await form.getByLabel('Gatehouse username').fill('iris');
    await form.getByText('The username iris is free.').waitFor();
    await press(form, 'Request access');
    await form.getByText('There is a typing mistake in this code.').waitFor();
    expect(await hasFocus(field)).toBe(true);
    expect(await field.inputValue()).toBe('AAAA-BBBB-CCCC-DDDD-EEEE');
    expect(await form.getByLabel('Gatehouse username').inputValue()).toBe('iris');
    expect(await form.getByLabel('Microsoft Entra').isChecked()).toBe(true);

    await field.fill(code);
    await press(form, 'Request access');
    await form.getByText('Your request for access to Aster Labs is sent, as iris.').waitFor();
    await visitor.closeDialog();
  });

  it('lets an approver deny a request from Home with a reason, which the person gets', async () => {
    await visitor.sees(olga, '1 request waits for a decision');
    await visitor.main.getByRole('button', { name: 'Deny the request of Iris Newman' }).click();
    const form = await visitor.dialog('Deny request');
    await form.getByLabel('Reason').fill('Ask again in May, when the lab opens.');
    await press(form, 'Deny');
    await (await visitor.dialog('Request denied'))
      .getByText('The request of Iris Newman is denied')
      .waitFor();
    await visitor.closeDialog();
    await visitor.go('access-approvals');
    await visitor.message('asks for access').getByText('Denied by Olga Owens').waitFor();

    await visitor.become(iris);
    await visitor.go('Gatehouse');
    await visitor.message('was denied').getByText('Ask again in May').waitFor();
    expect(await visitor.readMail(iris, 'Your request for access')).toContain('Ask again in May');
    await visitor.sees(iris, 'You have no access to an organization yet.');
    await visitor.main.getByText('Denied.').waitFor();
  });

  it('takes a code by the shortcut; approvers see when it was sent to another address', async () => {
    await visitor.become(olga);
    await visitor.go('general');
    await invite(otherAddress);
    await visitor.become(iris);
    const code = codeIn(await visitor.readMail(otherAddress, 'Olga Owens invites you'));

    await visitor.go('general');
    await visitor.shortcut('Request access');
    const form = await visitor.dialog('Request access');
    await form.getByText(`You use the Gatehouse account iris (${iris.email}).`).waitFor();
    await form.getByLabel('Invitation code').fill(code);
    await press(form, 'Request access');
    await form.getByText('is sent, as iris.').waitFor();
    await visitor.closeDialog();

    await visitor.become(adam);
    await visitor.go('general');
    await visitor.type('/access-requests');
    const queue = await visitor.dialog('Access requests');
    await queue.getByText(`the code was sent to ${otherAddress}`).waitFor();
    await queue.getByRole('button', { name: 'Approve the request of Iris Newman' }).click();
    const offer = await visitor.dialog('Invite to organization');
    await offer.getByText(`the code was sent to ${otherAddress}`).waitFor();
    await offer.getByRole('radio', { name: /^Admin/ }).check();
    await press(offer, 'Invite');
    await (await visitor.dialog('Invitation sent')).getByText('Aster Labs as an admin').waitFor();
    await visitor.closeDialog();
  });

  it('asks before an offer is declined, and then gives no access', async () => {
    await visitor.sees(iris, 'Invitations for you');
    const decline = visitor.main.getByRole('button', { name: 'Decline the invitation to Aster Labs' });
    await decline.click();
    const question = visitor.page.getByRole('alertdialog', { name: 'Decline the invitation?' });
    await press(question, 'Cancel');
    await question.waitFor({ state: 'detached' });
    await decline.click();
    await press(question, 'Decline');
    await visitor.page.getByRole('dialog').getByText('You declined the invitation').waitFor();
    await visitor.closeDialog();
    await visitor.main.getByText('Invitations for you').waitFor({ state: 'detached' });
    await visitor.main.getByText('You have no access to an organization yet.').waitFor();
    await visitor.become(adam);
    await visitor.go('Gatehouse');
    await visitor.message('Iris Newman (iris) declined the invitation to Aster Labs as an admin').waitFor();
  });

  it('shows the history of an invitation, and sends it again with a new code', async () => {
    await visitor.go('general');
    await invite('quinn@home.example');
    const code = codeIn(await visitor.readMail('quinn@home.example', 'invites you'));

    await visitor.go('general');
    await visitor.type('/invitations');
    const list = await visitor.dialog('Invitations');
    await list.getByRole('button', { name: 'Open the invitation of quinn@home.example' }).click();
    const details = await visitor.dialog('Invitation');
    await details.getByText('Invited by Adam Adler').waitFor();
    await details.getByText('Mailed').waitFor();
    await press(details, 'Resend');
    await details.getByText('Sent again by Adam Adler, with a new code').waitFor();
    await visitor.closeDialog();
    await visitor.go('Mailbox');
    await visitor.mails('quinn@home.example', 'invites you').nth(1).waitFor();
    expect(codeIn(await visitor.readMail('quinn@home.example', 'invites you'))).not.toBe(code);
  });

  it('revokes an invitation only after asking', async () => {
    await visitor.go('general');
    await visitor.type('/invitations pending');
    const list = await visitor.dialog('Invitations');
    await list.getByRole('button', { name: 'Open the invitation of quinn@home.example' }).click();
    const details = await visitor.dialog('Invitation');
    await press(details, 'Revoke');
    const question = visitor.page.getByRole('alertdialog', { name: 'Revoke the invitation?' });
    await question.getByText('its code stops working').waitFor();
    const cancel = question.getByRole('button', { name: 'Cancel' });
    expect(await hasFocus(cancel)).toBe(true);
    await cancel.click();
    await question.waitFor({ state: 'detached' });
    await details.getByText('Pending').waitFor();

    await press(details, 'Revoke');
    await press(question, 'Revoke');
    await details.getByText('Revoked by Adam Adler').waitFor();
    expect(await details.getByRole('button', { name: 'Revoke' }).count()).toBe(0);
    await visitor.closeDialog();
    expect(await visitor.readMail('quinn@home.example', 'was withdrawn')).toContain('does not work any more');

    await visitor.go('general');
    await visitor.type('/invitations');
    await list.getByLabel('Status').selectOption('Revoked');
    await list.getByText(otherAddress).waitFor({ state: 'detached' });
    await list.getByText('Revoked · Aster Labs').waitFor();
    await visitor.closeDialog();
  });

  it('refuses somebody from another workspace, even where the requests are posted', async () => {
    await visitor.sees(olga, 'Your organizations');
    await visitor.main.getByRole('button', { name: 'Edit Aster Labs' }).click();
    const settings = await visitor.dialog('Edit organization');
    await settings.getByLabel('Approvals channel').selectOption('#shared-with-outland');
    await press(settings, 'Save');
    await visitor.page.getByText('Aster Labs is saved.').waitFor();
    await visitor.closeDialog();
    await visitor.go('general');
    await invite(otherAddress);
    await visitor.become(iris);
    const code = codeIn(await visitor.readMail(otherAddress, 'Olga Owens invites you'));
    await visitor.go('general');
    await visitor.type(`/request-access ${code}`);
    await visitor
      .message('Your request for access to Aster Labs is sent')
      .getByText('Only visible to you')
      .waitFor();

    await visitor.become(oscar);
    await visitor.go('shared-with-outland');
    const card = visitor.message('asks for access to Aster Labs');
    await card.getByRole('button', { name: 'Approve the request of Iris Newman' }).click();
    await visitor.message("You can't do this").getByText('Only visible to you').waitFor();
    await visitor.type(`/invite-user ${oscar.email}`);
    await visitor.page.getByRole('alert').getByText('/invite-user is not a valid command.').waitFor();
    expect(await visitor.page.getByRole('dialog').count()).toBe(0);
    await card.getByRole('button', { name: 'Approve the request of Iris Newman' }).waitFor();
    await visitor.sees(olga, '1 request waits for a decision');
  });

  /** Invites one address by the shortcut, as whoever one is. */
  async function invite(address: string): Promise<void> {
    await visitor.shortcut('Invite user');
    const form = await visitor.dialog('Invite people');
    await form.getByLabel('E-mail addresses').fill(address);
    await chooseOrganization(form);
    await press(form, 'Send');
    const result = await visitor.dialog('Invitations sent');
    await result.getByText(address).waitFor();
    await visitor.closeDialog();
  }

  /** Whoever may invite to one organization only has nothing to choose. */
  async function chooseOrganization(form: Locator): Promise<void> {
    const organization = form.getByLabel('Organization');
    await organization.selectOption('Aster Labs');
  }
});
