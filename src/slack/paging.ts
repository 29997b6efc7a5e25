import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { type Cursor, parseFilter } from '../services/invitations/list.ts';
import { queue } from './access-requests.ts';
import { list } from './invitations.ts';
import type { ActionTurn, Feature } from './turn.ts';

/** *Older* and *Newer* of every list: the modal in which they are pressed says which one. */
export const paging: Feature = {
  actions: {
    [actionIds.pageOlder]: (turn) => turnPage(turn, { before: turn.value }),
    [actionIds.pageNewer]: (turn) => turnPage(turn, { after: turn.value }),
  },
};

async function turnPage(turn: ActionTurn, cursor: Cursor): Promise<void> {
  if (turn.view?.callbackId === callbackIds.requests) return turn.replace(await queue(turn, cursor));
  const filter = parseFilter(turn.form().subject) ?? 'all';
  await turn.replace(await list(turn, filter, cursor));
}
