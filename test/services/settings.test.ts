import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultReminders } from '../../src/domain/reminder-settings.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import { organizationsFor } from '../../src/services/organizations.ts';
import { editSettings, getSettings } from '../../src/services/settings.ts';
import type { AccountRecord } from '../../src/store/models/account.ts';
import { outcomeOf } from '../support/verbs.ts';
import { openPeopleWorld, type PeopleWorld } from './people/world.ts';

let world: PeopleWorld;
let aster: string;
let owner: AccountRecord;
beforeAll(async () => {
  world = await openPeopleWorld();
});
beforeEach(async () => {
  aster = await world.organization('Aster');
  owner = (await world.member(aster, 'owner', 'Olga')).account;
});

/** What the form sends when nothing is changed. */
const unchanged = {
  acceptance: ['organization', 'app'],
  expiryDays: String(defaultSettings.expiryDays),
  whoMayInvite: 'admin',
};

const edit = (input: unknown, who = owner) => editSettings(world.by(who), aster, input);

describe('settings', () => {
  it('are the defaults until the organization decides', async () => {
    expect(await getSettings(world.by(owner), aster)).toEqual({
      organizationName: 'Aster',
      isChannelUnreachable: false,
      settings: defaultSettings,
    });
  });

  it('are stored whole, and the audit says what is another than before', async () => {
    const input = {
      acceptance: ['app'],
      allowedDomains: 'Aster.example, @bücher.example\naster.example',
      expiryDays: '14',
      whoMayInvite: 'owner',
    };
    const settings = {
      acceptance: { organization: false, app: true, workgroup: false },
      allowedDomains: ['aster.example', 'xn--bcher-kva.example'],
      expiryDays: 14,
      whoMayInvite: 'owner',
      reminders: defaultReminders,
    };
    expect(await edit(input)).toEqual({ organizationName: 'Aster', settings });
    expect((await getSettings(world.by(owner), aster)).settings).toEqual(settings);
    expect(await world.audit(aster)).toEqual([
      {
        action: 'organization.settings-changed',
        actorName: 'Olga Test',
        detail: {
          acceptanceOfOrganizationBefore: true,
          acceptanceOfOrganizationAfter: false,
          allowedDomainsBefore: '',
          allowedDomainsAfter: 'aster.example, xn--bcher-kva.example',
          expiryDaysBefore: 7,
          expiryDaysAfter: 14,
          whoMayInviteBefore: 'admin',
          whoMayInviteAfter: 'owner',
        },
      },
    ]);
  });

  it('that stay as they are leave no row, however often they are sent', async () => {
    await edit(unchanged);
    await edit({ ...unchanged, allowedDomains: '' });
    expect(await world.audit(aster)).toEqual([]);
    await edit({ ...unchanged, expiryDays: '3' });
    await edit({ ...unchanged, expiryDays: '3' });
    expect(await world.audit(aster)).toHaveLength(1);
  });

  it('hold at once: whoever may invite now, may', async () => {
    const { account: member } = await world.member(aster, 'member');
    expect(await organizationsFor(world.by(member), 'invitation:send')).toEqual([]);
    await edit({ ...unchanged, whoMayInvite: 'member' });
    expect(await organizationsFor(world.by(member), 'invitation:send')).toHaveLength(1);
  });

  it.each([
    [{ expiryDays: '8' }, 'expiryDays'],
    [{ expiryDays: undefined }, 'expiryDays'],
    [{ expiryDays: { $gt: 0 } }, 'expiryDays'],
    [{ whoMayInvite: 'everybody' }, 'whoMayInvite'],
    [{ whoMayInvite: ['owner'] }, 'whoMayInvite'],
    [{ acceptance: ['everything'] }, 'acceptance'],
    [{ allowedDomains: 'not a domain!' }, 'allowedDomains'],
    [{ allowedDomains: 'x'.repeat(2001) }, 'allowedDomains'],
  ])('%j is an error of its field', async (wrong, field) => {
    const error = await edit({ ...unchanged, ...wrong }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'form', fields: { [field]: expect.any(String) } });
    expect(await world.audit(aster)).toEqual([]);
    expect((await getSettings(world.by(owner), aster)).settings).toEqual(defaultSettings);
  });

  it('are the owners’ alone', async () => {
    const birch = await world.organization('Birch');
    const others = [
      (await world.member(aster, 'admin')).account,
      (await world.member(aster, 'member')).account,
      (await world.member(birch, 'owner')).account,
      await world.person('Nemo'),
    ];
    for (const who of others) {
      expect(await outcomeOf(edit({ ...unchanged, expiryDays: '3' }, who))).toBe('deny');
      expect(await outcomeOf(getSettings(world.by(who), aster))).toBe('deny');
    }
    expect(await outcomeOf(editSettings(world.by(owner), 'org_unknown', unchanged))).toBe('deny');
    expect(await world.audit(aster)).toEqual([]);
  });
});
