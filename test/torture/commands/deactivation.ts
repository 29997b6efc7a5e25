import fc from 'fast-check';
import { deactivateAccount } from '../../../src/services/people/deactivate.ts';
import { reactivateAccount } from '../../../src/services/people/reactivate.ts';
import { type Grant, grantOf, hasAccount, keyOf, type Model, type Person, seats } from '../model.ts';
import { belongs, isOpen } from '../rules.ts';
import type { Aim } from '../step.ts';
import { endGrant, letIn, promote } from '../transitions.ts';

/** Birch keeps its two, so that it can always be told who belongs to it. */
const leaving = fc.constantFrom<Person>('olga', 'adam', 'mia', 'nora', 'otto', 'kim');

/** Slack has deactivated somebody: what they had is suspended, what they asked for is withdrawn (A54). */
export const deactivate: fc.Arbitrary<Aim> = leaving.map((who) => (before) => {
  if (!hasAccount(before, who)) return null;
  return {
    label: `Slack deactivates ${who}`,
    predict(model) {
      if (model.away.includes(who)) return 'nothing';
      model.away.push(who);
      for (const request of model.requests) {
        if (request.by === who && request.status === 'pending') request.status = 'withdrawn';
      }
      for (const grant of Object.values(model.grants).filter(({ to }) => to === who)) suspend(model, grant);
      return 'done';
    },
    async act({ system, account }) {
      return (await deactivateAccount(system(), await account(who))) ? 'done' : 'nothing';
    },
  };
});

function suspend(model: Model, grant: Grant): void {
  delete model.grants[keyOf(grant.place, grant.to)];
  model.suspended.push(grant);
  if (grant.place === 'app') promote(model);
}

/** They are back: what they had runs again, as far as it still can, and the workgroup that waited for them lets them in. */
export const reactivate: fc.Arbitrary<Aim> = leaving.map((who) => (before) => {
  if (!hasAccount(before, who)) return null;
  return {
    label: `Slack reactivates ${who}`,
    predict(model) {
      if (!model.away.includes(who)) return 'nothing';
      model.away = model.away.filter((each) => each !== who);
      const theirs = model.suspended.filter(({ to }) => to === who);
      model.suspended = model.suspended.filter(({ to }) => to !== who);
      const isFirst = ({ place }: Grant) => place === 'organization';
      for (const grant of [...theirs.filter(isFirst), ...theirs.filter((each) => !isFirst(each))]) {
        if (canResume(model, grant)) model.grants[keyOf(grant.place, who)] = grant;
        else endGrant(model, grant);
      }
      const waiting = model.invitations[keyOf('workgroup', who)];
      if (waiting) letIn(model, waiting);
      return 'done';
    },
    async act({ system, account }) {
      return (await reactivateAccount(system(), await account(who))) ? 'done' : 'nothing';
    },
  };
});

function canResume(model: Model, grant: Grant): boolean {
  const { place, to, via, since, endsAt } = grant;
  if ((endsAt !== null && endsAt <= model.now) || grantOf(model, place, to)) return false;
  // A partner that was removed and added again is another one (A15).
  if (via !== null && since < model.partnerSince) return false;
  if (place === 'workgroup') return isOpen(model, grant) && belongs(model, to, via) === 'belongs';
  return place === 'organization' || seats(model).free > 0;
}
