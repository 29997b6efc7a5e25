import fc from 'fast-check';
import { askForRenewal } from '../../../src/services/invitations/ask-renewal.ts';
import { remindInvitee } from '../../../src/services/invitations/remind.ts';
import { muteRequest } from '../../../src/services/reminders/mute.ts';
import { snoozeRequest } from '../../../src/services/reminders/snooze.ts';
import {
  day,
  grantOf,
  hasAccount,
  isPerson,
  keyOf,
  liveAt,
  type Model,
  minute,
  type Person,
  type Request,
  requestOf,
} from '../model.ts';
import { manages } from '../rules.ts';
import { type Aim, refused } from '../step.ts';
import { invitationOf, manager, pick, requestAimedAt } from './choose.ts';
import { managing } from './manage.ts';

const pause = 60 * minute;
const renewableFor = 30 * day;

/** Somebody presses *Remind*. Whoever a sweep may just have reminded is left alone: the model does not count working days. */
export const remind: fc.Arbitrary<Aim> = managing({
  does: 'reminds of',
  likely: ['pending'],
  isUnclear: ({ now, sweptAt }) => sweptAt !== null && now - sweptAt < pause,
  predict({ now }, invitation) {
    const { status, spentBy, isBound, remindedAt } = invitation;
    if (status !== 'pending' || (spentBy && !isBound)) return refused;
    if (remindedAt !== null && now - remindedAt < pause) return refused;
    invitation.remindedAt = now;
    return 'done';
  },
  act: async ({ as }, by, id) => remindInvitee(await as(by), id),
});

/** Who is invited too late asks for another invitation, once. */
export const askAnew: fc.Arbitrary<Aim> = pick.map((number) => (before) => {
  const aimed = invitationOf(before, number, ({ status }) => status === 'expired');
  if (!aimed || !isPerson(aimed.to) || !hasAccount(before, aimed.to)) return null;
  const { place, to } = aimed;
  return {
    by: to,
    label: `${to} asks for a new invitation (${place})`,
    predict(model) {
      const invitation = model.invitations[keyOf(place, to)];
      if (invitation?.status !== 'expired' || !invitation.wasSent || invitation.hasAskedAnew) return refused;
      if (invitation.expiresAt <= model.now - renewableFor) return refused;
      const wanted = place === 'join' ? 'organization' : place;
      if (grantOf(model, wanted, to) || liveAt(model, wanted, to)) return refused;
      invitation.hasAskedAnew = true;
      return 'done';
    },
    async act(turn) {
      await askForRenewal(await turn.as(to), await turn.invitation(place, to));
      return 'done';
    },
  };
});

/** An approver has no time for a request today, or leaves it to the others. */
const putting = (does: 'snoozes' | 'mutes'): fc.Arbitrary<Aim> =>
  fc.record({ by: manager, number: pick }).map(({ by, number }) => (before) => {
    const aimed = requestAimedAt(before, number);
    // Whether the owners are drawn in by now, only working days could tell.
    if (!aimed || isDrawnInLater(before, by, aimed)) return null;
    const { by: of } = aimed;
    return {
      by,
      label: `${by} ${does} the request of ${of}`,
      predict(model) {
        const request = requestOf(model, of);
        if (request?.status !== 'pending' || !holders(model, request).includes(by)) return refused;
        request.mutedBy = request.mutedBy.filter((each) => each !== by);
        if (does === 'mutes') request.mutedBy.push(by);
        return 'done';
      },
      async act(turn) {
        const put = does === 'mutes' ? muteRequest : snoozeRequest;
        await put(await turn.as(by), await turn.request(of));
        return 'done';
      },
    };
  });

export const snooze = putting('snoozes');
export const mute = putting('mutes');

function isDrawnInLater(model: Model, by: Person, request: Request): boolean {
  return manages(model, by) && !holders(model, request).includes(by);
}

/** The admins; the owners where there is none. */
function holders(model: Model, { by, approvals }: Request): Person[] {
  const open = Object.values(model.grants).filter(
    ({ place, role, to }) =>
      place === 'organization' && role !== 'member' && to !== by && !approvals.includes(to),
  );
  const admins = open.filter(({ role }) => role !== 'owner');
  return (admins.length > 0 ? admins : open).map(({ to }) => to);
}
