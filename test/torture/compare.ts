/** What is really there, in the model's words. */
import type { InvitationRecord } from '../../src/store/models/invitation.ts';
import {
  type Grant,
  guest,
  type Invitation,
  isLive,
  isOneOf,
  type Model,
  people,
  requestOf,
  seats,
} from './model.ts';
import { patiently } from './patience.ts';
import type { Town } from './town.ts';

/** Where the town and its model differ, a line each; none when they agree. */
export async function compare(town: Town, model: Model): Promise<string[]> {
  const really = await patiently(() => realLines(town));
  const expected = modelLines(model, town.roles);
  return [
    ...really.filter((line) => !expected.includes(line)).map((line) => `is there:        ${line}`),
    ...expected.filter((line) => !really.includes(line)).map((line) => `should be there: ${line}`),
  ];
}

function modelLines(model: Model, roles: Town['roles']): string[] {
  const { active, held } = seats(model);
  const live = Object.values(model.invitations).filter(isLive);
  const inLine = live.filter(({ status }) => status === 'waitlisted').sort((a, b) => a.order - b.order);
  return [
    `seats: limit ${model.seatLimit}, ${active} active, ${held} held`,
    `waitlist: ${inLine.map(({ to }) => to).join(', ')}`,
    `partner: ${model.partner}`,
    `away: ${model.away.toSorted().join(', ')}`,
    ...live.map((each) => invitationLine(each, roles.get(each.role ?? '') ?? each.role)),
    ...Object.values(model.invitations)
      .filter((each) => !isLive(each))
      .map(({ place, to, status }) => `invitation ${place} ${to}: ${status}`),
    ...Object.values(model.grants).map((grant) => `access ${grantLine(grant, roles)}`),
    ...model.suspended.map((grant) => `suspended access ${grantLine(grant, roles)}`),
    ...people.flatMap((by) => {
      const request = requestOf(model, by);
      return request ? [requestLine(by, { ...request, mutedBy: request.mutedBy.length })] : [];
    }),
  ];
}

function grantLine({ place, to, role, via, endsAt }: Grant, roles: Town['roles']): string {
  return `${place} ${to}: ${roles.get(role ?? '') ?? role}${via ? ` via ${via}` : ''}, ends ${dateOf(endsAt)}`;
}

function invitationLine(
  {
    place,
    to,
    status,
    version,
    expiresAt,
    isBound,
    via,
  }: Pick<Invitation, 'place' | 'to' | 'status' | 'version' | 'expiresAt' | 'isBound' | 'via'>,
  role: string | null | undefined,
): string {
  // When a guest's line is done, a database that fails decides.
  const end = status === 'waitlisted' || to.startsWith(guest) ? '' : `, until ${dateOf(expiresAt)}`;
  const whose = isBound ? 'of an account' : 'of an address';
  return `invitation ${place} ${to}: ${status} as ${role ?? 'nobody'}${via ? ` via ${via}` : ''}, ${whose}, code ${version}${end}`;
}

function requestLine(
  by: string,
  { status, approvals, mutedBy }: { status: string; approvals: readonly unknown[]; mutedBy: number },
): string {
  // Who had agreed to what is over is of no further use.
  const open = ` with ${approvals.length} approvals, muted by ${mutedBy}`;
  return `request ${by}: ${status}${status === 'pending' ? open : ''}`;
}

async function realLines({
  house: { store },
  tenantId,
  aster,
  subscriptionId,
  partnership,
}: Town): Promise<string[]> {
  const here = { tenantId, organizationId: aster };
  const [invitations, grants, requests, accounts, subscription, collaboration] = await Promise.all([
    store.invitations.find(here).sort({ _id: 1 }).lean(),
    store.grants.find({ ...here, status: { $in: ['active', 'suspended'] } }).lean(),
    store.accessRequests.find(here).sort({ _id: 1 }).lean(),
    store.accounts.find({ tenantId }, { username: 1, deactivatedAt: 1 }).lean(),
    store.subscriptions.findOne({ _id: subscriptionId, tenantId }).lean(),
    store.collaborations.findOne({ _id: partnership, tenantId }).lean(),
  ]);
  const newest = new Map(invitations.map((each) => [keyFor(each), each]));
  const names = new Map(accounts.map(({ _id, username }) => [_id, username]));
  const away = accounts.filter(({ deactivatedAt }) => deactivatedAt).map(({ username }) => username);
  const waiting = invitations.filter(({ status }) => status === 'waitlisted');
  return [
    `seats: limit ${subscription?.seatLimit}, ${subscription?.active} active, ${subscription?.held} held`,
    `waitlist: ${waiting.map(({ emailKey }) => nameOf(emailKey)).join(', ')}`,
    `partner: ${collaboration?.status}`,
    `away: ${away.sort().join(', ')}`,
    ...[...newest.values()].map(lineOf),
    ...invitations
      .filter((each) => isOpen(each) && newest.get(keyFor(each))?._id !== each._id)
      .map(({ _id }) => `an older invitation that lives: ${_id}`),
    ...grants.map(({ access, accountId, status, endsAt }) => {
      const role = access.kind === 'app' ? access.roleId : access.role;
      const via = access.kind === 'workgroup' && access.partnerId ? ' via birch' : '';
      const state = status === 'active' ? '' : 'suspended ';
      return `${state}access ${access.kind} ${names.get(accountId)}: ${role}${via}, ends ${dateOf(endsAt)}`;
    }),
    ...new Map(
      requests.map((each) => [
        each.accountId,
        requestLine(names.get(each.accountId) ?? '', { ...each, mutedBy: each.mutedBy?.length ?? 0 }),
      ]),
    ).values(),
  ];
}

function lineOf(invitation: InvitationRecord): string {
  const { access, status, emailKey, codeVersion, expiresAt, accountId } = invitation;
  const place = placeOf(invitation);
  const to = nameOf(emailKey);
  if (!isOpen(invitation)) return `invitation ${place} ${to}: ${status}`;
  const role = access?.kind === 'app' ? access.roleId : access?.role;
  const via = access?.kind === 'workgroup' && access.partnerId ? 'birch' : null;
  return invitationLine(
    {
      place,
      to,
      status,
      version: codeVersion,
      expiresAt: expiresAt.getTime(),
      isBound: accountId !== null,
      via,
    },
    role,
  );
}

const isOpen = ({ status }: Pick<InvitationRecord, 'status'>) =>
  isOneOf(status, 'waitlisted', 'proposed', 'pending');
const keyFor = (each: InvitationRecord) => `${placeOf(each)} ${nameOf(each.emailKey)}`;
const placeOf = ({ access }: InvitationRecord) => access?.kind ?? 'join';
const nameOf = (emailKey: string): string => emailKey.split('@')[0] ?? '';

function dateOf(at: Date | number | null): string {
  return at === null ? 'never' : new Date(at).toISOString();
}
