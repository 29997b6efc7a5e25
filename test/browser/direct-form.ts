/** The form of a direct invitation, as people fill it in. */
import type { Locator } from 'playwright-core';
import { soon, type Visitor } from './browser.ts';

/** Opens the form by the command, as whoever one is. */
export async function openDirectForm(visitor: Visitor): Promise<Locator> {
  await visitor.go('general');
  await visitor.type('/invite-user');
  await visitor.dialog('Invite people');
  await visitor.page.getByRole('radio', { name: 'Give access to an app' }).check();
  return visitor.dialog('Invite to an app');
}

/** Chooses the option that begins with these words, as soon as it is offered. */
export async function choose(form: Locator, label: string, option: string): Promise<void> {
  const select = form.getByLabel(label, { exact: true });
  const offered = select.locator('option').filter({ hasText: new RegExp(`^${option}`) });
  await offered.waitFor({ state: 'attached' });
  const value = await offered.getAttribute('value');
  // Nobody can choose what is chosen already; a page that is told to do so draws the form anew all the same.
  if ((await select.inputValue()) !== value) await select.selectOption(value);
}

/** Business, app, subscription and role, one after the other. */
export async function chooseAccess(form: Locator, ...[business, app, subscription, role]: string[]) {
  await choose(form, 'Business', business ?? '');
  await choose(form, 'App', app ?? '');
  await choose(form, 'Subscription', subscription ?? '');
  await choose(form, 'Role', role ?? '');
}

/** Where the label says so, a field is optional. */
const fieldOf = (form: Locator, label: string) =>
  form.getByLabel(new RegExp(`^${label}(?: \\(optional\\))?$`));

/** Waits until nothing is chosen there. */
export async function expectEmpty(form: Locator, ...labels: string[]): Promise<void> {
  for (const label of labels) {
    await soon(() => fieldOf(form, label).inputValue()).toBe('');
  }
}

/** Waits until these fields are marked as missing or wrong. */
export async function expectWrong(form: Locator, ...labels: string[]): Promise<void> {
  for (const label of labels) {
    await soon(() => fieldOf(form, label).getAttribute('aria-invalid')).toBe('true');
  }
}

export async function fillInNewPerson(form: Locator, name: string, email: string): Promise<void> {
  const [first = '', last = ''] = name.split(' ');
  await form.getByLabel('A new person').check();
  await form.getByLabel('First name').fill(first);
  await form.getByLabel('Last name').fill(last);
  await form.getByLabel('E-mail address').fill(email);
}

/** Types into the type-ahead and takes the only person whom it offers. */
export async function findPerson(form: Locator, typed: string, found: string): Promise<void> {
  const person = form.getByRole('combobox', { name: 'Person' });
  await person.fill(typed);
  await form.getByRole('option', { name: found }).click();
  await soon(() => person.inputValue()).toContain(found);
}
