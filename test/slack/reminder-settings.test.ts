/** The form of an organization's reminders, as its owner uses it. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultReminders } from '../../src/domain/reminder-settings.ts';
import { settingsOf } from '../../src/domain/settings.ts';
import { adam, olga } from '../../src/sandbox/people.ts';
import { eventually } from '../support/eventually.ts';
import { startWorld, type World } from '../support/gatehouse.ts';
import { asterId, DENIED, everything } from '../support/residents.ts';
import type { Driver } from '../support/slack.ts';

let world: World;
let owner: Driver;
let aster: string;
beforeAll(async () => {
  world = await startWorld();
  owner = world.person(olga.id);
  aster = await asterId(world);
});
beforeEach(async () => {
  if (owner.hasModal()) await owner.close({ all: true });
});

const stored = async () => {
  const organization = await world.store.organizations.findOne({ _id: aster, tenantId: 'T0ASTER' }).lean();
  if (!organization) throw new Error('the organization is gone');
  return organization;
};

describe('the reminders of an organization', () => {
  it('are changed on top of the settings; the words follow each choice, and what is typed stays', async () => {
    await owner.command('/gatehouse settings');
    expect(owner.text()).toContain('Approvers: after 1 working day, then daily, three times; owners after 2');
    await owner.press('open-reminders', { in: 'modal' });
    await owner.fill({ inviteeDays: '3, 1', accessEndDays: '10' });
    await owner.choose('approverTimes', '2 times', { in: 'modal' });
    expect(owner.text()).toContain('Invitees: after 1 and 3 days.');
    expect(owner.text()).toContain('Approvers: after 1 working day, then daily, twice; owners after 2');
    await owner.choose('quietUntil', '08:00', { in: 'modal' });
    expect(owner.text()).toContain('between 18:00 and 08:00');
    expect((await owner.offers('timeZone', 'vienna')).map(({ value }) => value)).toEqual(['Europe/Vienna']);
    await owner.choose('timeZone', 'Europe/Vienna', { in: 'modal' });
    expect(owner.text()).toContain('Weekly digest: Mondays at 09:00 (Europe/Vienna)');
    await owner.submit();
    expect(owner.text()).toContain('The reminders of Aster Labs are saved.');

    const { reminders, ...others } = settingsOf(await stored());
    expect(reminders).toEqual({
      ...defaultReminders,
      inviteeDays: [1, 3],
      accessEndDays: [10],
      approverTimes: 2,
      quietUntil: 8,
      timeZone: 'Europe/Vienna',
    });
    expect(others).toMatchObject({ expiryDays: 7, whoMayInvite: 'admin' });
    const row = await world.store.audit
      .findOne({ tenantId: 'T0ASTER', action: 'organization.settings-changed' })
      .sort({ _id: -1 })
      .lean();
    expect(row?.detail).toEqual({
      inviteeDaysBefore: '2, 5',
      inviteeDaysAfter: '1, 3',
      accessEndDaysBefore: '7, 1',
      accessEndDaysAfter: '10',
      approverTimesBefore: 3,
      approverTimesAfter: 2,
      quietUntilBefore: 9,
      quietUntilAfter: 8,
      timeZoneBefore: 'UTC',
      timeZoneAfter: 'Europe/Vienna',
    });
  });

  it('stay when the other settings are saved', async () => {
    await owner.command('/gatehouse settings');
    await owner.fill({ expiryDays: '30' });
    await owner.submit();
    const { reminders, expiryDays } = settingsOf(await stored());
    expect(expiryDays).toBe(30);
    expect(reminders).toMatchObject({ approverTimes: 2, timeZone: 'Europe/Vienna' });
  });

  it('decide about the weekly digest, which is planned anew', async () => {
    await owner.command('/gatehouse', 'settings reminders aster');
    await owner.choose('weeklyDigest', [], { in: 'modal' });
    expect(owner.text()).toContain('Weekly digest: none.');
    await owner.submit();
    expect((await stored()).nextDigestAt).toBeUndefined();
    await owner.close();
    await owner.command('/gatehouse', 'settings reminders');
    await owner.choose('weeklyDigest', ['yes'], { in: 'modal' });
    await owner.submit();
    expect((await stored()).nextDigestAt?.getTime()).toBeGreaterThan(world.clock.now().getTime());
  });

  it('say on its field what is wrong, and nothing is lost', async () => {
    await owner.command('/gatehouse', 'settings reminders');
    await owner.fill({ inviteeDays: '2, 40', accessEndDays: '1 2 3 4 5 6', quietFrom: '8' });
    const before = await everything(world);
    await owner.submit();
    expect(owner.errors()).toEqual({
      inviteeDays: '“40” is not a number from 1 to 30.',
      accessEndDays: 'Enter at most 5 days.',
    });
    await owner.fill({ inviteeDays: '2', accessEndDays: '' });
    await owner.submit();
    expect(owner.errors()).toEqual({
      quietUntil: 'Choose another hour than the one at which they begin.',
    });
    expect(await everything(world)).toEqual(before);
  });

  it('are the owners’ alone', async () => {
    const admin = world.person(adam.id);
    await admin.command('/gatehouse', 'settings reminders');
    expect(admin.hasModal()).toBe(false);
    expect(admin.text(admin.lastMessage('general'))).toBe(DENIED);
  });
});

describe('the time zone of a person', () => {
  it('is what Slack says of them, and is kept when they open Home', async () => {
    const ofAdam = () => world.store.accounts.findOne({ identityKeys: `T0ASTER:${adam.id}` }).lean();
    expect((await ofAdam())?.timeZone).toBe('Europe/London');
    await world.store.accounts.updateOne(
      { identityKeys: `T0ASTER:${adam.id}`, tenantId: 'T0ASTER' },
      { $unset: { timeZone: 1 } },
    );
    await world.person(adam.id).openHome();
    await eventually(async () => expect((await ofAdam())?.timeZone).toBe('Europe/London'));
  });
});
