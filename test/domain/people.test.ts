import { describe, expect, it } from 'vitest';
import {
  fullName,
  newAccountSchema,
  personName,
  usernameKey,
  usernameSchema,
} from '../../src/domain/people.ts';

const account = {
  firstName: 'Iris',
  lastName: 'Newman',
  provider: 'github',
  providerUsername: 'iris-newman',
  username: 'iris',
};

describe('a name', () => {
  it.each([
    'Iris',
    'Anne-Marie',
    "O'Hara",
    'D’Arc',
    'José',
    '明美',
    'Müller',
    'Smith Jr.',
    'Ødegård (Oda)',
    'नेहा',
  ])('can be %s', (name) => {
    expect(personName('first name').parse(` ${name} `)).toBe(name);
  });

  it.each([
    ['nothing', '   '],
    ['a missing value', undefined],
    ['a number', 7],
    ['81 characters', 'a'.repeat(81)],
    ['a digit in front', '1ris'],
    ['a web address', 'Win https://evil.example'],
    ['a web address without its protocol', 'www.evil'],
    ['a domain', 'evil.com'],
    ['a domain with a path', 'evil.com/x'],
    ['an e-mail address', 'iris@evil.example'],
    ['markup of mail', '<b>Iris</b>'],
    ['a mention', '<!channel>'],
    ['a link', '<https://evil.example|Approve>'],
    ['code', '`Iris`'],
    ['a line break', 'Iris\nNewman'],
    ['a direction override', 'Iris\u202Enamwen'],
    ['a zero-width space', 'Iris\u200B'],
  ])('A39, A40: cannot be %s', (_what, name) => {
    expect(personName('first name').safeParse(name).success).toBe(false);
  });

  it('says which name is wrong', () => {
    const wrong = newAccountSchema.safeParse({ ...account, lastName: '' });
    expect(wrong.error?.issues[0]).toMatchObject({ path: ['lastName'], message: 'Enter the last name.' });
  });
});

describe('a username', () => {
  it.each(['abc', 'iris', 'Iris-Newman', 'a_b', 'a1b2', 'a'.repeat(32)])('can be %s', (name) => {
    expect(usernameSchema.parse(` ${name} `)).toBe(name);
  });

  it.each([
    'ab',
    'a'.repeat(33),
    '1ris',
    'iris-',
    '_iris',
    'ir--is',
    'ir-_is',
    'iris.newman',
    'iris newman',
    'ïris',
    '\u212Aelvin',
    'iris\u200B',
    '<!here>',
    '',
    null,
    ['iris'],
    { $ne: null },
  ])('cannot be %j', (name) => {
    expect(usernameSchema.safeParse(name).success).toBe(false);
  });

  it('is unique whatever its case', () => {
    expect(usernameKey('Iris-N')).toBe(usernameKey('iris-n'));
  });
});

describe('a new account', () => {
  it.each([
    ['github', 'iris-newman'],
    ['github', 'i'],
    ['github', 'iris_corp'],
    ['entra', 'iris@aster.example'],
  ])('of %s is called %s there', (provider, providerUsername) => {
    expect(newAccountSchema.parse({ ...account, provider, providerUsername })).toMatchObject({ provider });
  });

  it.each([
    ['github', 'iris@aster.example'],
    ['github', '-iris'],
    ['github', 'iris-'],
    ['github', 'ir--is'],
    ['github', 'a'.repeat(40)],
    ['entra', 'iris'],
    ['entra', 'iris@localhost'],
    ['entra', 'iris@aster@example.com'],
    ['entra', '<iris@aster.example>'],
    ['entra', 'iris @aster.example'],
    ['gitlab', 'iris'],
    [['github', 'entra'], 'iris'],
    ['', 'iris'],
  ])('of %j is not called %s there', (provider, providerUsername) => {
    expect(newAccountSchema.safeParse({ ...account, provider, providerUsername }).success).toBe(false);
  });

  it('A11: takes nothing that the form does not have', () => {
    const more = { ...account, role: 'owner', tenantId: 'T0OTHER', email: 'eve@evil.example' };
    expect(newAccountSchema.parse(more)).toEqual(account);
  });

  it('has a full name', () => {
    expect(fullName(account)).toBe('Iris Newman');
  });
});
