import type { Pool } from '@tented/db';
import { verifyCredits } from '../credits/verify.ts';
import type { TestTenant } from '../testing.ts';

// For tests: what always holds for the tents of a workspace, said in SQL.

/** Remembers of every generation that goes with its tent what it was at that moment. */
export async function watchDeletions(pool: Pool): Promise<void> {
  await pool.query(`
    CREATE TABLE deleted_generation (charge_id uuid, status generation_status);
    CREATE FUNCTION remember_generation() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO deleted_generation VALUES (OLD.charge_id, OLD.status);
      RETURN OLD;
    END $$;
    CREATE TRIGGER remember BEFORE DELETE ON generation FOR EACH ROW EXECUTE FUNCTION remember_generation();`);
}

/** Each promise that does not hold, in words; it wants `watchDeletions`, and a moment of rest. */
export async function brokenPromisesOf(
  { pool }: { pool: Pool },
  { workspaceId, slug }: TestTenant,
): Promise<string[]> {
  const broken: string[] = [];
  for (const [promise, query] of Object.entries(BREACHES)) {
    const { rows } = await pool.query<object>(query, [workspaceId]);
    broken.push(...rows.map((row) => `${promise}: ${JSON.stringify(row)}`));
  }
  const { differences } = await verifyCredits(pool);
  const mine = differences.filter(({ workspace }) => workspace === slug);
  return [...broken, ...mine.map((row) => `the books agree: ${JSON.stringify(row)}`)];
}

const UNFINISHED = `status IN ('queued', 'generating')`;

const BREACHES = {
  'a charge is paid back once where its page failed or was given up, and else never': `
    WITH paid AS (
      SELECT charge_id, status FROM generation WHERE workspace_id = $1
      UNION ALL SELECT charge_id, status FROM deleted_generation
    )
    SELECT c.id, p.status, count(r.id) AS refunds
    FROM credit_entry c
    LEFT JOIN paid p ON p.charge_id = c.id
    LEFT JOIN credit_entry r ON r.workspace_id = c.workspace_id AND r.reverses_id = c.id
    LEFT JOIN generation g ON g.workspace_id = c.workspace_id AND g.charge_id = c.id
    WHERE c.workspace_id = $1 AND c.kind = 'charge'
    GROUP BY c.id, p.status, g.id
    HAVING p.status IS NULL OR count(r.id) <> CASE
      WHEN p.status = 'failed' THEN 1
      WHEN p.status <> 'completed' AND g.id IS NULL THEN 1
      ELSE 0 END`,
  'a tent has the status of its newest generation': `
    SELECT t.id, t.status, g.status AS newest FROM tent t
    LEFT JOIN LATERAL (
      SELECT * FROM generation WHERE workspace_id = t.workspace_id AND tent_id = t.id
      ORDER BY number DESC LIMIT 1) AS g ON true
    WHERE t.workspace_id = $1
      AND (t.status IS DISTINCT FROM g.status OR t.generation_id IS DISTINCT FROM g.id)`,
  'generations are numbered without gaps': `
    SELECT t.id, t.generations, count(g.id), max(g.number) FROM tent t
    LEFT JOIN generation g ON g.workspace_id = t.workspace_id AND g.tent_id = t.id
    WHERE t.workspace_id = $1 GROUP BY t.id, t.generations
    HAVING t.generations <> count(g.id) OR t.generations <> coalesce(max(g.number), 0)`,
  'generations of a tent run one after the other': `
    SELECT g.tent_id, g.number FROM generation g
    JOIN generation later ON later.workspace_id = g.workspace_id AND later.tent_id = g.tent_id
      AND later.number > g.number AND later.status <> 'queued'
    WHERE g.workspace_id = $1 AND g.${UNFINISHED}`,
  'an edit starts from the newest completed page': `
    SELECT t.id, t.completed_id, g.id AS newest FROM tent t
    LEFT JOIN LATERAL (
      SELECT id FROM generation
      WHERE workspace_id = t.workspace_id AND tent_id = t.id AND status = 'completed'
      ORDER BY number DESC LIMIT 1) AS g ON true
    WHERE t.workspace_id = $1 AND t.completed_id IS DISTINCT FROM g.id`,
  'what is to be made has a job': `
    SELECT tent_id, number FROM generation g
    WHERE workspace_id = $1 AND ${UNFINISHED} AND NOT EXISTS (
      SELECT FROM pgboss.job WHERE name = 'tent.generate' AND data->>'tentId' = g.tent_id::text)`,
  'a live page is a completed one of its tent, and says that it is live': `
    SELECT t.id, t.published_id, t.publication_status FROM tent t
    LEFT JOIN generation g ON g.workspace_id = t.workspace_id AND g.id = t.published_id
      AND g.tent_id = t.id AND g.status = 'completed'
    WHERE t.workspace_id = $1 AND t.published_id IS NOT NULL
      AND (g.id IS NULL OR t.publication_status IS NULL)`,
  'an alias is unique': `
    SELECT alias FROM tent WHERE workspace_id = $1 AND alias IS NOT NULL
    GROUP BY alias HAVING count(*) > 1`,
  'an alias is live, or reserved for a page that will publish itself': `
    SELECT id, alias FROM tent t WHERE workspace_id = $1 AND alias IS NOT NULL
      AND published_id IS NULL AND NOT EXISTS (
        SELECT FROM generation WHERE workspace_id = $1 AND tent_id = t.id AND auto_publish
          AND ${UNFINISHED})`,
  'publishing is pending while there is a page that will publish itself': `
    SELECT id FROM tent t WHERE workspace_id = $1 AND publication_status = 'pending'
      AND NOT EXISTS (
        SELECT FROM generation WHERE workspace_id = $1 AND tent_id = t.id AND auto_publish
          AND ${UNFINISHED})`,
};
