import type { SqlTx } from '@tented/db';
import { newId } from '../ids.ts';

/**
 * Gives back what a charge took, in the period it was taken from, and marks the usage-log
 * row of the request that was charged. It wants the transaction that makes the refund
 * necessary. A charge is refunded once: the second call answers false and changes nothing.
 */
export async function refund(
  tx: SqlTx,
  { workspaceId, chargeId, at }: { workspaceId: string; chargeId: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'refund',
    text: REFUND,
    values: [workspaceId, chargeId, newId(), at],
  });
  return rowCount === 1;
}

// The unique key over (workspace_id, reverses_id, credits) decides between two refunds of
// one charge: the later one inserts nothing, so nothing else of the statement happens.
const REFUND = `
  WITH entry AS (
    INSERT INTO credit_entry
      (workspace_id, id, starts_at, kind, credits, action, request_id, reverses_id, created_at)
    SELECT workspace_id, $3, starts_at, 'refund', credits, action, request_id, id, $4
    FROM credit_entry WHERE workspace_id = $1 AND id = $2 AND kind = 'charge'
    ON CONFLICT (workspace_id, reverses_id, credits) DO NOTHING
    RETURNING workspace_id, starts_at, credits, request_id
  ), row_of_request AS (
    UPDATE usage_log l SET credits_refunded = l.credits_refunded + e.credits
    FROM entry e WHERE l.workspace_id = e.workspace_id AND l.id = e.request_id
  )
  UPDATE credit_period p SET used = p.used - e.credits, refunded = p.refunded + e.credits
  FROM entry e WHERE p.workspace_id = e.workspace_id AND p.starts_at = e.starts_at`;
