import { describe, expect, it } from 'vitest';
import { organizationSchema } from '../../src/domain/organization.ts';

const organization = {
  name: 'Aster Labs',
  domain: 'aster',
  notificationEmail: 'Access@Aster.example',
  approvalsChannelId: 'C0APPROVALS',
};

describe('an organization', () => {
  it('is read with its address as mail is sent to it', () => {
    expect(organizationSchema.parse({ ...organization, name: ' Aster Labs ', role: 'owner' })).toEqual({
      ...organization,
      notificationEmail: 'Access@aster.example',
    });
  });

  it('needs no approvals channel', () => {
    expect(
      organizationSchema.parse({ ...organization, approvalsChannelId: null }).approvalsChannelId,
    ).toBeNull();
  });

  it.each(['as', 'aster', 'a1', 'aster-labs', 'ASTER', ' aster ', 'a'.repeat(31)])(
    'can have the login domain %j',
    (domain) => {
      expect(organizationSchema.parse({ ...organization, domain }).domain).toBe(domain.trim().toLowerCase());
    },
  );

  it.each([
    ['domain', 'a'],
    ['domain', 'a'.repeat(32)],
    ['domain', '1aster'],
    ['domain', 'aster-'],
    ['domain', 'as--ter'],
    ['domain', 'aster.example'],
    ['domain', 'аster'],
    ['domain', 'as\u200Bter'],
    ['domain', ''],
    ['domain', { $ne: null }],
    ['name', ''],
    ['name', '   '],
    ['name', 'a'.repeat(61)],
    ['name', 'https://evil.example'],
    ['name', 'www.evil.example'],
    ['name', '<!channel>'],
    ['name', 'Aster\nLabs'],
    ['name', 'Aster\u202Esbal'],
    ['name', null],
    ['notificationEmail', ''],
    ['notificationEmail', 'aster'],
    ['notificationEmail', 'a@aster.example, b@aster.example'],
    ['notificationEmail', 'a@aster.example\r\nBcc: eve@evil.example'],
    ['notificationEmail', ['a@aster.example']],
    ['approvalsChannelId', 'general'],
    ['approvalsChannelId', 'C0APPROVALS '],
    ['approvalsChannelId', ''],
    ['approvalsChannelId', { $ne: null }],
  ])('does not have the %s %j, and says so there', (field, value) => {
    const { error } = organizationSchema.safeParse({ ...organization, [field]: value });
    expect(error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});
