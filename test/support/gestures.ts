/** What people do at the screen in several tests. */
import { expect } from 'vitest';
import { placedElements } from '../../src/sandbox/slack/elements.ts';
import type { World } from './gatehouse.ts';
import { everything } from './residents.ts';
import type { Driver } from './slack.ts';

/** Opens one of the newest invitations from the list. */
export async function openListed(driver: Driver, invitationId: string): Promise<void> {
  if (driver.hasModal()) await driver.close({ all: true });
  await driver.command('/invitations');
  await driver.press('invitation-open', { in: 'modal', value: invitationId });
}

/** Fills in the form that changes an access of the person who is open, and sends it. */
export async function changeAccess(
  driver: Driver,
  grantId: string,
  values: Record<string, string | null>,
): Promise<void> {
  await driver.press('grant-change', { in: 'modal', value: grantId });
  await driver.fill(values);
  await driver.submit();
}

/** The question of a button of the top modal, with the word that says yes; null when it asks nothing. */
export function questionOf(driver: Driver, actionId: string, value?: string): string | null {
  const placed = placedElements(driver.modal().view.blocks).find(
    ({ actionId: id, element }) => id === actionId && (value === undefined || element.value === value),
  );
  if (!placed) throw new Error(`${driver.userId} sees no button ${actionId}`);
  const confirm = placed.element.confirm as Record<string, { text: string }> | undefined;
  return confirm ? [confirm.title, confirm.text, confirm.confirm].map((part) => part?.text).join(' ') : null;
}

/** Makes sure that a gesture in a modal is answered on top of it with `text`, and that it changes nothing. */
export async function refusedIn(
  world: World,
  driver: Driver,
  gesture: () => Promise<unknown>,
  text: string,
): Promise<void> {
  // What is due by now happens before, and not in between.
  await world.gatehouse.catchUp();
  await world.settled();
  const before = await everything(world);
  const viewId = driver.modal().id;
  await gesture();
  expect(driver.modal().id).not.toBe(viewId);
  expect(driver.text()).toContain(text);
  await world.settled();
  expect(await everything(world)).toEqual(before);
  await driver.close();
}

/** Runs `work` while the mail server refuses an address for good. */
export async function whileRefused<T>(world: World, address: string, work: () => Promise<T>): Promise<T> {
  await world.settled();
  world.mailbox.faults.rcpt = { code: 550, text: 'No such user', to: address };
  try {
    const result = await work();
    await world.settled();
    return result;
  } finally {
    world.mailbox.faults.rcpt = null;
  }
}
