import type { KnownBlock, ModalView } from '@slack/types';
import type { DeliveryCounts, DeliveryRow } from '../../src/domain/deliveries.ts';
import { messageNames } from '../../src/domain/message-names.ts';
import { actions, button, confirmation, context, header, paging, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { channel, literal, type Markup, mrkdwn, person, plain, shorten } from '../common/escape.ts';
import { actionIds, callbackIds } from '../common/ids.ts';
import { modal } from '../common/modal.ts';
import { count } from '../common/words.ts';

interface Deliveries {
  metadata: string;
  organizationName: string;
  items: DeliveryRow[];
  older: string | null;
  newer: string | null;
  counts: DeliveryCounts;
  /** Invitations that could not be delivered. */
  undeliverable: number;
}

/** The messages of an organization that do not arrive: why, and what can be done. */
export function deliveriesModal(data: Deliveries): ModalView {
  const { metadata, organizationName, items, older, newer, counts, undeliverable } = data;
  return modal({
    callback: callbackIds.deliveries,
    title: 'Deliveries',
    metadata,
    blocks: [
      header(organizationName),
      section(plain`${summary(counts)}`),
      ...(undeliverable === 0 ? [] : [context(plain`${elsewhere(undeliverable)}`)]),
      ...items.flatMap(rowBlocks),
      ...paging(older, newer),
    ],
  });
}

function summary({ givenUp, waiting }: DeliveryCounts): string {
  const lines = [
    ...(givenUp === 0 ? [] : [`${count(givenUp, 'message was', 'messages were')} given up.`]),
    ...(waiting === 0
      ? []
      : [
          `${count(waiting, 'message has', 'messages have')} waited for more than 15 minutes. Gatehouse goes on trying.`,
        ]),
  ];
  return lines.length === 0 ? 'Every message has arrived or is on its way.' : lines.join(' ');
}

function elsewhere(undeliverable: number): string {
  const what = count(undeliverable, 'invitation', 'invitations');
  return `${what} could not be delivered: type /invitations undeliverable.`;
}

function rowBlocks(row: DeliveryRow): KnownBlock[] {
  const { id, template, isUpdate, to, isGivenUp, isLate, since, problem } = row;
  const name = isUpdate ? `Update of: ${messageNames[template]}` : messageNames[template];
  return [
    section(mrkdwn`*${name}*${place(to)}\n${shorten(problem, 300)}`),
    context(mrkdwn`${isLate ? 'Late' : 'Fails'} since ${date(since)}. ${stateOf(row)}.`),
    actions(`delivery:${id}`, [
      button('Retry', { action: actionIds.deliveryRetry, value: id, label: `Retry: ${name}` }),
      isGivenUp ? dismiss(id, name) : giveUp(id, name),
    ]),
  ];
}

function stateOf({ isLate, isBeingSent, nextTryAt }: DeliveryRow): Markup {
  if (isLate) return { markup: 'It is tried as soon as possible' };
  if (isBeingSent) return { markup: 'It is being sent again now' };
  return nextTryAt === null ? { markup: 'Given up' } : { markup: mrkdwn`Next try ${date(nextTryAt)}`.text };
}

function place(to: DeliveryRow['to']): Markup {
  if (to === null) return { markup: '' };
  const where = { mail: () => ({ markup: literal(to.id) }), person, channel }[to.kind](to.id);
  return { markup: ` to ${where.markup}` };
}

function giveUp(id: string, name: string) {
  const question = confirmation(
    'Give up this message',
    'It is not tried again, and does not arrive. An invitation can be sent again later.',
    'Give up',
  );
  return button('Give up', {
    action: actionIds.deliveryGiveUp,
    value: id,
    style: 'danger',
    label: `Give up: ${name}`,
    confirm: question,
  });
}

/** It was given up already: there is nothing to lose but its line. */
function dismiss(id: string, name: string) {
  return button('Dismiss', { action: actionIds.deliveryGiveUp, value: id, label: `Dismiss: ${name}` });
}
