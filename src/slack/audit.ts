import type { ModalView, PlainTextOption } from '@slack/types';
import { auditModal } from '../../views/audit/audit-modal.ts';
import { actionIds, callbackIds } from '../../views/common/ids.ts';
import { noticeMessage } from '../../views/common/notices.ts';
import { personOptions } from '../../views/people/person-option.ts';
import { type AuditFilter, auditFilterText, readAuditFilter, wholeAudit } from '../domain/audit-rows.ts';
import { auditGroups } from '../domain/audit-words.ts';
import { listAudit } from '../services/audit/find.ts';
import { sendAudit } from '../services/audit/send.ts';
import { authorize } from '../services/authority.ts';
import { searchDirectory } from '../services/directory.ts';
import type { Cursor } from '../services/paging.ts';
import type { ActionTurn, Feature, OptionsTurn, Turn } from './turn.ts';
import { withOrganization } from './which-organization.ts';

/** `/gatehouse audit`: what has happened in an organization, by person, kind and time; and the same as a file. */
export const audit: Feature = {
  actions: {
    [actionIds.openAudit]: openChosen,
    [actionIds.auditGroup]: (turn) => narrow(turn, { group: groupOf(turn.value) }),
    [actionIds.auditPerson]: (turn) => narrow(turn, { accountId: turn.value }),
    [actionIds.auditFrom]: (turn) => narrow(turn, { from: turn.value || null }),
    [actionIds.auditUntil]: (turn) => narrow(turn, { until: turn.value || null }),
    [actionIds.auditAll]: (turn) => narrow(turn, wholeAudit),
    [actionIds.auditExport]: exportShown,
  },
  options: { [actionIds.auditPerson]: options },
};

/** What the form shows is its subject. */
interface Shown {
  organizationId: string;
  filter: AuditFilter;
}

/** The audit of the organization that the person decides in, or of the one that is named or chosen of several. */
export async function openAuditList(turn: Turn, typed: string): Promise<void> {
  const question = {
    permission: 'audit:view',
    typed,
    action: actionIds.openAudit,
    command: '/gatehouse audit',
  } as const;
  await withOrganization(turn, question, async (organizationId) =>
    turn.show(await auditPage(turn, { organizationId, filter: wholeAudit }, null)),
  );
}

/** Chosen in the question which one, which has its answer then. */
async function openChosen(turn: ActionTurn): Promise<void> {
  const isAsked = turn.view?.callbackId === callbackIds.organizations;
  const shown = { organizationId: turn.value, filter: wholeAudit };
  await (isAsked ? turn.replace : turn.show)(await auditPage(turn, shown, null));
}

async function auditPage(turn: Turn, { organizationId, filter }: Shown, cursor: Cursor): Promise<ModalView> {
  const page = await listAudit(turn.context, { organizationId, filter, cursor });
  const metadata = turn.seal(callbackIds.audit, `${organizationId} ${auditFilterText(filter)}`);
  return auditModal({ metadata, filter, ...page });
}

/** The next page of the list in which somebody has pressed. */
export function nextAudit(turn: ActionTurn, cursor: Cursor): Promise<ModalView> {
  return auditPage(turn, shownIn(turn), cursor);
}

function shownIn(turn: Pick<ActionTurn, 'form'>): Shown {
  const [organizationId = '', filter = ''] = turn.form().subject.split(' ');
  return { organizationId, filter: readAuditFilter(filter) };
}

async function narrow(turn: ActionTurn, more: Partial<AuditFilter>): Promise<void> {
  const { organizationId, filter } = shownIn(turn);
  const narrowed = readAuditFilter(auditFilterText({ ...filter, ...more }));
  await turn.replace(await auditPage(turn, { organizationId, filter: narrowed }, null));
}

function groupOf(value: string): AuditFilter['group'] {
  return auditGroups.find((each) => each === value) ?? null;
}

async function options(turn: OptionsTurn): Promise<PlainTextOption[]> {
  const { organizationId } = shownIn(turn);
  await authorize(turn.context, 'audit:view', organizationId);
  const organizationIds = [organizationId];
  return personOptions(await searchDirectory(turn.context, { organizationIds, query: turn.query }));
}

async function exportShown(turn: ActionTurn): Promise<void> {
  const { organizationId, filter } = shownIn(turn);
  await sendAudit(turn.context, organizationId, filter);
  await turn.tell(noticeMessage('The audit is on its way. It comes as a direct message, as a CSV file.'));
}
