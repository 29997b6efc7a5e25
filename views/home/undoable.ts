/** What the person who looks has just decided, and can still take back. */
import type { KnownBlock } from '@slack/types';
import type { Undoable } from '../../src/domain/overviews.ts';
import { placeName } from '../common/access.ts';
import { button, context, header, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { type Markup, mrkdwn, plain, shorten } from '../common/escape.ts';
import { actionIds } from '../common/ids.ts';
import { count } from '../common/words.ts';

const most = 3;

export function undoableBlocks(undoable: readonly Undoable[]): KnownBlock[] {
  if (undoable.length === 0) return [];
  const hidden = undoable.length - most;
  return [
    header('Just decided'),
    ...undoable.slice(0, most).map(line),
    ...(hidden > 0
      ? [context(plain`${count(hidden, 'more decision is', 'more decisions are')} not shown.`)]
      : []),
  ];
}

function line(decision: Undoable): KnownBlock {
  const { id, until, what, who } = decision;
  return section(mrkdwn`${decided(decision)} You can take it back until ${date(until)}.`, {
    id: `undo:${id}`,
    button: button('Undo', {
      action: actionIds.undo,
      value: id,
      label: `Undo: ${shorten(who, 40)} ${what}`,
    }),
  });
}

function decided({ what, who, organizationName, access }: Undoable): Markup {
  const place = access ? placeName(organizationName, access) : organizationName;
  const { text } =
    what === 'revoked'
      ? mrkdwn`You revoked the invitation of ${who} to ${place}.`
      : mrkdwn`You ${what} the request of ${who} for ${organizationName}.`;
  return { markup: text };
}
