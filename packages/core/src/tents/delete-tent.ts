import type { JobQueue, SqlTx } from '@tented/db';
import { laterThan } from '../clock.ts';
import { refund } from '../credits/refund.ts';
import { AppError } from '../errors.ts';
import type { FreeWork } from '../usage/one-by-one.ts';
import { parseTentName } from './alias.ts';
import { lockTent } from './lock-tent.ts';

/**
 * Deletes a tent, named by its id or its alias, with generations, assets, page and alias. Work
 * that is still to be done for it is given up and paid back in the same commit; its files
 * go when no other tent shares them.
 */
export function deleteTent(jobs: JobQueue): FreeWork<{ tentName: string }, { id: string }> {
  return async (tx, { caller, input }) => {
    const { workspaceId, at } = caller;
    const name = parseTentName(input.tentName);
    if (!name) throw notAName();
    const { id: tentId, updated_at: updatedAt } = await lockTent(tx, workspaceId, name);
    const tent = { workspaceId, tentId };
    await tx.query({
      name: 'touch-bulk-job',
      text: TOUCH_BULK_JOB,
      values: [workspaceId, tentId, laterThan(updatedAt, at)],
    });
    const chargeIds = await listUnfinishedCharges(tx, tent);
    const storageKeys = await listStorageKeys(tx, tent);
    await tx.query({
      name: 'delete-tent',
      text: 'DELETE FROM tent WHERE workspace_id = $1 AND id = $2',
      values: [workspaceId, tentId],
    });
    if (storageKeys.length > 0) {
      await jobs.enqueue(tx, 'files.delete', { data: { workspaceId, storageKeys } });
    }
    for (const chargeId of chargeIds) await refund(tx, { workspaceId, chargeId, at });
    return { output: { id: tentId } };
  };
}

// A job is as new as the newest of its tents: one that goes must not make it older.
const TOUCH_BULK_JOB = `
  UPDATE bulk_job j SET updated_at = greatest(j.updated_at + interval '1 ms', $3)
  FROM bulk_item i WHERE i.workspace_id = $1 AND i.tent_id = $2
    AND j.workspace_id = i.workspace_id AND j.id = i.bulk_job_id`;

type TentKey = { workspaceId: string; tentId: string };

async function listUnfinishedCharges(tx: SqlTx, tent: TentKey): Promise<string[]> {
  const { rows } = await tx.query<{ charge_id: string }>({
    name: 'list-unfinished-charges',
    text: `SELECT charge_id FROM generation
           WHERE workspace_id = $1 AND tent_id = $2 AND status IN ('queued', 'generating')
             AND charge_id IS NOT NULL ORDER BY number`,
    values: [tent.workspaceId, tent.tentId],
  });
  return rows.map(({ charge_id }) => charge_id);
}

async function listStorageKeys(tx: SqlTx, tent: TentKey): Promise<string[]> {
  const { rows } = await tx.query<{ storage_key: string }>({
    name: 'list-storage-keys',
    text: `SELECT DISTINCT storage_key FROM asset WHERE workspace_id = $1 AND tent_id = $2`,
    values: [tent.workspaceId, tent.tentId],
  });
  return rows.map(({ storage_key }) => storage_key);
}

function notAName(): AppError {
  const message = 'Neither a UUID nor an alias';
  return new AppError('invalid_request', 'The tent is not named correctly.', {
    details: { issues: [{ path: 'tentId', message }] },
  });
}
