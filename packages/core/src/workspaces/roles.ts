import type { Role } from '@tented/db';
import { AppError } from '../errors.ts';

export type Permission =
  | 'workspace.read'
  | 'usage.read'
  | 'api_key.read'
  | 'api_key.manage'
  | 'content.manage'
  | 'template.approve'
  | 'member.manage'
  | 'plan.manage';

const VIEWER: readonly Permission[] = ['workspace.read', 'usage.read', 'api_key.read'];
const MEMBER: readonly Permission[] = [...VIEWER, 'content.manage'];
const ADMIN: readonly Permission[] = [
  ...MEMBER,
  'api_key.manage',
  'template.approve',
  'member.manage',
  'plan.manage',
];

const PERMISSIONS = {
  viewer: VIEWER,
  member: MEMBER,
  admin: ADMIN,
  owner: ADMIN,
} as const satisfies Record<Role, readonly Permission[]>;

export function may(role: Role, permission: Permission): boolean {
  return PERMISSIONS[role].includes(permission);
}

/** Throws `forbidden` and says who may. */
export function assertMay(role: Role, permission: Permission): void {
  if (!may(role, permission)) {
    throw new AppError('forbidden', 'Your role does not allow this. Ask an owner or an admin.');
  }
}
