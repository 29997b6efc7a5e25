/** Accounts: what people are called, and how they prove who they are elsewhere. */
import { z } from 'zod';

export const identityProviders = ['entra', 'github'] as const;
export type IdentityProvider = (typeof identityProviders)[number];

export const identityProviderNames: Readonly<Record<IdentityProvider, string>> = {
  entra: 'Microsoft Entra',
  github: 'GitHub',
};

const namePattern = /^[\p{L}\p{M}][\p{L}\p{M}\p{N} .,'’\-()]*$/u;
const looksLikeAddress = /:\/\/|www\.|@|\.\p{L}{2,}(?:\/|$)/iu;

/** A first or last name: letters of any script. Anything that mail programs would turn into a link is refused (A40). */
export function personName(label: string) {
  return z
    .string({ error: `Enter the ${label}.` })
    .trim()
    .min(1, `Enter the ${label}.`)
    .max(80, `The ${label} can have at most 80 characters.`)
    .refine((name) => namePattern.test(name) && !looksLikeAddress.test(name), {
      error: `The ${label} can have letters, spaces, apostrophes, hyphens and full stops, and no web address.`,
    });
}

/**
 * The permanent name of an account: 3 to 32 of a-z, 0-9, `_` and `-`, beginning with a letter, ending in a letter or digit.
 * No dots: a name with one reads as a web address, and mail programs make a link of it (A40).
 */
export const usernameSchema = z
  .string({ error: 'Choose a username.' })
  .trim()
  .min(1, 'Choose a username.')
  .regex(
    /^[a-zA-Z](?:[a-zA-Z0-9]|[_-](?=[a-zA-Z0-9])){2,31}$/,
    'Use 3 to 32 letters (a–z), digits, and single hyphens or underscores between them; begin with a letter.',
  );

/** Usernames are unique whatever their case. */
export function usernameKey(username: string): string {
  return username.toLowerCase();
}

const providerUsername = z
  .string({ error: 'Enter your username at the identity provider.' })
  .trim()
  .min(1, 'Enter your username at the identity provider.')
  .max(254, 'That is too long for a username: at most 254 characters.')
  .refine((name) => !/[\s\p{C}]/u.test(name), 'A username has no spaces in it.');

/** @see https://docs.github.com/en/enterprise-cloud@latest/admin/concepts/identity-and-access-management/username-considerations-for-external-authentication */
const githubUsername = /^[a-zA-Z0-9](?:[a-zA-Z0-9]|-(?=[a-zA-Z0-9])){0,38}(?:_[a-zA-Z0-9]+)?$/;
/** Entra's user principal name: `name@domain`. */
const entraUsername = /^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/;

/** What a new account needs besides the e-mail address, which Slack vouches for. */
export const newAccountSchema = z
  .object({
    firstName: personName('first name'),
    lastName: personName('last name'),
    provider: z.enum(identityProviders, { error: 'Choose an identity provider.' }),
    providerUsername,
    username: usernameSchema,
  })
  .superRefine((account, issue) => {
    const ok =
      account.provider === 'github'
        ? githubUsername.test(account.providerUsername)
        : entraUsername.test(account.providerUsername);
    if (ok) return;
    issue.addIssue({
      code: 'custom',
      path: ['providerUsername'],
      message:
        account.provider === 'github'
          ? 'This is not a GitHub username: letters, digits and single hyphens, at most 39.'
          : 'A Microsoft Entra username looks like name@company.example.',
    });
  });

export type NewAccount = z.infer<typeof newAccountSchema>;

/** A person's full name as shown to others. */
export function fullName(person: { firstName: string; lastName: string }): string {
  return `${person.firstName} ${person.lastName}`;
}

/** The beginnings by which a person is found: names, address and username, in lower case and without marks on letters. */
export function searchTerms(person: {
  firstName: string;
  lastName: string;
  email: string;
  username: string;
}): string[] {
  const { firstName, lastName, email, username } = person;
  const terms = [fullName(person), lastName, firstName, email, username].map(searchKey);
  return [...new Set(terms)];
}

/** A name as it is searched for: `Zoë` is found by `zoe`. */
export function searchKey(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}
