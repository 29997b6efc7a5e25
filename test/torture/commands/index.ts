/** Everything that can happen, and how often. */
import fc from 'fast-check';
import type { Aim } from '../step.ts';
import { accept, decline, redeem } from './answer.ts';
import { deactivate, reactivate } from './deactivation.ts';
import { approve, deny, takeBackDecision, withdraw } from './decide.ts';
import { deliverMessages } from './delivery.ts';
import { firstOf, fitting } from './fitting.ts';
import { importFile } from './import.ts';
import { inviteDirectly, inviteIntoWorkgroup, inviteToJoin } from './invite.ts';
import { atItsEnd } from './last-moment.ts';
import { changeRole, extend, resend, revoke, takeBackRevocation } from './manage.ts';
import { addPartnership, endPartnership, leaveOrAllow, limitSeats } from './organization.ts';
import { changeEnd, changeGrantedRole, endAccess, remove } from './people.ts';
import { askAnew, mute, remind, snooze } from './remind.ts';
import { approveProposed, denyProposed } from './second.ts';
import { passTime } from './time.ts';

const weighted = (...choices: [number, fc.Arbitrary<Aim>][]): fc.Arbitrary<Aim> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const kinds: [number, fc.Arbitrary<Aim>][] = [
  [5, inviteToJoin],
  [8, inviteDirectly],
  [6, inviteIntoWorkgroup],
  [3, resend],
  [3, revoke],
  [3, takeBackRevocation],
  [2, extend],
  [2, changeRole],
  [12, accept],
  [2, decline],
  [12, redeem],
  [8, approve],
  [3, deny],
  [4, takeBackDecision],
  [1, withdraw],
  [4, approveProposed],
  [1, denyProposed],
  [2, remove],
  [5, endAccess],
  [3, changeEnd],
  [3, changeGrantedRole],
  [2, limitSeats],
  [1, endPartnership],
  [1, addPartnership],
  [1, leaveOrAllow],
  [1, remind],
  [2, askAnew],
  [1, snooze],
  [1, mute],
  [1, deactivate],
  [5, reactivate],
];

/** What stories are told of. */
export const beginnings: fc.Arbitrary<Aim> = fc.oneof(
  ...[inviteToJoin, inviteDirectly, inviteIntoWorkgroup, accept, redeem, approve, changeGrantedRole],
);

/** The same, chosen with a mind to what there is: where there is nothing for one, there is for another. */
export const deeds: fc.Arbitrary<Aim> = firstOf(
  weighted(...kinds.map(([weight, kind]): [number, fc.Arbitrary<Aim>] => [weight, fitting(kind)])),
);

const answers = [accept, accept, accept, redeem, redeem, decline, approve, deny, approveProposed].map(
  fitting,
);

/** What happens by itself, or is more than one command. */
export const events: fc.Arbitrary<Aim> = weighted(
  [5, passTime],
  [3, deliverMessages],
  [1, importFile],
  [6, atItsEnd(fc.oneof(...answers))],
);
