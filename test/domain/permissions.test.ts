import { describe, expect, it } from 'vitest';
import {
  allows,
  assignableRoles,
  organizationRoles,
  type Permission,
  rolesWith,
} from '../../src/domain/permissions.ts';

const managing: Permission[] = [
  'organization:edit',
  'invitation:send',
  'invitation:manage',
  'request:decide',
  'access:grant',
];

describe('the permissions', () => {
  it.each(managing)('%s belongs to owners and admins', (permission) => {
    expect(rolesWith(permission)).toEqual(['owner', 'admin']);
    expect(organizationRoles.map((role) => allows(role, permission))).toEqual([true, true, false]);
  });

  it('every role may look', () => {
    expect(rolesWith('organization:view')).toEqual([...organizationRoles]);
  });

  it.each([...managing, 'organization:view'] as const)('nobody without a role has %s', (permission) => {
    expect(allows(undefined, permission)).toBe(false);
  });

  it.each([
    ['owner', ['owner', 'admin', 'member']],
    ['admin', ['admin', 'member']],
    ['member', ['member']],
  ] as const)('A10: %s gives %j and nothing above', (role, given) => {
    expect(assignableRoles(role)).toEqual(given);
  });
});
