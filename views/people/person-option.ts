import type { PlainTextOption } from '@slack/types';
import type { PersonRow } from '../../src/domain/overviews.ts';
import { option } from '../common/inputs.ts';

/** Slack shows no more than a hundred. */
const mostOptions = 100;

/** What a search for people finds, as the options of its menu: the name with the username, and the e-mail address. */
export function personOptions(people: readonly PersonRow[]): PlainTextOption[] {
  return people
    .slice(0, mostOptions)
    .map(({ accountId, name, username, email }) =>
      option({ value: accountId, text: `${name} (${username})`, description: email }),
    );
}
