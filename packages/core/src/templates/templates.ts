import { type Db, type Pool, transact, type Tx } from '@tented/db';
import { AppError, notFound } from '../errors.ts';
import { isUlid, newUlid } from '../ids.ts';
import { decodeTextCursor, encodeTextCursor, type Page, toPage } from '../paging.ts';
import { toName } from '../text.ts';
import { type Actor, audit } from '../workspaces/audit.ts';
import { placeholdersOf } from '../tents/built-in/template/placeholders.ts';

export type TemplateRow = {
  id: string;
  name: string;
  /** Names that the HTML asks for, in the order of their first use. */
  placeholders: string[];
  /** Null = not approved. */
  approvedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
};

export const TEMPLATE_BYTES_MAX = 524_288;
const ID_PREFIX = 'tpl_';

export function isTemplateId(id: string): boolean {
  return id.startsWith(ID_PREFIX) && isUlid(id.slice(ID_PREFIX.length));
}

type TemplateOf = { workspaceId: string; id: string };

/** Makes a template, to be approved by somebody who may, or at once by an operator. */
export async function createTemplate(
  db: Db,
  actor: Actor,
  input: { workspaceId: string; name: string; html: string; isApproved?: boolean },
): Promise<TemplateRow> {
  const { workspaceId, html, isApproved = false } = input;
  const name = toName(input.name);
  assertHtml(html);
  const id = ID_PREFIX + newUlid(actor.at);
  return transact(db, async (tx) => {
    const template = await tx.template.create({
      data: {
        workspaceId,
        id,
        name,
        html,
        placeholders: placeholdersOf(html),
        approvedAt: isApproved ? actor.at : null,
        createdById: actor.userId,
        createdAt: actor.at,
        updatedAt: actor.at,
      },
      select: SELECT,
    });
    const data = { name, isApproved };
    await audit(tx, actor, { workspaceId, action: 'template.create', targetId: id, data });
    return template;
  });
}

/** The page of a tent's newest completed generation as the HTML of a template to begin with. */
export async function readTentHtml(
  db: Db,
  { workspaceId, tentId }: { workspaceId: string; tentId: string },
): Promise<string> {
  const tent = await db.tent.findUnique({
    where: { workspaceId_id: { workspaceId, id: tentId } },
    select: { completedId: true },
  });
  if (!tent) throw notFound('Tent');
  const generation =
    tent.completedId === null
      ? null
      : await db.generation.findUnique({
          where: { workspaceId_id: { workspaceId, id: tent.completedId } },
          select: { html: true },
        });
  if (generation?.html) return generation.html;
  throw new AppError('invalid_request', 'This tent has no completed page yet.', {
    details: { issues: [{ path: 'tentId', message: 'Has no completed generation' }] },
  });
}

/** Changes name or HTML. Changed HTML has to be approved again. */
export async function updateTemplate(
  db: Db,
  actor: Actor,
  change: TemplateOf & { name?: string | undefined; html?: string | undefined },
): Promise<TemplateRow> {
  const { workspaceId, id, html } = change;
  const name = change.name === undefined ? undefined : toName(change.name);
  if (html !== undefined) assertHtml(html);
  return transact(db, async (tx) => {
    const before = await getForUpdate(tx, { workspaceId, id });
    const isChanged = html !== undefined && html !== before.html;
    const template = await tx.template.update({
      where: { workspaceId_id: { workspaceId, id } },
      data: {
        ...(name !== undefined && { name }),
        ...(isChanged && { html, placeholders: placeholdersOf(html), approvedAt: null }),
        updatedAt: actor.at,
      },
      select: SELECT,
    });
    const data = { name: template.name, isHtmlChanged: isChanged };
    await audit(tx, actor, { workspaceId, action: 'template.update', targetId: id, data });
    return template;
  });
}

