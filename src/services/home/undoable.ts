import { DomainError } from '../../domain/errors.ts';
import type { Undoable } from '../../domain/overviews.ts';
import { fullName } from '../../domain/people.ts';
import { undoWindowMs } from '../../domain/states.ts';
import type { InvitationRecord } from '../../store/models/invitation.ts';
import { describeAccesses } from '../access.ts';
import { requestToDecide } from '../access-requests/decide.ts';
import type { Context } from '../context.ts';
import { invitationToManage } from '../invitations/managed.ts';
import { undoableUntil } from '../undo-window.ts';
import { requireOpen } from '../workgroups/gates.ts';

const shown = 5;

/** The decisions of the acting person within the last ten minutes that they can still take back, newest first. */
export async function undoableDecisions(context: Context, accountId: string): Promise<Undoable[]> {
  const { store, actor } = context;
  const { tenantId } = actor;
  const since = new Date(context.now().getTime() - undoWindowMs);
  const requests = await store.accessRequests
    .find({
      tenantId,
      decidedBy: accountId,
      status: { $in: ['approved', 'denied'] },
      decidedAt: { $gt: since },
    })
    .sort({ decidedAt: -1 })
    .limit(shown)
    .lean();
  const revoked = await store.invitations
    .find({ tenantId, endedById: accountId, status: 'revoked', endedAt: { $gt: since } })
    .sort({ endedAt: -1 })
    .limit(shown)
    .lean();
  const decided = await allOf(requests, ({ _id }) => requestToDecide(context, _id));
  const taken = await allOf(revoked, (invitation) => requireRestorable(context, invitation));
  const people = await store.accounts
    .find({ tenantId, _id: { $in: decided.map((request) => request.accountId) } })
    .lean();
  const nameById = new Map(people.map((account) => [account._id, fullName(account)]));
  const describe = await describeAccesses(
    context,
    tenantId,
    taken.map(({ access }) => access),
  );
  const found: (Omit<Undoable, 'organizationName' | 'until'> & {
    organizationId: string;
    at: Date | null;
  })[] = [
    ...decided.map(({ _id: id, status, accountId: whose, organizationId, decidedAt: at }) => {
      const what: Undoable['what'] = status === 'approved' ? 'approved' : 'denied';
      return { id, what, who: nameById.get(whose) ?? '', organizationId, at };
    }),
    ...taken.map(({ _id: id, email: who, organizationId, access: offered, endedAt: at }) => {
      const access = offered && describe(offered);
      return { id, what: 'revoked' as const, who, organizationId, access, at };
    }),
  ];
  const places = await store.organizations
    .find({ tenantId, _id: { $in: found.map(({ organizationId }) => organizationId) } }, { name: 1 })
    .lean();
  const placeNames = new Map(places.map(({ _id, name }) => [_id, name]));
  return found.flatMap(({ at, organizationId, ...rest }) => {
    const until = undoableUntil(context, accountId, at);
    return until ? [{ ...rest, organizationName: placeNames.get(organizationId) ?? '', until }] : [];
  });
}

/** Those that `check` does not refuse. */
async function allOf<Item>(items: Item[], check: (item: Item) => Promise<unknown>): Promise<Item[]> {
  const kept: Item[] = [];
  for (const item of items) {
    try {
      await check(item);
      kept.push(item);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return kept;
}

/** Whoever revoked it may have lost the right since, or the workgroup may be closed. */
async function requireRestorable(
  context: Context,
  { _id, organizationId, access }: InvitationRecord,
): Promise<void> {
  await invitationToManage(context, _id);
  if (access?.kind === 'workgroup') await requireOpen(context, organizationId, access);
}
