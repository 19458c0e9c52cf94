import type { SqlTx } from '@tented/db';
import { toSqlArray, toSqlColumn } from '../sql-array.ts';
import { type Contact, CONTACT_COLUMNS, CONTACT_FIELDS } from './contact.ts';
import type { ContactBook } from './contact-book.ts';
import { PairList } from './pair-list.ts';

type SavedRow = { workspaceId: string; contact: Contact };

/** Writes what has changed in the books of workspaces, all of them in three statements at most. */
export async function saveBooks(tx: SqlTx, books: Map<string, ContactBook>): Promise<void> {
  const removed = new PairList();
  const added: SavedRow[] = [];
  const changed: SavedRow[] = [];
  for (const [workspaceId, book] of books) {
    const changes = book.changes();
    for (const id of changes.removed) removed.add(workspaceId, id);
    for (const contact of changes.added) added.push({ workspaceId, contact });
    for (const contact of changes.changed) changed.push({ workspaceId, contact });
  }
  const statements: Promise<unknown>[] = [];
  if (removed.length > 0) {
    statements.push(tx.query({ ...DELETE_CONTACTS, values: removed.parameters() }));
  }
  if (added.length > 0) statements.push(tx.query({ ...ADD_CONTACTS, values: toColumns(added) }));
  if (changed.length > 0) {
    statements.push(tx.query({ ...CHANGE_CONTACTS, values: toColumns(changed) }));
  }
  await Promise.all(statements);
}

function toColumns(rows: SavedRow[]): string[] {
  return [
    toSqlArray(rows, ({ workspaceId }) => workspaceId),
    ...CONTACT_FIELDS.map((field) =>
      toSqlColumn(rows, ({ contact }) => toParameter(contact[field])),
    ),
  ];
}

function toParameter(value: Contact[keyof Contact]): string | number | boolean | null {
  return value instanceof Date ? value.toISOString() : value;
}

// A contact whose email or phone changes is removed and inserted again with the same id, so
// that two contacts may exchange theirs within one batch without meeting in a unique index.
const DELETE_CONTACTS = {
  name: 'delete-contacts',
  text: `
    DELETE FROM contact c
    USING unnest($1::uuid[], $2::uuid[]) AS gone (workspace_id, id),
      LATERAL (SELECT ctid FROM contact
               WHERE workspace_id = gone.workspace_id AND id >= gone.id AND id <= gone.id
               ORDER BY id LIMIT 1) AS found
    WHERE c.ctid = found.ctid`,
};

const INSERT_CONTACTS = `
    INSERT INTO contact (workspace_id, ${CONTACT_FIELDS.join(', ')})
    SELECT * FROM unnest($1::uuid[], ${CONTACT_FIELDS.map((field, index) => `$${index + 2}::${CONTACT_COLUMNS[field]}[]`).join(', ')})`;

// Without a look at what stands, which costs every row.
const ADD_CONTACTS = { name: 'add-contacts', text: INSERT_CONTACTS };

// An UPDATE of a whole set: every row stands, under the lock of its workspace.
const CHANGE_CONTACTS = {
  name: 'change-contacts',
  text: `${INSERT_CONTACTS}
    ON CONFLICT (workspace_id, id) DO UPDATE
    SET (${CONTACT_FIELDS.join(', ')}) = (${CONTACT_FIELDS.map((field) => `excluded.${field}`).join(', ')})`,
};
