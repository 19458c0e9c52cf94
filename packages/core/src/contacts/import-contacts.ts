import { inTransaction, type Pool } from '@tented/db';
import type { Clock } from '../clock.ts';
import { applyContacts, type ItemResult } from './write-contacts.ts';

/** Rows of a file that are taken in one transaction. */
export const IMPORT_ROWS_MAX = 500;

export type ImportResult = { index: number } & (
  | { outcome: 'created' | 'updated'; contactId: string }
  /** There already, and not to be touched. */
  | { outcome: 'skipped'; contactId: string | null; reason: string }
  | { outcome: 'failed'; reason: string }
);

type Import = {
  workspaceId: string;
  /** Contacts to create, as the public API takes them. */
  rows: unknown[];
  onConflict: 'skip' | 'update';
};

/**
 * Takes rows of a file, each judged by itself by the rules of the public API, and says for each
 * what became of it. It is a member's work: nothing is charged and nothing is logged as usage.
 */
export async function importContacts(
  { pool, clock }: { pool: Pool; clock: Clock },
  { workspaceId, rows, onConflict }: Import,
): Promise<ImportResult[]> {
  return inTransaction(pool, async (tx) => {
    const startedAt = clock();
    const [output] = await applyContacts(
      tx,
      [
        {
          caller: { workspaceId },
          input: {
            kind: 'create',
            items: rows,
            onConflict: onConflict === 'update' ? 'update' : 'reject',
          },
        },
      ],
      clock,
    );
    if (!output) throw new Error('One request has one output.');
    const ids = output.results.flatMap((result) => result.contact_id ?? []);
    const { rows: made } = await tx.query<{ id: string }>({
      name: 'find-made-contacts',
      text: `SELECT id FROM contact WHERE workspace_id = $1 AND id = ANY($2) AND created_at >= $3`,
      values: [workspaceId, ids, startedAt],
    });
    const unseen = new Set(made.map(({ id }) => id));
    return output.results.map((result) => toImportResult(result, unseen));
  });
}

/** The first row that names a new contact made it; later ones have changed it. */
function toImportResult(result: ItemResult, unseen: Set<string>): ImportResult {
  const { index } = result;
  if (result.status === 'accepted') {
    const isNew = unseen.delete(result.contact_id);
    return { index, outcome: isNew ? 'created' : 'updated', contactId: result.contact_id };
  }
  const { code, message, issues } = result.error;
  if (code === 'already_exists') {
    return { index, outcome: 'skipped', contactId: result.contact_id ?? null, reason: message };
  }
  const details = (issues ?? []).map((issue) => `${issue.path}: ${issue.message}`);
  return { index, outcome: 'failed', reason: details.length > 0 ? details.join('; ') : message };
}
