/** The list of messages that do not arrive, empty and full. Part of the catalogue. */
import type { ModalView } from '@slack/types';
import type { DeliveryRow } from '../../src/domain/deliveries.ts';
import { messageNames } from '../../src/domain/message-names.ts';
import { deliveriesModal } from '../../views/deliveries/deliveries-modal.ts';
import { organizationModal } from '../../views/organizations/organization-modal.ts';
import { takeOverModal } from '../../views/organizations/take-over-modal.ts';
import { at, keys, type Named, type Typed, times } from './samples.ts';

export function deliveryCatalogue(typed: Typed): Named<ModalView> {
  const metadata = 'opaque';
  const organizationName = typed.organization;
  const templates = keys(messageNames);
  const places: DeliveryRow['to'][] = [
    { kind: 'mail', id: typed.email },
    { kind: 'person', id: 'U0IVAN' },
    { kind: 'channel', id: 'C0123' },
    { kind: 'channel', id: typed.note },
    null,
  ];
  const items = times(10, (index): DeliveryRow => {
    const isGivenUp = index % 2 === 0;
    const isLate = index % 4 === 1;
    return {
      id: `msg${index}`,
      template: templates[index] ?? 'offer',
      isUpdate: index % 3 === 0,
      to: places[index % places.length] ?? null,
      isGivenUp,
      isLate,
      isBeingSent: index % 4 === 3,
      since: at('20T12:00'),
      nextTryAt: isGivenUp || isLate ? null : at('21T12:00'),
      problem: typed.note.repeat(9),
    };
  });
  const none = { metadata, organizationName, items: [], older: null, newer: null, undeliverable: 0 };
  const values = { name: typed.organization, domain: 'aster', approvalsChannelId: 'C0123' };
  const edited = { metadata, mode: 'edit', values, isChannelUnreachable: true } as const;
  return [
    ['take over', takeOverModal({ metadata, organizationName })],
    ['organization, its channel unreachable', organizationModal(edited)],
    ['deliveries, none', deliveriesModal({ ...none, counts: { givenUp: 0, waiting: 0 } })],
    [
      'deliveries, invitations alone',
      deliveriesModal({ ...none, counts: { givenUp: 0, waiting: 0 }, undeliverable: 3 }),
    ],
    [
      'deliveries, many',
      deliveriesModal({
        ...none,
        items,
        older: 'o',
        newer: 'n',
        counts: { givenUp: 5, waiting: 1 },
        undeliverable: 1,
      }),
    ],
  ];
}
