import { Role } from '@tented/db';
import { describe, expect, test } from 'vitest';
import { assertMay, assertMayManageRole, may, mayManageRole, type Permission } from './roles.ts';

const ROLES = Object.values(Role);
const READS = ['workspace.read', 'usage.read', 'api_key.read'] as const;

test.each([
  ['viewer', [...READS]],
  ['member', [...READS, 'content.manage']],
  ['admin', [...READS, 'content.manage', 'api_key.manage', 'member.manage', 'brand.manage']],
  [
    'owner',
    [...READS, 'content.manage', 'api_key.manage', 'member.manage', 'brand.manage', 'plan.manage'],
  ],
] as [Role, Permission[]][])('%s may exactly this', (role, permissions) => {
  const all: Permission[] = [
    ...READS,
    'content.manage',
    'api_key.manage',
    'member.manage',
    'brand.manage',
    'plan.manage',
  ];
  expect(all.filter((permission) => may(role, permission))).toEqual(permissions);
});

describe('who manages whom', () => {
  test.each([
    ['owner', ROLES],
    ['admin', ['admin', 'member', 'viewer']],
    ['member', []],
    ['viewer', []],
  ] as [Role, Role[]][])('%s', (actor, managed) => {
    expect(ROLES.filter((role) => mayManageRole(actor, role))).toEqual(managed);
  });

  test('a refusal says who may', () => {
    expect(() => assertMayManageRole('admin', 'owner')).toThrow(/Only an owner/);
    expect(() => assertMayManageRole('member', 'viewer')).toThrow(/an owner or an admin/);
    expect(() => assertMay('admin', 'plan.manage')).toThrow(/Ask an owner\./);
  });
});
