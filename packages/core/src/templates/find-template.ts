import type { SqlTx } from '@tented/db';
import { notFound } from '../errors.ts';
import { refuseField } from '../tents/tent.ts';

export type UsableTemplate = { id: string; name: string; html: string };

/** Throws `not_found`, or `invalid_request` for a template that nobody has approved. */
export async function getApprovedTemplate(
  tx: SqlTx,
  workspaceId: string,
  id: string,
): Promise<UsableTemplate> {
  const { rows } = await tx.query<UsableTemplate & { is_approved: boolean }>({
    name: 'get-template',
    text: `SELECT id, name, html, approved_at IS NOT NULL AS is_approved
           FROM template WHERE workspace_id = $1 AND id = $2 FOR KEY SHARE`,
    values: [workspaceId, id],
  });
  const template = rows[0];
  if (!template) throw notFound('Template');
  if (!template.is_approved) throw refuseField('template_id', 'This template is not approved');
  return { id: template.id, name: template.name, html: template.html };
}
