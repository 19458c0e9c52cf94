import type { Pool } from '@tented/db';
import type { UsageRow } from './usage-row.ts';

/**
 * Changes the status of a row that a write has committed, when its answer could not be given
 * as promised. The effect and its charge stand.
 */
export async function correctUsageStatus(pool: Pool, row: UsageRow): Promise<void> {
  await pool.query({
    name: 'correct-usage-status',
    text: `UPDATE usage_log SET status = $3, error_code = $4 WHERE workspace_id = $1 AND id = $2`,
    values: [row.workspaceId, row.id, row.status, row.errorCode],
  });
}
