/** The audit in every state. Part of the catalogue. */
import type { ModalView } from '@slack/types';
import { type AuditFilter, type AuditRow, wholeAudit } from '../../src/domain/audit-rows.ts';
import { auditGroups } from '../../src/domain/audit-words.ts';
import { auditExportMessage } from '../../views/audit/audit-export.ts';
import { auditModal } from '../../views/audit/audit-modal.ts';
import type { SlackMessage } from '../../views/common/message.ts';
import { at, type Named, ordinary, type Typed, times } from './samples.ts';

const narrow: AuditFilter = {
  group: 'access',
  accountId: `acc_${'0'.repeat(26)}`,
  from: '2025-11-01',
  until: '2025-11-30',
};

export function auditRow(typed: Typed = ordinary, more: Partial<AuditRow> = {}): AuditRow {
  const changes = [{ label: 'access', before: typed.role, after: typed.role }];
  return {
    id: 'aud_1',
    at: at('21T09:35'),
    who: typed.person,
    what: 'Role changed',
    about: [typed.person],
    changes,
    ...more,
  };
}

export function auditCatalogue(typed: Typed): Named<ModalView> {
  const { organization: organizationName, person: name, username, email } = typed;
  const base = { metadata: 'opaque', organizationName, person: null, older: null, newer: null };
  const person = { accountId: narrow.accountId ?? '', name, username, email };
  const full = auditRow(typed, {
    about: times(20, () => typed.person),
    changes: times(20, () => ({ label: 'name', before: typed.note, after: typed.note })),
  });
  const page = { older: 'cursor-older', newer: 'cursor-newer' };
  return [
    ['audit, nothing', auditModal({ ...base, filter: wholeAudit, items: [] })],
    ['audit, some', auditModal({ ...base, filter: wholeAudit, items: [auditRow(typed)] })],
    [
      'audit, a whole page with all there is',
      auditModal({ ...base, ...page, filter: narrow, person, items: times(8, () => full) }),
    ],
    ['audit, narrowed, nothing', auditModal({ ...base, filter: narrow, person, items: [] })],
    [
      'audit, days in the wrong order',
      auditModal({ ...base, filter: { ...narrow, from: '2025-12-01' }, person, items: [] }),
    ],
    ...auditGroups.map((group): [string, ModalView] => [
      `audit, ${group}`,
      auditModal({
        ...base,
        filter: { ...wholeAudit, group },
        items: [auditRow(typed, { about: [], changes: [] })],
      }),
    ]),
  ];
}

export function auditMessages({ organization: organizationName }: Typed): Named<SlackMessage> {
  return [['audit export', auditExportMessage({ organizationName })]];
}
