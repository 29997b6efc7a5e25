import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import type { AuditChange, AuditFilter, AuditRow } from '../../src/domain/audit-rows.ts';
import { auditGroupNames, auditGroups } from '../../src/domain/audit-words.ts';
import type { PersonRow } from '../../src/domain/overviews.ts';
import { actions, button, context, paging, section } from '../common/blocks.ts';
import { date } from '../common/dates.ts';
import { mrkdwn, plain, plainLines, shorten } from '../common/escape.ts';
import { actionIds, callbackIds, scopedBlockId } from '../common/ids.ts';
import { option, personMenu } from '../common/inputs.ts';
import { modal } from '../common/modal.ts';
import { listed } from '../common/words.ts';
import { personOptions } from '../people/person-option.ts';

interface Audit {
  metadata: string;
  organizationName: string;
  filter: AuditFilter;
  /** The person that the filter names. */
  person: PersonRow | null;
  items: AuditRow[];
  older: string | null;
  newer: string | null;
}

/** What the menu of groups calls no group. */
export const everyGroup = 'all';

const changesAtMost = 4;

/** What has happened in an organization: who, what, about whom, and what it was before. */
export function auditModal(data: Audit): ModalView {
  const { metadata, organizationName, filter, person, items, older, newer } = data;
  return modal({
    callback: callbackIds.audit,
    title: 'Audit',
    metadata,
    blocks: [
      section(plain`What has happened in ${organizationName}, newest first.`),
      filterBlock(filter, person),
      context(
        plain`Days are days of UTC. What belongs to no organization, such as a new account, is not listed.`,
      ),
      ...(items.length === 0 ? [section(plain`${emptyText(filter)}`)] : []),
      ...items.flatMap(rowBlocks),
      ...paging(older, newer),
      endBlock(filter, organizationName),
    ],
  });
}

/** Another block id for another filter: else Slack would go on showing what was chosen before *Show all*. */
function filterBlock(filter: AuditFilter, person: PersonRow | null): ActionsBlock {
  const { group, accountId, from, until } = filter;
  const groups = [
    option({ value: everyGroup, text: 'Everything' }),
    ...auditGroups.map((each) => option({ value: each, text: auditGroupNames[each] })),
  ];
  const chosen = groups.find(({ value }) => value === (group ?? everyGroup));
  const [who] = person ? personOptions([person]) : [];
  const scope = [group, accountId, from, until].filter((part) => part !== null).join(',');
  return actions(scopedBlockId('audit-filter', scope), [
    {
      type: 'static_select',
      action_id: actionIds.auditGroup,
      placeholder: plain`What`,
      options: groups,
      ...(chosen ? { initial_option: chosen } : {}),
    },
    { ...personMenu(actionIds.auditPerson), ...(who ? { initial_option: who } : {}) },
    datepicker(actionIds.auditFrom, 'From', from),
    datepicker(actionIds.auditUntil, 'Until', until),
  ]);
}

function datepicker(action: string, placeholder: string, day: string | null) {
  return {
    type: 'datepicker' as const,
    action_id: action,
    placeholder: plain`${placeholder}`,
    ...(day === null ? {} : { initial_date: day }),
  };
}

function emptyText({ from, until, ...rest }: AuditFilter): string {
  if (from !== null && until !== null && from > until) return 'The first day comes after the last one.';
  const isFiltered = from !== null || until !== null || rest.group !== null || rest.accountId !== null;
  return isFiltered
    ? 'Nothing like that has happened. Press Show all to see the rest.'
    : 'Nothing has happened yet.';
}

function rowBlocks({ at, who, what, about, changes }: AuditRow): KnownBlock[] {
  const shown = changes.slice(0, changesAtMost).map(changeLine);
  const hidden = changes.length - shown.length;
  const lines = [
    about.length === 0 ? what : `${what}: ${shorten(listed(about, 3), 300)}`,
    ...shown,
    ...(hidden > 0 ? [`and ${hidden} more, which the export has`] : []),
  ];
  return [section(plainLines(lines)), context(mrkdwn`${date(at)} by ${shorten(who, 200)}`)];
}

function changeLine({ label, before, after }: AuditChange): string {
  const name = `${label.slice(0, 1).toUpperCase()}${label.slice(1)}`;
  const now = shorten(after, 200);
  return before === null ? `${name}: ${now}` : `${name}: ${shorten(before, 200)} → ${now}`;
}

function endBlock(filter: AuditFilter, organizationName: string): ActionsBlock {
  const isFiltered = Object.values(filter).some((part) => part !== null);
  return actions('audit-end', [
    button('Export', {
      action: actionIds.auditExport,
      label: `Export this part of the audit of ${organizationName}`,
    }),
    ...(isFiltered ? [button('Show all', { action: actionIds.auditAll })] : []),
  ]);
}
