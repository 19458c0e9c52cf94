import {
  ensureUsagePartitions,
  hashSecret,
  maskSecret,
  newId,
  type Secret,
  secretFromSeed,
} from '@tented/core';
import { openDatabase } from '@tented/db';
import { migrate } from '@tented/db/migrate';

/** One workspace as the load sees it. */
export type Tenant = { secret: Secret; contactIds: string[] };

export const WORKSPACES = 1_000;
const CONTACTS_PER_WORKSPACE = 20;

/** Fills a new database: workspaces on Max, a key and contacts in each. */
export async function makeWorld(databaseUrl: string): Promise<Tenant[]> {
  await migrate(databaseUrl);
  const { pool, close } = openDatabase(databaseUrl);
  const rows = Array.from({ length: WORKSPACES }, (_, number) => ({
    id: newId(),
    keyId: newId(),
    number,
    secret: secretFromSeed(`bench ${number}`),
    contactIds: Array.from({ length: CONTACTS_PER_WORKSPACE }, () => newId()),
  }));
  await ensureUsagePartitions(pool, new Date());
  await pool.query(
    `INSERT INTO workspace (id, slug, name, plan)
     SELECT id, 'w-' || n, 'Workspace ' || n, 'max' FROM unnest($1::uuid[], $2::integer[]) AS w (id, n)`,
    [rows.map(({ id }) => id), rows.map(({ number }) => number)],
  );
  await pool.query(
    `INSERT INTO api_key (workspace_id, id, name, prefix, hash)
     SELECT workspace_id, id, 'Key', prefix, hash
     FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bytea[]) AS k (workspace_id, id, prefix, hash)`,
    [
      rows.map(({ id }) => id),
      rows.map(({ keyId }) => keyId),
      rows.map(({ secret }) => maskSecret(secret)),
      rows.map(({ secret }) => hashSecret(secret)),
    ],
  );
  const contacts = rows.flatMap(({ id, contactIds }) =>
    contactIds.map((contactId) => ({ workspaceId: id, contactId })),
  );
  await pool.query(
    `INSERT INTO contact (workspace_id, id, email, first_name, last_name, company, created_at, updated_at)
     SELECT workspace_id, id, 'contact-' || n || '@example.com', 'Ada', 'Lovelace', 'Analytical Engines', now(), now()
     FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS c (workspace_id, id, n)`,
    [contacts.map(({ workspaceId }) => workspaceId), contacts.map(({ contactId }) => contactId)],
  );
  // Planners have seen the tables, as in a system that has been running for a while.
  await pool.query('VACUUM ANALYZE');
  await close();
  return rows.map(({ secret, contactIds }) => ({ secret, contactIds }));
}
