import type { ContextBlock, KnownBlock } from '@slack/types';
import type { UsernameHint } from '../../src/domain/overviews.ts';
import { identityProviderNames, identityProviders, type NewAccount } from '../../src/domain/people.ts';
import { context } from '../common/blocks.ts';
import { plain, shorten } from '../common/escape.ts';
import { blockIds } from '../common/ids.ts';
import { radioInput, textInput } from '../common/inputs.ts';

const rule =
  'Use 3 to 32 letters (a–z), digits, and single hyphens or underscores between them; begin with a letter.';

/** The inputs of a new account, with the state of the username right below it. */
export function accountFields(values: Partial<NewAccount>, username: UsernameHint | null): KnownBlock[] {
  return [
    textInput({ name: 'firstName', label: 'First name', value: values.firstName, max: 80 }),
    textInput({ name: 'lastName', label: 'Last name', value: values.lastName, max: 80 }),
    radioInput({
      name: 'provider',
      label: 'Identity provider',
      choices: identityProviders.map((value) => ({ value, text: identityProviderNames[value] })),
      value: values.provider,
    }),
    textInput({
      name: 'providerUsername',
      label: 'Username at the identity provider',
      hint: 'Microsoft Entra: name@company.example. GitHub: the name of your GitHub account.',
      value: values.providerUsername,
      max: 254,
    }),
    textInput({
      name: 'username',
      label: 'Gatehouse username',
      hint: 'The username is permanent. It cannot be changed later.',
      value: values.username,
      max: 32,
      dispatch: true,
    }),
    usernameStatus(username),
  ];
}

/** The line that tells what is stored: the person agrees to it by pressing `submit`. */
export function consent(email: string, submit: string, seenBy = 'Approvers'): ContextBlock {
  return context(
    plain`When you press ${submit}, Gatehouse takes the e-mail address ${email} from your Slack profile and stores it with the account. ${seenBy} see it.`,
  );
}

/** The line below the username. */
export function usernameStatus(hint: UsernameHint | null): ContextBlock {
  return { ...context(plain`${statusText(hint)}`), block_id: blockIds.usernameStatus };
}

function statusText(hint: UsernameHint | null): string {
  if (hint === null || hint.username.trim() === '') return rule;
  const name = shorten(hint.username, 40);
  switch (hint.state) {
    case 'free':
      return hint.text ?? `The username ${name} is free.`;
    case 'taken':
      return hint.text ?? `The username ${name} is taken. Choose another one.`;
    case 'invalid':
      return hint.text ?? rule;
  }
}
