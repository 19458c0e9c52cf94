import type { Role } from '@tented/db';
import { AppError } from '../errors.ts';

export type Permission =
  /** Also shows its members, plan, brand and audit log: who may not change may see. */
  | 'workspace.read'
  | 'usage.read'
  | 'api_key.read'
  | 'api_key.manage'
  | 'content.manage'
  | 'template.approve'
  | 'member.manage'
  | 'brand.manage'
  | 'plan.manage';

const VIEWER: readonly Permission[] = ['workspace.read', 'usage.read', 'api_key.read'];
const MEMBER: readonly Permission[] = [...VIEWER, 'content.manage'];
const ADMIN: readonly Permission[] = [
  ...MEMBER,
  'api_key.manage',
  'template.approve',
  'member.manage',
  'brand.manage',
];
const OWNER: readonly Permission[] = [...ADMIN, 'plan.manage'];

const PERMISSIONS = {
  viewer: VIEWER,
  member: MEMBER,
  admin: ADMIN,
  owner: OWNER,
} as const satisfies Record<Role, readonly Permission[]>;

export function may(role: Role, permission: Permission): boolean {
  return PERMISSIONS[role].includes(permission);
}

/** Throws `forbidden` and says who may. */
export function assertMay(role: Role, permission: Permission): void {
  if (may(role, permission)) return;
  const who = may('admin', permission) ? 'an owner or an admin' : 'an owner';
  throw new AppError('forbidden', `Your role does not allow this. Ask ${who}.`);
}

/** Whether somebody may give that role, and change or remove those who have it. */
export function mayManageRole(actor: Role, role: Role): boolean {
  return may(actor, 'member.manage') && (role !== 'owner' || actor === 'owner');
}

/** Throws `forbidden` for a role that is out of reach: owners are made and changed by owners. */
export function assertMayManageRole(actor: Role, role: Role): void {
  assertMay(actor, 'member.manage');
  if (mayManageRole(actor, role)) return;
  throw new AppError('forbidden', 'Only an owner can make, change or remove owners.');
}
