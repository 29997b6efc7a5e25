/** Reminders, digests and warnings, few and many, and the form that decides about them. Part of the catalogue. */
import type { ModalView } from '@slack/types';
import type { Briefing } from '../../src/domain/messages.ts';
import { defaultReminders, reminderForm } from '../../src/domain/reminder-settings.ts';
import {
  type AccessEnding,
  type DigestOrganization,
  nothingWaits,
  type ReminderFacts,
} from '../../src/domain/reminders.ts';
import { remindersModal } from '../../views/organizations/reminders-modal.ts';
import {
  admin,
  appAccess,
  at,
  type Named,
  offerFacts,
  ordinary,
  proposalFacts,
  requestFacts,
  type Typed,
  times,
  workgroupAccess,
} from './samples.ts';

export function ending(typed: Typed = ordinary, more: Partial<AccessEnding> = {}): AccessEnding {
  return {
    grantId: 'g1',
    organizationId: 'o1',
    organizationName: typed.organization,
    personName: typed.person,
    access: appAccess(typed),
    endsAt: at('28T23:59'),
    ...more,
  };
}

/** Of each kind as many as are shown, of `total`. */
export function reminder(typed: Typed = ordinary, total = 1): { template: 'reminder' } & ReminderFacts {
  const shown = Math.min(total, 5);
  return {
    template: 'reminder',
    requests: times(shown, (index) => ({
      ...requestFacts(typed, {
        requestId: `r${index}`,
        ...(total > 1
          ? {
              invitedEmail: typed.otherEmail,
              access: appAccess(typed),
              approvals: [typed.person],
              approvalsNeeded: 2,
            }
          : {}),
      }),
      escalated: total > 1,
    })),
    requestsTotal: total,
    proposals: times(shown, (index) => proposalFacts(typed, { invitationId: `p${index}` })),
    proposalsTotal: total,
    offers: times(shown, (index) =>
      offerFacts(typed, { invitationId: `i${index}`, access: workgroupAccess(typed) }),
    ),
    offersTotal: total,
    endings: times(shown, (index) => ending(typed, { grantId: `g${index}` })),
    endingsTotal: total,
  };
}

function digestOf(typed: Typed, amount: number): DigestOrganization {
  return {
    organizationName: typed.organization,
    requests: amount,
    proposals: amount,
    expired: amount,
    undeliverable: amount,
    endings: amount,
    full: amount,
    deadLetters: amount,
  };
}

/** What of it is told; of these, only the end of an access goes by mail too. */
export function reminderBriefings(typed: Typed): Named<Briefing> {
  const organizationName = typed.organization;
  const access = appAccess(typed);
  const { personName: _, ...own } = ending(typed);
  const asked = {
    template: 'renewal-asked',
    organizationName,
    invitationId: 'i1',
    isSentAgain: false,
  } as const;
  return [
    ['reminder, one of each', reminder(typed)],
    ['reminder, very many', reminder(typed, 1000)],
    [
      'reminder, one offer',
      { template: 'reminder', ...nothingWaits, offers: [offerFacts(typed)], offersTotal: 1 },
    ],
    [
      'reminder, a proposal for an address',
      {
        template: 'reminder',
        ...nothingWaits,
        proposals: [proposalFacts(typed, { personName: null })],
        proposalsTotal: 1,
      },
    ],
    [
      'reminder, one access',
      { template: 'reminder', ...nothingWaits, endings: [ending(typed, { access: admin })], endingsTotal: 1 },
    ],
    ['reminder, nothing left', { template: 'reminder', ...nothingWaits }],
    ['reminder, replaced', { template: 'reminder-replaced' }],
    ['digest, one organization', { template: 'digest', organizations: [digestOf(typed, 1)] }],
    ['digest, many', { template: 'digest', organizations: times(30, () => digestOf(typed, 1000)) }],
    ['access-ending', { template: 'access-ending', ...own, askWhom: [typed.person] }],
    [
      'access-ending, many to ask',
      { template: 'access-ending', ...own, access: admin, askWhom: times(40, () => typed.person) },
    ],
    ['access-ending, nobody to ask', { template: 'access-ending', ...own, askWhom: [] }],
    ['renewal-asked', { ...asked, who: typed.person, access }],
    ['renewal-asked, of a code', { ...asked, who: typed.email, access: null }],
    ['renewal-asked, sent again', { ...asked, who: typed.person, access, isSentAgain: true }],
  ];
}

export function reminderCatalogue(typed: Typed): Named<ModalView> {
  const form = { metadata: 'opaque', organizationName: typed.organization };
  const values = reminderForm({
    ...defaultReminders,
    inviteeDays: [1, 2, 3, 29, 30],
    approverTimes: 1,
    accessEndDays: [],
    workingDays: [1, 2, 3, 4, 5, 6, 7],
    timeZone: 'America/Argentina/ComodRivadavia',
    weeklyDigest: false,
  });
  return [
    ['reminders, defaults', remindersModal({ ...form, values: reminderForm(defaultReminders) })],
    ['reminders, own', remindersModal({ ...form, values })],
    ['reminders, nothing filled in', remindersModal({ ...form, values: {} })],
    [
      'reminders, filled in wrongly',
      remindersModal({
        ...form,
        values: { ...values, inviteeDays: typed.note, accessEndDays: typed.person, timeZone: typed.note },
      }),
    ],
  ];
}
