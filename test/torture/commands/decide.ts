import fc from 'fast-check';
import { approveRequest } from '../../../src/services/access-requests/approve.ts';
import { denyRequest } from '../../../src/services/access-requests/deny.ts';
import { withdrawRequest } from '../../../src/services/access-requests/withdraw.ts';
import { undo } from '../../../src/services/undo.ts';
import {
  type Access,
  approversFor,
  day,
  grantOf,
  invite,
  isAsking,
  isLive,
  isWithinUndo,
  liveAt,
  type Model,
  type Person,
  privileged,
  type Request,
  requestOf,
  seats,
} from '../model.ts';
import { manages, mayGive, standing } from '../rules.ts';
import { type Aim, type Outcome, refused, type Turn } from '../step.ts';
import { endInvitation } from '../transitions.ts';
import { manager, pick, requestAimedAt } from './choose.ts';

type Act = (turn: Turn, by: Person, id: string) => Promise<Outcome | undefined>;

/** Somebody decides on a request that is not their own. */
const deciding = (
  does: string,
  predict: (model: Model, request: Request, by: Person) => Outcome,
  act: Act,
): fc.Arbitrary<Aim> =>
  fc.record({ by: manager, number: pick }).map(({ by, number }) => (before) => {
    const aimed = requestAimedAt(before, number);
    if (!aimed) return null;
    const { by: of } = aimed;
    return {
      by,
      ...(aimed.status === 'pending' && { until: aimed.expiresAt }),
      label: `${by} ${does} the request of ${of}`,
      predict(model) {
        const request = requestOf(model, of);
        return request && manages(model, by) && by !== of ? predict(model, request, by) : refused;
      },
      act: async (turn) => (await act(turn, by, await turn.request(of))) ?? 'done',
    };
  });

const given: Access[] = [
  { place: 'organization', role: 'member', via: null },
  { place: 'organization', role: 'admin', via: null },
  { place: 'organization', role: 'owner', via: null },
  { place: 'app', role: 'Viewer', via: null },
  { place: 'app', role: privileged, via: null },
];

/** Whatever was asked for, the approver chooses what to give. */
export const approve: fc.Arbitrary<Aim> = fc.constantFrom(...given).chain((access) =>
  deciding(
    `gives ${access.place} ${access.role} to`,
    (model, request, by) => agree(model, request, by, access),
    async ({ as, town }, by, requestId) => {
      const { appId, subscriptionId, roles } = town;
      const { place: what, role } = access;
      const chosen =
        what === 'organization'
          ? { what, role }
          : { what, appId, subscriptionId, roleId: roles.get(role ?? '') };
      return (await approveRequest(await as(by), { requestId, ...chosen })).outcome;
    },
  ),
);

function agree(model: Model, request: Request, by: Person, access: Access): Outcome {
  const { by: to } = request;
  if (!mayGive(model, by, access) || request.status !== 'pending') return refused;
  const isSame = JSON.stringify(request.access) === JSON.stringify(access);
  const others = isSame ? standing(model, request.approvals) : [];
  if (others.includes(by)) return refused;
  const approvals = [...others, by];
  if (approvals.length < approversFor(access)) {
    request.access = access;
    request.approvals = [by];
    return 'endorsed';
  }
  const { place } = access;
  if (grantOf(model, place, to) || liveAt(model, place, to)) return refused;
  if (place === 'app' && seats(model).free === 0) return refused;
  Object.assign(request, { status: 'approved', access, approvals, decided: { by, at: model.now } });
  invite(model, {
    ...access,
    to,
    invitedBy: by,
    isBound: true,
    status: 'pending',
    approvals,
    request: request.order,
  });
  return 'sent';
}

export const deny = deciding(
  'denies',
  (model, request, by) => {
    if (request.status !== 'pending') return refused;
    request.status = 'denied';
    request.decided = { by, at: model.now };
    return 'done';
  },
  async ({ as }, by, requestId) => {
    await denyRequest(await as(by), { requestId });
    return undefined;
  },
);

export const takeBackDecision = deciding(
  'takes back the decision on',
  (model, request, by) => {
    const { status, decided, by: to } = request;
    const isReplaced = isAsking(model, to) && status === 'denied';
    if ((status !== 'approved' && status !== 'denied') || decided?.by !== by) return refused;
    if (isReplaced || !isWithinUndo(model, decided.at)) return refused;
    if (status === 'denied' && (grantOf(model, 'organization', to) || liveAt(model, 'organization', to)))
      return refused;
    const offer = Object.values(model.invitations).find(
      (each) => each.request === request.order && isLive(each),
    );
    if (status === 'approved' && !offer) return refused;
    request.approvals = request.approvals.filter((person) => person !== by);
    request.status = 'pending';
    request.decided = null;
    request.access = request.approvals.length > 0 ? request.access : null;
    request.expiresAt = Math.max(request.expiresAt, model.now + day);
    if (status === 'approved' && offer) endInvitation(model, offer, 'revoked');
    return 'done';
  },
  async ({ as }, by, id) => {
    await undo(await as(by), id);
    return undefined;
  },
);

export const withdraw: fc.Arbitrary<Aim> = pick.map((number) => (before) => {
  const aimed = requestAimedAt(before, number);
  if (!aimed) return null;
  const { by } = aimed;
  return {
    by,
    label: `${by} withdraws the request`,
    predict(model) {
      const request = requestOf(model, by);
      if (request?.status !== 'pending') return refused;
      request.status = 'withdrawn';
      return 'done';
    },
    async act(turn) {
      await withdrawRequest(await turn.as(by), await turn.request(by));
      return 'done';
    },
  };
});
