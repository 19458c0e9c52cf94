import type { Workspace } from './use-session.ts';

export type Role = Workspace['role'];

/** From the most to the least. */
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const satisfies Role[];

type RoleTexts = { label: string; withArticle: string; description: string };

export const ROLE_TEXTS: Record<Role, RoleTexts> = {
  owner: {
    label: 'Owner',
    withArticle: 'an owner',
    description: 'Everything, the plan and other owners included.',
  },
  admin: {
    label: 'Admin',
    withArticle: 'an admin',
    description: 'Keys, members, brand and templates.',
  },
  member: {
    label: 'Member',
    withArticle: 'a member',
    description: 'Works with tents and contacts, sees usage.',
  },
  viewer: {
    label: 'Viewer',
    withArticle: 'a viewer',
    description: 'Sees everything and changes nothing.',
  },
};

/** The server decides; this only keeps what it would refuse off the page. */
export function mayManage(role: Role): boolean {
  return role === 'owner' || role === 'admin';
}

/** The roles somebody may give, and change in others. */
export function rolesWithin(role: Role): Role[] {
  if (!mayManage(role)) return [];
  return ROLES.filter((given) => given !== 'owner' || role === 'owner');
}
