/** The views and messages of imports in every state. Part of the catalogue. */
import type { ModalView } from '@slack/types';
import {
  type ImportOverview,
  type ImportSummary,
  importTransitions,
  type RowOutcome,
  rowOutcomeNames,
} from '../../src/domain/imports.ts';
import type { SlackMessage } from '../../views/common/message.ts';
import { importHiddenMessage } from '../../views/imports/import-hidden.ts';
import { importModal, readingView } from '../../views/imports/import-modal.ts';
import { importReportAskedMessage } from '../../views/imports/import-report-asked.ts';
import { importMessage, importView } from '../../views/imports/import-state.ts';
import { peopleExportMessage } from '../../views/imports/people-export.ts';
import { peopleModal } from '../../views/people/people-modal.ts';
import { appAccess, at, type Named, ordinary, type Typed, times } from './samples.ts';

const metadata = 'opaque';
const now = at('21T10:05');
const statuses = Object.keys(importTransitions) as ImportOverview['status'][];
const outcomes = Object.keys(rowOutcomeNames) as RowOutcome[];

export function importOf(typed: Typed = ordinary, more: Partial<ImportOverview> = {}): ImportOverview {
  return {
    id: 'imp_1',
    organizationName: typed.organization,
    fileName: 'people.csv',
    status: 'checked',
    total: 1000,
    done: 0,
    counts: { invited: 900, granted: 50, invalid: 50 },
    problems: [{ line: 7, text: 'The address “ada@” is not one.' }],
    notices: [],
    seats: [],
    startedAt: null,
    endedAt: null,
    stoppedBecause: null,
    ranBefore: null,
    mayStart: true,
    ...more,
  };
}

function summaryOf({ id, fileName, status, total, done }: ImportOverview, { person }: Typed): ImportSummary {
  return { id, fileName, status, total, done, by: person, at: at('21T10:00') };
}

/** As much of everything as there can be. */
function fullImport(typed: Typed, status: ImportOverview['status']): ImportOverview {
  const problems = times(10, (index) => ({ line: index === 0 ? null : 99_000 + index, text: typed.note }));
  return importOf(typed, {
    fileName: typed.note,
    status,
    total: 99_999,
    done: 50_000,
    counts: Object.fromEntries(outcomes.map((outcome) => [outcome, 11_111])),
    problems,
    notices: problems,
    seats: times(40, () => ({ access: appAccess(typed), needed: 99_999, free: 99_999 })),
    startedAt: at('21T10:00'),
    endedAt: at('21T10:04'),
    stoppedBecause: typed.note,
    ranBefore: at('20T10:00'),
  });
}

export function importCatalogue(typed: Typed): Named<ModalView> {
  const organizations = times(120, (index) => ({ id: `o${index}`, name: typed.organization }));
  const [one = { id: '', name: '' }] = organizations;
  const imports = statuses.flatMap((status) => times(4, () => summaryOf(fullImport(typed, status), typed)));
  return [
    ['import, one organization', importModal({ metadata, organizations: [one], organizationId: 'o0' })],
    ['import, many organizations', importModal({ metadata, organizations, organizationId: 'o1' })],
    ['import, reading', readingView('import-frm_1')],
    ['people with files', peopleModal({ metadata, organizations, organizationId: 'o1', imports })],
    ...statuses.map((status): [string, ModalView] => [
      `import, ${status}`,
      importView(fullImport(typed, status), { metadata, now }),
    ]),
  ];
}

export function importMessages(typed: Typed): Named<SlackMessage> {
  return [
    ['people export', peopleExportMessage({ organizationName: typed.organization })],
    ['import, report asked for', importReportAskedMessage({ fileName: typed.note })],
    ['import, hidden', importHiddenMessage({ fileName: typed.note, organizationName: typed.organization })],
    ...statuses.map((status): [string, SlackMessage] => [
      `import, ${status}`,
      importMessage(fullImport(typed, status), now),
    ]),
  ];
}
