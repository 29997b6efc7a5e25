import { describe, expect, it } from 'vitest';
import {
  allows,
  assignableRoles,
  mayGiveAppRole,
  organizationRoles,
  type Permission,
  rolesWith,
} from '../../src/domain/permissions.ts';
import { defaultSettings } from '../../src/domain/settings.ts';

const managing = [
  'organization:edit',
  'invitation:manage',
  'request:decide',
  'access:grant',
  'catalog:edit',
  'people:manage',
] as const satisfies Permission[];

const everybody = { ...defaultSettings, whoMayInvite: 'member' } as const;
const holders = (permission: Permission, settings = defaultSettings) =>
  organizationRoles.filter((role) => allows(role, permission, settings));

describe('the permissions', () => {
  it.each(managing)('%s belongs to owners and admins', (permission) => {
    expect(rolesWith(permission)).toEqual(['owner', 'admin']);
    expect(holders(permission)).toEqual(['owner', 'admin']);
  });

  it('settings belong to owners', () => {
    expect(rolesWith('settings:edit')).toEqual(['owner']);
    expect(holders('settings:edit')).toEqual(['owner']);
  });

  it('every role may look', () => {
    expect(rolesWith('organization:view')).toEqual([...organizationRoles]);
  });

  it.each([
    ['owner', ['owner']],
    ['admin', ['owner', 'admin']],
    ['member', ['owner', 'admin', 'member']],
  ] as const)('each organization decides who invites: from %s on', (whoMayInvite, inviting) => {
    expect(holders('invitation:send', { ...defaultSettings, whoMayInvite })).toEqual(inviting);
  });

  it.each([...managing, 'settings:edit'] as const)('%s is no part of what it decides', (permission) => {
    expect(holders(permission, everybody)).toEqual(rolesWith(permission));
  });

  it.each([...managing, 'invitation:send', 'settings:edit', 'organization:view'] as const)(
    'nobody without a role has %s',
    (permission) => {
      expect(allows(undefined, permission, everybody)).toBe(false);
    },
  );

  it.each([
    ['owner', ['owner', 'admin', 'member']],
    ['admin', ['admin', 'member']],
    ['member', []],
  ] as const)('A10: %s gives %j and nothing above', (role, given) => {
    expect(assignableRoles(role)).toEqual(given);
  });

  it('A10: a privileged role on an app is above members', () => {
    const giving = (privileged: boolean) =>
      organizationRoles.filter((role) => mayGiveAppRole(role, { privileged }));
    expect(giving(true)).toEqual(['owner', 'admin']);
    expect(giving(false)).toEqual([...organizationRoles]);
  });
});
