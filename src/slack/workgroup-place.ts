import type { ModalView } from '@slack/types';
import { callbackIds } from '../../views/common/ids.ts';
import { workgroupView } from '../../views/workgroups/workgroup-view.ts';
import { workgroupsModal } from '../../views/workgroups/workgroups-modal.ts';
import { deny } from '../domain/errors.ts';
import type { Cursor } from '../services/paging.ts';
import { listWorkgroups } from '../services/workgroups/list.ts';
import { openWorkgroup } from '../services/workgroups/open.ts';
import { offsetOf, refreshBelow } from './below.ts';
import type { ActionTurn, Turn } from './turn.ts';

/** Where somebody is: the workgroup that a view is about, its page, and the views that lie below it, if any. */
export interface Place {
  workgroupId: string;
  cursor: Cursor;
  listViewId: string;
  /** Empty in the view of the workgroup itself. */
  detailViewId: string;
}

/** The sealed subject of every view about one workgroup. */
export function subjectOf({ workgroupId, cursor, listViewId, detailViewId }: Place): string {
  const [[side, at] = ['', '']] = Object.entries(cursor ?? {});
  return [workgroupId, side, at, listViewId, detailViewId].join(':');
}

export function readPlace(subject: string): Place {
  const [workgroupId = '', side = '', at = '', listViewId = '', detailViewId = ''] = subject.split(':');
  return { workgroupId, cursor: cursorOf(side, at), listViewId, detailViewId };
}

function cursorOf(side: string, at: string): Cursor {
  if (side === 'before') return { before: at };
  return side === 'after' ? { after: at } : null;
}

/** Where the view will be that a press on the workgroup `workgroupId` opens: on top of what is open. */
export function placeAbove(turn: ActionTurn, workgroupId: string): Place {
  const { view } = turn;
  const alone: Place = { workgroupId, cursor: null, listViewId: '', detailViewId: '' };
  if (view?.callbackId === callbackIds.workgroups) return { ...alone, listViewId: view.id };
  if (view?.callbackId !== callbackIds.workgroup) return alone;
  const { listViewId } = readPlace(turn.form().subject);
  return { ...alone, listViewId, detailViewId: view.id };
}

/** A page of the list. */
export async function workgroupsPage(turn: Turn, cursor: Cursor): Promise<ModalView> {
  const { rows, mayCreate, total, offset } = await listWorkgroups(turn.context, offsetOf(cursor));
  if (rows.length === 0 && mayCreate.length === 0) throw deny();
  return workgroupsModal({
    metadata: turn.seal(callbackIds.workgroups),
    rows,
    mayCreate: mayCreate.length > 0,
    total,
    offset,
  });
}

/** A page of one workgroup; the first one when there is nobody left on it. */
export async function workgroupPage(turn: Turn, place: Place, notice?: string): Promise<ModalView> {
  const found = await openWorkgroup(turn.context, place.workgroupId, place.cursor);
  if (found.people.length === 0 && place.cursor !== null) {
    return workgroupPage(turn, { ...place, cursor: null }, notice);
  }
  const metadata = turn.seal(callbackIds.workgroup, subjectOf({ ...place, detailViewId: '' }));
  const viewerId = turn.context.actor.account?.id ?? null;
  return workgroupView({ metadata, workgroup: found, viewerId, notice });
}

/** Shows what is so now in the views below one that is about a workgroup. */
export async function refreshWorkgroup(
  turn: Turn,
  { workgroupId, listViewId, detailViewId }: Place,
): Promise<void> {
  const detail: Place = { workgroupId, cursor: null, listViewId, detailViewId: '' };
  await refreshBelow(turn, [
    { viewId: detailViewId, draw: () => workgroupPage(turn, detail) },
    { viewId: listViewId, draw: () => workgroupsPage(turn, null) },
  ]);
}
