import { verifyCredits } from '@tented/core';
import type { Pool } from '@tented/db';
import type { World } from './world.ts';

// What the database says, once nothing runs any more.

/**
 * Keeps what rows do not tell afterwards: what a generation was when it went with its tent, and
 * what became of it after it had been settled, which has to be nothing.
 */
export const WATCH_GENERATIONS = `
  CREATE TABLE torture_deleted_generation (LIKE generation);
  CREATE TABLE torture_settled_again (id text, before text, after text);
  CREATE FUNCTION torture_watch() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      INSERT INTO torture_deleted_generation SELECT OLD.*;
      RETURN OLD;
    END IF;
    IF OLD.status IN ('completed', 'failed') THEN
      INSERT INTO torture_settled_again VALUES (OLD.id, OLD.status::text, NEW.status::text);
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER torture_watch BEFORE UPDATE OR DELETE ON generation
    FOR EACH ROW EXECUTE FUNCTION torture_watch()`;

/** How many pages came to each end so far; each has to be some in a run that proves anything. */
export async function countPages(pool: Pool): Promise<Record<PageEnd, number>> {
  const { rows } = await pool.query<Record<PageEnd, number>>(`
    SELECT count(*) FILTER (WHERE status = 'completed')::int AS "pages made",
           count(*) FILTER (WHERE status = 'completed' AND attempts > 1)::int
             AS "pages taken over from a worker that was killed or cut off",
           count(*) FILTER (WHERE status = 'failed')::int AS "pages given up and refunded",
           count(*) FILTER (WHERE is_deleted AND status NOT IN ('completed', 'failed'))::int
             AS "pages deleted before they were made, and refunded"
    FROM (${GENERATIONS}) AS g`);
  return rows[0]!;
}

export const PAGE_ENDS = [
  'pages made',
  'pages taken over from a worker that was killed or cut off',
  'pages given up and refunded',
  'pages deleted before they were made, and refunded',
] as const;
export type PageEnd = (typeof PAGE_ENDS)[number];

const GENERATIONS = `
  SELECT *, false AS is_deleted FROM generation
  UNION ALL SELECT *, true FROM torture_deleted_generation`;

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
export type TentRow = { id: string; name: string };
/** A page that was asked for: made, given up, still to be made, or deleted with its tent. */
export type GenerationRow = {
  id: string;
  tentId: string;
  number: number;
  status: 'queued' | 'generating' | 'completed' | 'failed';
  prompt: string;
  html: string | null;
  attempts: number;
  startedAt: Date | null;
  completedAt: Date | null;
  chargeId: string | null;
  isDeleted: boolean;
};
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
  generations: GenerationRow[];
  settledAgain: { id: string; before: string; after: string }[];
  pages: Record<PageEnd, number>;
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
    SELECT id, name FROM tent WHERE workspace_id = ANY($1)`);
  const generations = await read<GenerationRow>(`
    SELECT id, tent_id AS "tentId", number, status::text AS status, prompt, html, attempts,
           started_at AS "startedAt", completed_at AS "completedAt", charge_id AS "chargeId",
           is_deleted AS "isDeleted"
    FROM (${GENERATIONS}) AS g
    WHERE workspace_id = ANY($1)`);
  const { rows: settledAgain } = await pool.query<Books['settledAgain'][number]>(
    'SELECT id, before, after FROM torture_settled_again',
  );
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
    generations,
    settledAgain,
    pages: await countPages(pool),
    ledger,
    periods,
    differences,
  };
}
