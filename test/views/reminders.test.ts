import { describe, expect, it } from 'vitest';
import { slackDate } from '../../src/domain/errors.ts';
import { defaultReminders, reminderForm } from '../../src/domain/reminder-settings.ts';
import { nothingWaits } from '../../src/domain/reminders.ts';
import { LIMITS } from '../../src/sandbox/rules/index.ts';
import { homeView } from '../../views/home/home-view.ts';
import { remindersModal } from '../../views/organizations/reminders-modal.ts';
import { digestMessage } from '../../views/reminders/digest-message.ts';
import { reminderMessage, reminderReplacedMessage } from '../../views/reminders/reminder-message.ts';
import { renewalAskedMessage } from '../../views/reminders/renewal.ts';
import { visibleText } from '../support/slack-text.ts';
import { reminder } from './catalogue-reminders.ts';
import { actionsIn, inputsIn, nodeWith } from './read.ts';
import { admin, at, longest, ordinary } from './samples.ts';

describe('a reminder', () => {
  it('is one message of all that waits, with what can be done about each', () => {
    const message = reminderMessage(reminder());
    expect(message.text).toBe(
      'Reminder: 1 request waits for your decision, 1 invitation waits for you as the second approver, 1 invitation waits for your answer and 1 access that you can extend ends soon.',
    );
    expect(actionsIn(message)).toEqual([
      ['request-approve', 'r0'],
      ['request-deny', 'r0'],
      ['request-snooze', 'r0'],
      ['request-mute', 'r0'],
      ['proposal-approve', 'p0'],
      ['proposal-deny', 'p0'],
      ['offer-accept', 'i0'],
      ['offer-decline', 'i0'],
      ['grant-change', 'g0'],
    ]);
    const text = visibleText(message);
    expect(text).toContain('Ada Lovelace (ada.lovelace, ada@aster.example) asks for access to Aster.');
    expect(text).toContain('Ada Lovelace: Atlas (Team) of Aster as Editor.');
    expect(text).not.toContain('more:');
  });

  it('shows the first five of each, and says how many more there are and where', () => {
    const message = reminderMessage(reminder(longest, 1000));
    expect(message.blocks.length).toBeLessThanOrEqual(LIMITS.messageBlocks);
    expect(actionsIn(message).filter(([action]) => action === 'request-snooze')).toHaveLength(5);
    const text = visibleText(message);
    expect(text).toContain('995 more: type /access-requests.');
    expect(text).toContain('995 more: type /invitations proposed.');
    expect(text).toContain('995 more: open the Home tab of Gatehouse.');
    expect(text).toContain('995 more: type /gatehouse people.');
    expect(text).toContain('It waits for the owners too.');
  });

  it('can be told from other messages by the ids of its blocks, so that a press redraws it', () => {
    const ids = reminderMessage(reminder(ordinary, 5)).blocks.flatMap(({ block_id: id }) => id ?? []);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
    expect(ids.filter((id) => !id.startsWith('reminder-'))).toEqual([]);
  });

  it.each([
    ['nothing waits', reminderMessage(nothingWaits), 'Nothing waits for you any more.'],
    ['a newer one has come', reminderReplacedMessage(), 'There is a newer reminder below.'],
  ])('has no buttons once %s', (_, message, text) => {
    expect(actionsIn(message)).toEqual([]);
    expect(visibleText(message)).toBe(text);
    expect(message.text).toBe(text);
  });
});

describe('a digest', () => {
  it('lists what is to be done, and where, and leaves out the rest', () => {
    const none = {
      requests: 0,
      proposals: 0,
      expired: 0,
      undeliverable: 0,
      endings: 0,
      full: 0,
      deadLetters: 0,
    };
    const message = digestMessage({
      organizations: [
        { organizationName: 'Aster', ...none, requests: 2, endings: 1 },
        { organizationName: 'Birch', ...none, deadLetters: 1 },
      ],
    });
    expect(message.text).toBe('Your week in Gatehouse: there is something to do in Aster and Birch.');
    expect(visibleText(message).split('\n')).toEqual([
      'Your week in Gatehouse',
      'Aster',
      '• 2 requests wait for a decision: type /access-requests.',
      '• 1 access ends within fourteen days: type /gatehouse people.',
      'Birch',
      '• 1 message could not be sent: type /gatehouse deliveries.',
    ]);
  });
});

