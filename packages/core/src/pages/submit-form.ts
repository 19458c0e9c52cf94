import { inTransaction, type Pool, type SqlTx } from '@tented/db';
import type { Clock } from '../clock.ts';
import { applyContacts, type ContactsRequest } from '../contacts/write-contacts.ts';
import { AppError, notFound } from '../errors.ts';
import { isUuid, newId } from '../ids.ts';
import { type FormFields, type Lead, toLead } from './lead.ts';

export type Submission = {
  slug: string;
  /** The tent whose page was filled in, as far as the form says. */
  tentId: string | undefined;
  fields: FormFields;
};

export type SubmittedForm = {
  /** Null when the form had neither email nor phone, nor any other field of a contact. */
  contactId: string | null;
};

/**
 * Keeps what somebody sent from a published page: creates or updates a contact by the rules of
 * the public API with `on_conflict: "update"`, and keeps the submission, in one transaction.
 * Throws `not_found` where no page is live, `invalid_request` for fields that no contact can have.
 */
export async function submitForm(
  { pool, clock }: { pool: Pool; clock: Clock },
  { slug, tentId, fields }: Submission,
): Promise<SubmittedForm> {
  const lead = toLead(fields);
  if (Object.keys({ ...lead.contact, ...lead.others }).length === 0) {
    throw new AppError('invalid_request', 'The form is empty.');
  }
  const target = await findTarget(pool, { slug, tentId });
  return inTransaction(pool, async (tx) => {
    const contactId = await saveContact(tx, { ...target, contact: lead.contact }, clock);
    await tx.query({
      name: 'insert-submission',
      text: `
        INSERT INTO form_submission (workspace_id, id, tent_id, contact_id, fields, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)`,
      values: [
        target.workspaceId,
        newId(clock()),
        target.tentId,
        contactId,
        JSON.stringify(lead.others),
        clock(),
      ],
    });
    return { contactId };
  });
}

type Target = { workspaceId: string; tentId: string | null };

/** The workspace, if it has a live page, and the tent, if it is one of those. */
async function findTarget(
  pool: Pool,
  { slug, tentId }: Pick<Submission, 'slug' | 'tentId'>,
): Promise<Target> {
  const { rows } = await pool.query<{ workspace_id: string; tent_id: string | null }>({
    name: 'find-form-target',
    text: `
      SELECT w.id AS workspace_id,
             (SELECT t.id FROM tent t
              WHERE t.workspace_id = w.id AND t.id = $2 AND t.published_id IS NOT NULL) AS tent_id
      FROM workspace w
      WHERE w.slug = $1
        AND EXISTS (SELECT FROM tent t WHERE t.workspace_id = w.id AND t.published_id IS NOT NULL)`,
    values: [slug, tentId !== undefined && isUuid(tentId) ? tentId : null],
  });
  const [row] = rows;
  if (!row) throw notFound('Page');
  return { workspaceId: row.workspace_id, tentId: row.tent_id };
}

async function saveContact(
  tx: SqlTx,
  { workspaceId, contact }: Pick<Target, 'workspaceId'> & Pick<Lead, 'contact'>,
  clock: Clock,
): Promise<string | null> {
  if (Object.keys(contact).length === 0) return null;
  const request: ContactsRequest = {
    caller: { workspaceId },
    input: { kind: 'create', items: [contact], onConflict: 'update' },
  };
  const [output] = await applyContacts(tx, [request], clock);
  const result = output?.results[0];
  if (!result) throw new Error('One item has one result.');
  if (result.status === 'accepted') return result.contact_id;
  const { message, issues } = result.error;
  throw new AppError('invalid_request', message, { details: issues ? { issues } : {} });
}
