import type { ModalView } from '@slack/types';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import type { Cursor } from '../services/paging.ts';
import { queue } from './access-requests.ts';
import { nextAudit } from './audit.ts';
import { appsPage, subscriptionsPage } from './catalog.ts';
import { deliveriesPage } from './deliveries.ts';
import { domainsPage } from './domains.ts';
import { invitationsPage, shownIn } from './invitations.ts';
import type { ActionTurn, Feature } from './turn.ts';
import { nextWaiting } from './workgroup-people.ts';
import { workgroupsPage } from './workgroup-place.ts';
import { nextPeople } from './workgroups.ts';

/** *Older* and *Newer* of every list: the modal in which they are pressed says which one. */
export const paging: Feature = {
  actions: {
    [actionIds.pageOlder]: (turn) => turnPage(turn, { before: turn.value }),
    [actionIds.pageNewer]: (turn) => turnPage(turn, { after: turn.value }),
  },
};

async function turnPage(turn: ActionTurn, cursor: Cursor): Promise<void> {
  await turn.replace(await pageOf(turn, cursor));
}

function pageOf(turn: ActionTurn, cursor: Cursor): Promise<ModalView> {
  switch (turn.view?.callbackId) {
    case callbackIds.requests:
      return queue(turn, cursor);
    case callbackIds.apps:
      return appsPage(turn, cursor);
    case callbackIds.subscriptions:
      return subscriptionsPage(turn, cursor);
    case callbackIds.deliveries:
      return deliveriesPage(turn, turn.form().subject, cursor);
    case callbackIds.audit:
      return nextAudit(turn, cursor);
    case callbackIds.domains:
      return domainsPage(turn, cursor);
    case callbackIds.workgroups:
      return workgroupsPage(turn, cursor);
    case callbackIds.workgroup:
      return nextPeople(turn, cursor);
    case callbackIds.workgroupWaiting:
      return nextWaiting(turn, cursor);
    default:
      return invitationsPage(turn, shownIn(turn), cursor);
  }
}