describe('an expired invitation', () => {
  const nobody = {
    account: null,
    access: [],
    requests: [],
    offers: [],
    approving: [],
    moreApproving: 0,
    canSetUp: false,
    hasOrganizations: true,
    organizations: [],
    undoable: [],
    troubles: [],
  };
  const expired = (asked: boolean) => ({
    invitationId: `i-${asked}`,
    organizationName: 'Aster',
    access: admin,
    expiredAt: at('19T09:35'),
    asked,
  });

  it('can be asked for anew on Home, once', () => {
    const view = homeView({ ...nobody, expiredOffers: [expired(false), expired(true)] });
    expect(actionsIn(view).filter(([action]) => action === 'renewal-ask')).toEqual([
      ['renewal-ask', 'i-false'],
    ]);
    const text = visibleText(view);
    const line = `The invitation to *Aster* as an admin expired ${slackDate(at('19T09:35'))}.`;
    expect(text).toContain(`${line}\nAsk for a new one`);
    expect(text).toContain(`${line} You asked for a new one.`);
  });

  it('can be resent by its inviter where they read that a new one is wanted', () => {
    const briefing = { template: 'renewal-asked', organizationName: 'Aster', invitationId: 'i1' } as const;
    const asked = { ...briefing, who: 'Ada Lovelace', access: admin };
    const message = renewalAskedMessage({ ...asked, isSentAgain: false });
    expect(actionsIn(message)).toEqual([['invitation-resend', 'i1']]);
    expect(message.text).toBe(
      'Ada Lovelace asks for a new invitation to Aster as an admin. The one that you sent has expired.',
    );
    const over = renewalAskedMessage({ ...asked, isSentAgain: true });
    expect(actionsIn(over)).toEqual([]);
    expect(over.text).toBe(
      'Ada Lovelace asked for a new invitation to Aster as an admin. The invitation was sent again.',
    );
  });
});

describe('an own request on Home', () => {
  it('says whom it waits for, and when they are reminded next', () => {
    const request = {
      id: 'q1',
      organizationName: 'Aster',
      status: 'pending',
      createdAt: at('21T09:35'),
      expiresAt: at('30T09:35'),
      heldBy: ['Bo Berg', 'Cy Clark'],
    } as const;
    const shown = (nextReminderAt: Date | null, heldBy: readonly string[] = request.heldBy) =>
      visibleText(
        homeView({
          account: null,
          access: [],
          requests: [{ ...request, heldBy: [...heldBy], nextReminderAt }],
          offers: [],
          expiredOffers: [],
          approving: [],
          moreApproving: 0,
          canSetUp: false,
          hasOrganizations: true,
          organizations: [],
          undoable: [],
          troubles: [],
        }),
      );
    const next = slackDate(at('24T09:00'));
    expect(shown(at('24T09:00'))).toContain(`Waits for Bo Berg and Cy Clark. Next reminder: ${next}. Ends `);
    expect(shown(null)).toContain('Waits for Bo Berg and Cy Clark. Ends ');
    expect(shown(null, [])).toContain(
      'Waits for somebody else who may decide; at the moment there is nobody. Ends ',
    );
  });
});

describe('Reminders', () => {
  const values = reminderForm(defaultReminders);
  const view = remindersModal({ metadata: 'm', organizationName: 'Aster', values });

  it('shows what holds, and what it comes to in words', () => {
    expect(inputsIn(view)).toEqual([
      'inviteeDays',
      'approverFirstDays',
      'approverTimes',
      'ownersAfterDays',
      'requestExpiryDays',
      'accessEndDays',
      'weeklyDigest',
      'quietFrom',
      'quietUntil',
      'workingDays',
      'timeZone',
    ]);
    expect(visibleText(view)).toContain('Approvers: after 1 working day, then daily, three times; owners');
    expect(nodeWith(view, { action_id: 'quietFrom' })?.initial_option).toMatchObject({ value: '18' });
    expect(nodeWith(view, { action_id: 'inviteeDays' })?.initial_value).toBe('2, 5');
    expect(nodeWith(view, { action_id: 'timeZone' })?.initial_option).toMatchObject({ value: 'UTC' });
    expect(nodeWith(view, { action_id: 'workingDays' })?.initial_options).toHaveLength(5);
  });

  it('keeps what is typed, also what is wrong', () => {
    const typed = remindersModal({
      metadata: 'm',
      organizationName: 'Aster',
      values: { ...values, inviteeDays: 'soon' },
    });
    expect(nodeWith(typed, { action_id: 'inviteeDays' })?.initial_value).toBe('soon');
    expect(visibleText(typed)).toContain('“soon” is not a number from 1 to 30.');
  });
});
