import { describe, expect, it } from 'vitest';
import {
  defaultReminders,
  type ReminderForm,
  type ReminderSettings,
  reminderForm,
  reminderSettingsInput,
} from '../../src/domain/reminder-settings.ts';
import { reminderPreview, reminderWords } from '../../src/domain/reminder-words.ts';
import { timeZones, timeZonesLike } from '../../src/domain/time-zones.ts';
import { isTimeZone } from '../../src/domain/working-time.ts';

const form = (more: ReminderForm = {}): ReminderForm => ({ ...reminderForm(defaultReminders), ...more });
const without = (name: keyof ReminderForm): ReminderForm =>
  Object.fromEntries(Object.entries(form()).filter(([key]) => key !== name));
const problems = (input: ReminderForm) =>
  reminderSettingsInput.safeParse(input).error?.issues.map(({ path, message }) => [path[0], message]);

describe('the form of the reminders', () => {
  it('is read as what it shows', () => {
    expect(reminderSettingsInput.parse(form())).toEqual(defaultReminders);
  });

  it('sorts days and keeps each once, however they are separated', () => {
    const { inviteeDays, accessEndDays, workingDays } = reminderSettingsInput.parse(
      form({ inviteeDays: '5; 2 2,05', accessEndDays: '1 14', workingDays: ['6', '1', '6'] }),
    );
    expect({ inviteeDays, accessEndDays, workingDays }).toEqual({
      inviteeDays: [2, 5],
      accessEndDays: [14, 1],
      workingDays: [1, 6],
    });
  });

  it('takes no days as no reminders, and no tick as no digest', () => {
    const { inviteeDays: _, ...others } = form({ weeklyDigest: [] });
    expect(reminderSettingsInput.parse(others)).toMatchObject({ inviteeDays: [], weeklyDigest: false });
  });

  it.each<[string, ReminderForm, keyof ReminderForm, string]>([
    ['a word', form({ inviteeDays: '2, soon' }), 'inviteeDays', '“soon” is not a number from 1 to 30.'],
    ['day 0', form({ inviteeDays: '0' }), 'inviteeDays', '“0” is not a number from 1 to 30.'],
    ['day 31', form({ accessEndDays: '31, 1' }), 'accessEndDays', '“31” is not a number from 1 to 30.'],
    ['half a day', form({ accessEndDays: '1.5' }), 'accessEndDays', '“1.5” is not a number from 1 to 30.'],
    ['six days', form({ inviteeDays: '1 2 3 4 5 6' }), 'inviteeDays', 'Enter at most 5 days.'],
    [
      'equal hours',
      form({ quietFrom: '9' }),
      'quietUntil',
      'Choose another hour than the one at which they begin.',
    ],
    ['hour 24', form({ quietFrom: '24' }), 'quietFrom', 'Choose an hour.'],
    ['no hour', without('quietUntil'), 'quietUntil', 'Choose an hour.'],
    ['no working day', form({ workingDays: [] }), 'workingDays', 'Tick at least one working day.'],
    ['day 8 of the week', form({ workingDays: ['8'] }), 'workingDays', 'Tick working days.'],
    ['an unknown zone', form({ timeZone: 'Mars/Olympus' }), 'timeZone', 'Choose a time zone.'],
    ['no zone', without('timeZone'), 'timeZone', 'Choose a time zone.'],
    ['eleven times', form({ approverTimes: '11' }), 'approverTimes', 'Choose how many times.'],
    ['never', form({ approverTimes: '0' }), 'approverTimes', 'Choose how many times.'],
    ['an empty number', form({ approverFirstDays: '' }), 'approverFirstDays', 'Choose after how many days.'],
    ['four days', form({ requestExpiryDays: '4' }), 'requestExpiryDays', 'Choose after how many days.'],
  ])('says on its field what is wrong with %s', (_name, input, field, message) => {
    expect(problems(input)).toEqual([[field, message]]);
  });
});

describe('the reminders in words', () => {
  const words = (more: Partial<ReminderSettings> = {}) => reminderWords({ ...defaultReminders, ...more });

  it('say what the defaults come to', () => {
    expect(words()).toEqual([
      'Invitees: after 2 and 5 days.',
      'Approvers: after 1 working day, then daily, three times; owners after 2 working days. Without a decision, a request expires after 14 days.',
      'Access that ends: 7 days and 1 day before.',
      'Nobody is reminded between 18:00 and 09:00, or on Saturday and Sunday, by the clock of the person, or of UTC where that is not known.',
      'Weekly digest: Mondays at 09:00 (UTC), when there is something to do.',
    ]);
  });

  it('say what does not happen', () => {
    const none = { inviteeDays: [], accessEndDays: [], weeklyDigest: false, approverTimes: 1 };
    expect(words({ ...none, workingDays: [1, 2, 3, 4, 5, 6, 7], timeZone: 'Europe/Vienna' })).toEqual([
      'Invitees: no reminders.',
      'Approvers: after 1 working day, once; owners after 2 working days. Without a decision, a request expires after 14 days.',
      'Access that ends: no warnings.',
      'Nobody is reminded between 18:00 and 09:00, by the clock of the person, or of Europe/Vienna where that is not known.',
      'Weekly digest: none.',
    ]);
    expect(words({ inviteeDays: [1] })[0]).toBe('Invitees: after 1 day.');
  });

  it('give way to what is wrong with a form that is being filled in', () => {
    expect(reminderPreview(form({ inviteeDays: '3' }))[0]).toBe('Invitees: after 3 days.');
    expect(reminderPreview(form({ inviteeDays: 'soon', workingDays: [] }))).toEqual([
      '“soon” is not a number from 1 to 30.',
      'Tick at least one working day.',
    ]);
  });
});

describe('time zones', () => {
  it('are all known, UTC among them', () => {
    expect(timeZones).toContain('UTC');
    expect(timeZones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  });

  it.each([
    ['new york', 'America/New_York'],
    ['vienna', 'Europe/Vienna'],
    ['Europe/Vi', 'Europe/Vienna'],
    ['kolkata asia', 'Asia/Kolkata'],
    ['utc', 'UTC'],
  ])('are found by what people type: %s', (typed, zone) => {
    expect(timeZonesLike(typed)).toContain(zone);
  });

  it('are not found by anything else', () => {
    expect(timeZonesLike('Atlantis')).toEqual([]);
  });
});
