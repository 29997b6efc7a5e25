import { actions, button, section } from '../common/blocks.ts';
import { listedMarkup, mrkdwn, plain } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { message, type SlackMessage } from '../common/message.ts';

/** To somebody who can set Gatehouse up, before it is. */
export function setUpMessage(): SlackMessage {
  return message(mrkdwn`Gatehouse is not set up yet. Create the first organization to begin.`, [
    section(plain`Gatehouse is not set up yet. Create the first organization to begin.`),
    actions('set-up', [button('Set up', { action: actionIds.setUp, style: 'primary' })]),
  ]);
}

/** To everybody else: who can set Gatehouse up. */
export function notSetUpMessage({ adminIds }: { adminIds: string[] }): SlackMessage {
  const people = adminIds.filter((id) => /^[UW][A-Z0-9]+$/.test(id)).map((id) => ({ markup: `<@${id}>` }));
  const text =
    people.length === 0
      ? mrkdwn`Gatehouse is not set up yet. A workspace admin can do it: type /gatehouse.`
      : mrkdwn`Gatehouse is not set up yet. ${listedMarkup(people, 5)} can do it: type /gatehouse.`;
  return message(text, [section(text)]);
}
