import type { Undoable } from '../../domain/overviews.ts';
import { fullName } from '../../domain/people.ts';
import { undoWindowMs } from '../../domain/states.ts';
import type { Context } from '../context.ts';
import { undoableUntil } from '../undo-window.ts';

const shown = 5;

/** The decisions of an account within the last ten minutes that can still be taken back, newest first. */
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
  const people = await store.accounts
    .find({ tenantId, _id: { $in: requests.map((request) => request.accountId) } })
    .lean();
  const nameById = new Map(people.map((account) => [account._id, fullName(account)]));
  const found: (Omit<Undoable, 'organizationName' | 'until'> & {
    organizationId: string;
    at: Date | null;
  })[] = [
    ...requests.map(({ _id: id, status, accountId: whose, organizationId, decidedAt: at }) => {
      const what: Undoable['what'] = status === 'approved' ? 'approved' : 'denied';
      return { id, what, who: nameById.get(whose) ?? '', organizationId, at };
    }),
    ...revoked.map(({ _id: id, email: who, organizationId, endedAt: at }) => {
      return { id, what: 'revoked' as const, who, organizationId, at };
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
