import type { KnownBlock, ModalView } from '@slack/types';
import type { SubscriptionRow } from '../../src/domain/overviews.ts';
import { excessSeats } from '../../src/domain/seats.ts';
import { actions, button, context, paging, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { seatBar, seatWords } from '../common/seats.ts';

/** The subscriptions of all the organizations whose catalog somebody keeps, with their seats. */
export function subscriptionsModal(data: {
  metadata: string;
  items: SubscriptionRow[];
  older: string | null;
  newer: string | null;
  /** Without an app there is nothing to add a subscription to. */
  hasApps: boolean;
}): ModalView {
  const { metadata, items, older, newer, hasApps } = data;
  return modal({
    callback: callbackIds.subscriptions,
    title: 'Subscriptions',
    metadata,
    blocks: [
      ...(hasApps
        ? [actions('add', [button('Add a subscription', { action: actionIds.subscriptionCreate })])]
        : []),
      ...(items.length === 0 ? [section(plain`${emptyText(hasApps)}`)] : []),
      ...items.flatMap(rowBlocks),
      ...paging(older, newer),
    ],
  });
}

function emptyText(hasApps: boolean): string {
  if (hasApps) return 'No subscription yet. Add the first one, to invite people to an app.';
  return 'There is no app yet. Add one with /gatehouse apps, then its subscription.';
}

function rowBlocks(row: SubscriptionRow): KnownBlock[] {
  return [
    section(
      plainLines([
        `${row.appName}: ${row.name}`,
        `${row.organizationName} · Plan: ${row.plan}`,
        ...seatBars(row),
        seatWords(row),
        ...excessWords(row),
      ]),
      {
        id: `subscription:${row.id}`,
        button: button('Edit', {
          action: actionIds.subscriptionEdit,
          value: row.id,
          label: `Edit the subscription ${row.name} of ${row.appName}`,
        }),
      },
    ),
    ...endBlocks(row),
  ];
}

function seatBars(row: SubscriptionRow): string[] {
  const bar = seatBar(row);
  return bar === null ? [] : [bar];
}

function excessWords(row: SubscriptionRow): string[] {
  return excessSeats(row) === 0 ? [] : ['Over the limit: nobody loses access, nobody new gets it.'];
}

function endBlocks({ endsAt, isOver }: SubscriptionRow): KnownBlock[] {
  if (endsAt === null) return [];
  return [
    context(isOver ? mrkdwn`Ended ${date(endsAt)}: nobody new gets a seat.` : mrkdwn`Ends ${date(endsAt)}.`),
  ];
}
