import fc from 'fast-check';
import { draftDirect, sendDirect } from '../../../src/services/direct/send.ts';
import { sendJoinInvitations } from '../../../src/services/invitations/send-join.ts';
import { inviteToWorkgroup } from '../../../src/services/workgroups/invite.ts';
import { profileOf } from '../../support/verbs.ts';
import {
  type Access,
  approversFor,
  grantOf,
  hasAccount,
  invite,
  liveAt,
  type Model,
  type Person,
  privileged,
  seats,
} from '../model.ts';
import { belongs, isOpen, manages, mayLetIn } from '../rules.ts';
import { type Aim, accountIdOf, type Outcome, refused } from '../step.ts';
import { addGrant } from '../transitions.ts';
import { manager, newcomer, somebody } from './choose.ts';

/** Invites an address to create an account. */
export const inviteToJoin: fc.Arbitrary<Aim> = fc
  .record({ by: manager, to: newcomer })
  .map(({ by, to }) => () => ({
    by,
    label: `${by} invites ${to} to join`,
    predict(model) {
      if (!manages(model, by)) return refused;
      if (hasAccount(model, to)) {
        const has = Object.values(model.grants).some((grant) => grant.to === to);
        return has ? 'has-access' : 'has-account';
      }
      if (liveAt(model, 'join', to)) return 'already-invited';
      const access = { place: 'join', role: null, via: null } as const;
      invite(model, { ...access, to, invitedBy: by, isBound: false, status: 'pending' });
      return 'invited';
    },
    async act({ as, town: { aster: organizationId } }) {
      const send = async (confirmed: string) =>
        sendJoinInvitations(await as(by), { organizationId, emails: profileOf(to).email, confirmed });
      const first = await send('');
      const result = first.kind === 'confirm' ? await send(first.digest) : first;
      return result.kind === 'done' ? (result.lines[0]?.outcome ?? '') : result.kind;
    },
  }));

const direct = fc.record({
  by: manager,
  to: somebody,
  role: fc.constantFrom('Viewer', 'Viewer', 'Editor', privileged),
  mayWait: fc.boolean(),
});

/** Invites somebody to the app, by the form and its review. */
export const inviteDirectly: fc.Arbitrary<Aim> = direct.map(({ by, to, role, mayWait }) => (before) => {
  const isNew = !hasAccount(before, to);
  return {
    by,
    label: `${by} invites ${to} to the app as ${role}${mayWait ? ', or to its waitlist' : ''}`,
    predict(model) {
      const access = { place: 'app', role, via: null } as const;
      if (!manages(model, by) || by === to || !canBeChosen(model, to, isNew) || hasApp(model, to))
        return refused;
      const hasSeat = seats(model).free > 0;
      if (!hasSeat && !mayWait) return refused;
      const sent = approversFor(access) > 1 ? 'proposed' : 'pending';
      const status = hasSeat ? sent : 'waitlisted';
      invite(model, { ...access, to, invitedBy: by, isBound: !isNew, status });
      if (status !== 'pending') return status;
      return isNew ? 'sent-with-code' : 'sent';
    },
    async act({ as, town }): Promise<Outcome> {
      const { aster: organizationId, appId, subscriptionId } = town;
      const { email } = profileOf(to);
      const form = isNew
        ? { who: 'new', firstName: 'Nova', lastName: 'Newcomer', email }
        : { who: 'existing', accountId: await accountIdOf(town, to) };
      const seat = { organizationId, appId, subscriptionId, roleId: town.roles.get(role), expiryDays: '7' };
      const draftId = await draftDirect(await as(by), { ...form, ...seat });
      return (await sendDirect(await as(by), draftId, { confirmed: '', mayWait })).outcome;
    },
  };
});

/** The form says whether the person has an account; and offers only those whom the organization knows. */
function canBeChosen(model: Model, to: Person, isNew: boolean): boolean {
  return isNew ? !hasAccount(model, to) : model.known.includes(to);
}

const hasApp = (model: Model, to: Person): boolean =>
  grantOf(model, 'app', to) !== undefined || liveAt(model, 'app', to) !== undefined;

const toWorkgroup = fc.record({
  by: manager,
  to: somebody,
  role: fc.constantFrom('member', 'member', 'admin'),
  via: fc.constantFrom('birch' as const, null),
});

/** Invites an address into the workgroup, through the partner or not. */
export const inviteIntoWorkgroup: fc.Arbitrary<Aim> = toWorkgroup.map(({ by, to, role, via }) => () => ({
  by,
  label: `${by} lets ${to} into the workgroup as ${role}${via ? ` through ${via}` : ''}`,
  predict(model) {
    const access = { place: 'workgroup', role, via } as const;
    const obstacle = obstacleTo(model, by, to, access);
    if (obstacle) return obstacle;
    const isIn = hasAccount(model, to) && belongs(model, to, via) === 'belongs';
    const hasCode = !hasAccount(model, to);
    const status = isIn ? 'accepted' : 'pending';
    invite(model, { ...access, to, invitedBy: by, isBound: isIn, hasCode, status });
    if (!isIn) return 'waiting-for-account';
    addGrant(model, to, access);
    return 'granted';
  },
  async act({ as, town: { workgroupId, birch } }) {
    const { email: emails } = profileOf(to);
    const partnerId = via && birch;
    const result = await inviteToWorkgroup(await as(by), { workgroupId, role, emails, partnerId });
    return result.lines[0]?.outcome ?? '';
  },
}));

function obstacleTo(model: Model, by: Person, to: Person, access: Access): Outcome | null {
  if (!mayLetIn(model, by)) return refused;
  if (!isOpen(model, access)) return 'not-a-partner';
  if (by === to) return 'invalid';
  if (grantOf(model, 'workgroup', to)) return 'already-member';
  if (liveAt(model, 'workgroup', to)) return 'already-waiting';
  const isElsewhere = hasAccount(model, to) && belongs(model, to, access.via) === 'elsewhere';
  return isElsewhere ? 'not-a-partner' : null;
}
