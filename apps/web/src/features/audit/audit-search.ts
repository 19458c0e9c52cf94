/** What the audit log can be narrowed to: the server's kinds, and how they read. */
export const AUDIT_KINDS = {
  api_key: 'API keys',
  member: 'Members',
  workspace: 'Workspace and plan',
  brand: 'Brand',
  template: 'Templates',
} as const;

export type AuditKind = keyof typeof AUDIT_KINDS;
export type AuditSearch = { kind?: AuditKind; cursor?: string };

const CURSOR_CHARS_MAX = 64;

/** People edit addresses: what cannot be read is left out, never an error. */
export function parseAuditSearch({ kind, cursor }: Record<string, unknown>): AuditSearch {
  const isKind = typeof kind === 'string' && Object.hasOwn(AUDIT_KINDS, kind);
  return {
    ...(isKind && { kind: kind as AuditKind }),
    ...(typeof cursor === 'string' && cursor.length <= CURSOR_CHARS_MAX && cursor && { cursor }),
  };
}
