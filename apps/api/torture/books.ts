import { verifyCredits } from '@tented/core';
import type { Pool } from '@tented/db';
import type { World } from './world.ts';

// What the database says, once nothing runs any more.

export type LogRow = {
  id: string;
  workspaceId: string;
  keyId: string;
  occurredAt: Date;
  method: string;
  path: string;
  route: string | null;
  status: number;
  charged: number;
  refunded: number;
  isReplayed: boolean;
};
export type NoteRow = { id: string; marker: string; keyId: string; credits: number };
export type TentRow = { id: string; name: string; chargeId: string | null };
export type LedgerRow = {
  id: string;
  workspaceId: string;
  startsAt: Date;
  kind: 'charge' | 'refund';
  credits: number;
  action: string;
  requestId: string;
  reversesId: string | null;
};
export type PeriodRow = { workspaceId: string; startsAt: Date; used: number; allowanceMax: number };

export type Books = {
  log: Map<string, LogRow>;
  notes: Map<string, NoteRow>;
  /** Ids by e-mail. */
  contacts: Map<string, { id: string; workspaceId: string }>;
  tents: Map<string, TentRow>;
  ledger: LedgerRow[];
  periods: PeriodRow[];
  /** What `tented credits verify` would find. */
  differences: unknown[];
};

/** Reads everything that the run has left. */
export async function readBooks(pool: Pool, { workspaces }: World): Promise<Books> {
  const ids = workspaces.map(({ id }) => id);
  const read = async <Row extends object>(sql: string) => (await pool.query<Row>(sql, [ids])).rows;
  const log = await read<LogRow>(`
    SELECT id, workspace_id AS "workspaceId", key_id AS "keyId", occurred_at AS "occurredAt",
           method, path, route, status, credits_charged AS charged,
           credits_refunded AS refunded, is_replayed AS "isReplayed"
    FROM usage_log WHERE workspace_id = ANY($1)`);
  const notes = await read<NoteRow>(`
    SELECT id, marker, key_id AS "keyId", credits FROM torture_note WHERE workspace_id = ANY($1)`);
  const contacts = await read<{ id: string; email: string; workspaceId: string }>(`
    SELECT id, email, workspace_id AS "workspaceId" FROM contact WHERE workspace_id = ANY($1)`);
  const tents = await read<TentRow>(`
    SELECT t.id, t.name, g.charge_id AS "chargeId"
    FROM tent t LEFT JOIN generation g ON g.workspace_id = t.workspace_id AND g.tent_id = t.id
    WHERE t.workspace_id = ANY($1)`);
  const ledger = await read<LedgerRow>(`
    SELECT id, workspace_id AS "workspaceId", starts_at AS "startsAt", kind::text AS kind, credits, action,
           request_id AS "requestId", reverses_id AS "reversesId"
    FROM credit_entry WHERE workspace_id = ANY($1)`);
  const periods = await read<PeriodRow>(`
    SELECT workspace_id AS "workspaceId", starts_at AS "startsAt", used,
           allowance_max AS "allowanceMax"
    FROM credit_period WHERE workspace_id = ANY($1)`);
  const { differences } = await verifyCredits(pool);
  return {
    log: new Map(log.map((row) => [row.id, row])),
    notes: new Map(notes.map((row) => [row.id, row])),
    contacts: new Map(contacts.map(({ email, ...contact }) => [email, contact])),
    tents: new Map(tents.map((row) => [row.id, row])),
    ledger,
    periods,
    differences,
  };
}