/** Lets the API use the template, or takes that back. Work that is queued keeps its copy. */
export async function setTemplateApproval(
  db: Db,
  actor: Actor,
  { workspaceId, id, isApproved }: TemplateOf & { isApproved: boolean },
): Promise<TemplateRow> {
  return transact(db, async (tx) => {
    const before = await getForUpdate(tx, { workspaceId, id });
    const template = await tx.template.update({
      where: { workspaceId_id: { workspaceId, id } },
      data: {
        approvedAt: isApproved ? (before.approved_at ?? actor.at) : null,
        updatedAt: actor.at,
      },
      select: SELECT,
    });
    const action = isApproved ? 'template.approve' : 'template.withdraw';
    const data = { name: template.name };
    await audit(tx, actor, { workspaceId, action, targetId: id, data });
    return template;
  });
}

export async function deleteTemplate(
  db: Db,
  actor: Actor,
  { workspaceId, id }: TemplateOf,
): Promise<{ id: string }> {
  return transact(db, async (tx) => {
    const { name } = await getForUpdate(tx, { workspaceId, id });
    await tx.template.delete({ where: { workspaceId_id: { workspaceId, id } } });
    const data = { name };
    await audit(tx, actor, { workspaceId, action: 'template.delete', targetId: id, data });
    return { id };
  });
}

export async function getTemplate(
  db: Db,
  { workspaceId, id }: TemplateOf,
): Promise<TemplateRow & { html: string }> {
  const template = await db.template.findUnique({
    where: { workspaceId_id: { workspaceId, id } },
    select: { ...SELECT, html: true },
  });
  if (!template) throw notFound('Template');
  return template;
}

/** A page of templates, newest first. */
export async function listTemplates(
  pool: Pool,
  query: {
    workspaceId: string;
    isApproved?: boolean | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<Page<TemplateRow>> {
  const { workspaceId, isApproved, limit, cursor } = query;
  const before = cursor === undefined ? null : decodeTextCursor(cursor, isTemplateId);
  const { rows } = await pool.query<TemplateRow>({
    name: 'list-templates',
    text: `
      SELECT id, name, placeholders, approved_at AS "approvedAt", created_at AS "createdAt",
             updated_at AS "updatedAt"
      FROM template
      WHERE workspace_id = $1 AND ($2::text IS NULL OR id < $2)
        AND ($3::boolean IS NULL OR (approved_at IS NOT NULL) = $3)
      ORDER BY id DESC LIMIT $4`,
    values: [workspaceId, before, isApproved ?? null, limit + 1],
  });
  return toPage(rows, limit, ({ id }) => encodeTextCursor(id));
}

async function getForUpdate(
  tx: Tx,
  { workspaceId, id }: TemplateOf,
): Promise<{ name: string; html: string; approved_at: Date | null }> {
  const rows = await tx.$queryRaw<{ name: string; html: string; approved_at: Date | null }[]>`
    SELECT name, html, approved_at FROM template
    WHERE workspace_id = ${workspaceId}::uuid AND id = ${id} FOR UPDATE`;
  if (!rows[0]) throw notFound('Template');
  return rows[0];
}

function assertHtml(html: string): void {
  const problem = htmlProblem(html);
  if (problem === undefined) return;
  throw new AppError('invalid_request', `The template is not valid: ${problem}.`, {
    details: { issues: [{ path: 'html', message: problem }] },
  });
}

function htmlProblem(html: string): string | undefined {
  if (html.trim() === '') return 'Must not be empty';
  if (Buffer.byteLength(html) > TEMPLATE_BYTES_MAX) {
    return `Must not be larger than ${TEMPLATE_BYTES_MAX / 1_024} KiB`;
  }
  const isStorable = !html.includes('\0') && html.isWellFormed();
  return isStorable ? undefined : 'Must be well-formed Unicode without NUL characters';
}

const SELECT = {
  id: true,
  name: true,
  placeholders: true,
  approvedAt: true,
  createdAt: true,
  updatedAt: true,
} as const;
