/** `/gatehouse settings` and `/gatehouse organization` of somebody who has several organizations. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { adam, olga } from '../../src/sandbox/people.ts';
import { makeBusiness } from '../support/catalog.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { DENIED, makeAccount, makeBirch, mia, otto, residents } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';

let world: World;
let owner: Driver;
beforeAll(async () => {
  world = await startWorld({ people: residents });
  await makeAccount(world, mia);
  await makeAccount(world, otto);
  for (const name of ['Zeta', 'Ash', 'Asher', 'Elm']) await makeBusiness(world, name);
  await makeBirch(world, otto);
  owner = world.person(olga.id);
});
beforeEach(async () => {
  if (owner.hasModal()) await owner.close({ all: true });
});

const commands = [
  ['settings', 'open-settings', 'settings'],
  ['organization', 'edit-organization', 'organization'],
] as const;

describe.each(commands)('/gatehouse %s', (word, action, form) => {
  it('asks which one, and shows it in the place of the question', async () => {
    await owner.command('/gatehouse', word);
    const names = ['Ash', 'Asher', 'Aster Labs', 'Elm', 'Zeta'];
    expect((await owner.offers(action)).map(({ text }) => text)).toEqual(names);
    expect(owner.text()).toContain(`/gatehouse ${word} DOMAIN`);
    await owner.choose(action, 'Zeta', { in: 'modal' });
    expect(owner.screen().modals).toHaveLength(1);
    expect(owner.modal().view.callback_id).toBe(form);
    expect(JSON.stringify(owner.modal().view.blocks)).toContain('Zeta');
    await owner.submit();
    expect(owner.text()).toMatch(/Zeta (is|are) saved|settings of Zeta are saved/);
  });

  it.each([
    ['zeta', 'Zeta'],
    ['ASH', 'Ash'],
    ['aster labs', 'Aster Labs'],
    ['ze', 'Zeta'],
  ])('goes to the one that %j names at once', async (typed, name) => {
    await owner.command('/gatehouse', `${word} ${typed}`);
    expect(owner.modal().view.callback_id).toBe(form);
    expect(JSON.stringify(owner.modal().view.blocks)).toContain(`"${name}"`);
  });

  it('asks among those whose names begin with what was typed', async () => {
    await owner.command('/gatehouse', `${word} as`);
    expect((await owner.offers(action)).map(({ text }) => text)).toEqual(['Ash', 'Asher', 'Aster Labs']);
  });

  it.each(['nowhere', 'birch'])('says of %j, which is none of theirs, no more than that', async (typed) => {
    await owner.command('/gatehouse', `${word} ${typed}`);
    expect(owner.hasModal()).toBe(false);
    expect(owner.text(owner.lastMessage('general'))).toBe(
      `None of your organizations has a login domain or a name that begins with “${typed}”.`,
    );
  });

  it('is the only organization at once, and refused to who has none', async () => {
    const only = world.person(otto.id);
    await only.command('/gatehouse', word);
    expect(JSON.stringify(only.modal().view.blocks)).toContain('"Birch"');
    await only.close({ all: true });
    const nobody = world.person(mia.id);
    await nobody.command('/gatehouse', `${word} aster`);
    expect(nobody.hasModal()).toBe(false);
    expect(nobody.text(nobody.lastMessage())).toBe(DENIED);
  });
});

it('on Home every organization that is not shown is within reach', async () => {
  await owner.openHome();
  expect(owner.text('home')).toContain('2 more: type /gatehouse organization.');
  expect(owner.text('home')).toContain('2 more organizations: type /access-requests.');
  const admin = world.person(adam.id);
  await admin.openHome();
  expect(admin.text('home')).not.toContain('more organizations');
});
