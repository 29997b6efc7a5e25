import type { ProposalFacts } from '../../domain/messages.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import type { OrganizationRecord } from '../../store/models/organization.ts';
import { describeAccesses } from '../access.ts';
import type { Runtime } from '../context.ts';
import { approvalsNeeded } from './approvals.ts';
import { proposalFacts } from './proposal-facts.ts';

const countedAtMost = 1000;

export interface ProposalsWaiting {
  proposals: ProposalFacts[];
  proposalsTotal: number;
}

/** Somebody who may be a second approver. */
export interface Approver {
  id: string;
  emailKey: string;
}

/** The filter of the invitations that wait for somebody as their second approver: neither agreed to by them nor for them (A12). */
export function waitingFor({ id, emailKey }: Approver, now: Date) {
  return {
    status: 'proposed',
    expiresAt: { $gt: now },
    accountId: { $ne: id },
    emailKey: { $ne: emailKey },
    'approvals.accountId': { $ne: id },
  } as const;
}

/** The same rule, for one that is proposed and in time. */
export function isWaitingFor(
  { accountId, emailKey, approvals }: InvitationRecord,
  approver: Approver,
): boolean {
  const isFor = accountId === approver.id || emailKey === approver.emailKey;
  return !isFor && !approvals.some((approval) => approval.accountId === approver.id);
}

/**
 * The first `most` of the invitations to privileged roles that a person can decide in these organizations, and how many there are:
 * neither proposed by them nor for them.
 */
export async function proposalsFor(
  runtime: Pick<Runtime, 'store' | 'now'>,
  organizations: readonly OrganizationRecord[],
  approver: Approver,
  most: number,
): Promise<ProposalsWaiting> {
  const [first] = organizations;
  if (!first) return { proposals: [], proposalsTotal: 0 };
  const waiting = {
    tenantId: first.tenantId,
    organizationId: { $in: organizations.map(({ _id }) => _id) },
    ...waitingFor(approver, runtime.now()),
  } as const;
  const { invitations } = runtime.store;
  const found = await invitations.find(waiting).sort({ _id: 1 }).limit(most).lean();
  return {
    proposals: await asProposals(runtime, organizations, found),
    proposalsTotal: await invitations.countDocuments(waiting, { limit: countedAtMost }),
  };
}

async function asProposals(
  runtime: Pick<Runtime, 'store' | 'now'>,
  organizations: readonly OrganizationRecord[],
  found: readonly InvitationRecord[],
): Promise<ProposalFacts[]> {
  const tenantId = organizations[0]?.tenantId ?? '';
  const now = runtime.now();
  const nameById = new Map(organizations.map(({ _id, name }) => [_id, name]));
  const accounts = await runtime.store.accounts
    .find({ tenantId, _id: { $in: found.flatMap(({ accountId }) => accountId ?? []) } })
    .lean();
  const accountById = new Map(accounts.map((account) => [account._id, account]));
  const describe = await describeAccesses(
    runtime,
    tenantId,
    found.map(({ access }) => access),
  );
  const facts: ProposalFacts[] = [];
  for (const invitation of found) {
    if (!invitation.access) continue;
    const organizationName = nameById.get(invitation.organizationId) ?? '';
    const person = accountById.get(invitation.accountId ?? '') ?? null;
    const access = describe(invitation.access);
    const needed = await approvalsNeeded(runtime, invitation);
    facts.push(proposalFacts(invitation, { organizationName, access, person, needed, now }));
  }
  return facts;
}
