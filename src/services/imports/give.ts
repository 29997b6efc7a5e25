import type { Access, WorkgroupAccess } from '../../domain/access.ts';
import type { RowOutcome } from '../../domain/imports.ts';
import type { WorkgroupOutcome } from '../../domain/workgroups.ts';
import { requireGrantable } from '../access.ts';
import type { Effects } from '../command.ts';
import type { Context } from '../context.ts';
import { enterDirectory } from '../directory.ts';
import { ownApproval } from '../invitations/approvals.ts';
import { createOffer } from '../invitations/create-offer.ts';
import { addressOf } from '../invitations/offer-to.ts';
import { clearExpired } from '../invitations/place-free.ts';
import { inviteLine } from '../workgroups/invite-lines.ts';
import { notOurs, type RowFacts, refused, secondApprover, type Verdict } from './judge.ts';
import type { ImportPlace } from './rights.ts';

/** What became of one of a row's accesses. */
export interface Given {
  outcome: Extract<RowOutcome, 'invited' | 'granted' | 'waiting-for-account' | 'proposed'>;
  remark: string | null;
}

/** Ends the row's transaction without a trace: a row gives all that it asks for, or nothing. */
export class RowRefused extends Error {
  readonly verdict: Verdict;
  constructor(verdict: Verdict) {
    super('the row gives nothing');
    this.verdict = verdict;
  }
}

/**
 * The writes of one access of a row, for a person who has nothing at its place.
 * @throws DomainError `form` or `stale`, or RowRefused, when it may not be given or no seat is free
 */
export function giveAccess(
  context: Context,
  effects: Effects,
  place: ImportPlace,
  facts: RowFacts,
  access: Access,
): Promise<Given> {
  return access.kind === 'workgroup'
    ? letIn(context, effects, place, facts, access)
    : offer(context, effects, place, facts, access);
}

async function offer(
  context: Context,
  effects: Effects,
  { organization, role: ceiling }: ImportPlace,
  { row, account }: RowFacts,
  access: Exclude<Access, WorkgroupAccess>,
): Promise<Given> {
  const { email, names, note, accessEndsAt } = row;
  await requireGrantable(context, organization._id, ceiling, access);
  const accountId = account?._id ?? null;
  await clearExpired(context, effects, organization._id, access, { emailKey: email.key, accountId });
  if (account) await enterDirectory(context, organization._id, account);
  const { outcome } = await createOffer(context, effects, {
    organization,
    email: account ? addressOf(account) : email,
    access,
    accountId,
    ...(names && !account ? { names } : {}),
    note,
    accessEndsAt,
    requestId: null,
    approvals: [ownApproval(context)],
    mayWait: false,
  });
  if (outcome === 'granted') return { outcome, remark: null };
  if (outcome === 'proposed') return { outcome, remark: secondApprover };
  return { outcome: account ? 'invited' : 'waiting-for-account', remark: null };
}

async function letIn(
  context: Context,
  effects: Effects,
  { organization }: ImportPlace,
  { row, account }: RowFacts,
  { workgroupId, role }: WorkgroupAccess,
): Promise<Given> {
  const { tenantId } = context.actor;
  const workgroup = await context.store.workgroups
    .findOne({ _id: workgroupId, tenantId, organizationId: organization._id, archivedAt: null })
    .lean();
  if (!workgroup) throw new RowRefused(refused('The workgroup is archived.'));
  const { email, names, note, accessEndsAt } = row;
  const { outcome, problem } = await inviteLine(context, effects, {
    organization,
    workgroup,
    role,
    partner: null,
    note,
    accessEndsAt,
    address: { email, ...(names && !account ? { names } : {}) },
  });
  const given = outcomes[outcome];
  if (outcome === 'not-a-partner' || outcome === 'not-collaborative')
    throw new RowRefused(notOurs(organization.name, workgroup.collaborative));
  if (!given) throw new RowRefused(refused(problem ?? 'The person cannot be let into the workgroup.'));
  return { outcome: given, remark: null };
}

/** What an outcome at a workgroup is to a row; the others refuse it. */
const outcomes: Partial<Record<WorkgroupOutcome, Given['outcome']>> = {
  granted: 'granted',
  offered: 'invited',
  'waiting-for-account': 'waiting-for-account',
};
