import type { JobQueue, Reasoning, SqlTx } from '@tented/db';
import { charge } from '../credits/charge.ts';
import { PRICES } from '../credits/prices.ts';
import { newId } from '../ids.ts';
import { assertAttached } from '../assets/find-assets.ts';
import { getApprovedTemplate } from '../templates/find-template.ts';
import type { Work } from '../usage/one-by-one.ts';
import { addGeneration } from './add-generation.ts';
import { lockTent } from './lock-tent.ts';
import { refuseField, type TentRow } from './tent.ts';

export type CreateTentInput = {
  name: string;
  prompt: string;
  userId?: string | undefined;
  includeBrand: boolean;
  templateId?: string | undefined;
  reasoning?: Reasoning | undefined;
  autoPublish: boolean;
  requestedAlias?: string | undefined;
  /** Generates into this idle tent instead of a new one. */
  tentId?: string | undefined;
  /** Only with `tentId`: assets of that tent. */
  assetIds: string[];
};

export type CreatedTent = { id: string; createdAt: Date };

/**
 * Answers at once: tent, generation, charge and the job that makes the page are one commit.
 * The page itself follows.
 */
export function createTent(jobs: JobQueue): Work<CreateTentInput, CreatedTent> {
  return async (tx, { caller, input }) => {
    const { workspaceId, at } = caller;
    const tent = input.tentId
      ? await takeIdleTent(tx, workspaceId, { ...input, tentId: input.tentId })
      : await insertTent(tx, { workspaceId, name: input.name, userId: input.userId, at });
    await assertAttached(tx, { workspaceId, tentId: tent.id, assetIds: input.assetIds });
    const template = input.templateId
      ? await getApprovedTemplate(tx, workspaceId, input.templateId)
      : undefined;

    const chargeId = newId();
    await addGeneration(tx, jobs, {
      workspaceId,
      tent,
      at,
      order: { ...input, kind: 'initial', template, chargeId },
    });
    const credits = PRICES['tent.create'];
    const { remaining } = await charge(tx, caller, {
      action: 'tent.create',
      credits,
      entryId: chargeId,
    });
    return {
      output: { id: tent.id, createdAt: tent.created_at },
      creditsCharged: credits,
      creditsRemaining: remaining,
    };
  };
}

/** The tent that an upload made before, with the name it is to have from now on. */
async function takeIdleTent(
  tx: SqlTx,
  workspaceId: string,
  { tentId, name, userId }: { tentId: string; name: string; userId?: string | undefined },
): Promise<TentRow> {
  const tent = await lockTent(tx, workspaceId, { id: tentId });
  if (tent.generations > 0) {
    throw refuseField('tent_id', 'This tent has a generation already; use edit to change it');
  }
  await tx.query({
    name: 'name-tent',
    text: `UPDATE tent SET name = $3, user_id = $4 WHERE workspace_id = $1 AND id = $2`,
    values: [workspaceId, tentId, name, userId ?? null],
  });
  return tent;
}

/** A new tent without a generation. An alias is reserved with it; it must be free. */
export async function insertTent(
  tx: SqlTx,
  tent: {
    workspaceId: string;
    name: string;
    userId?: string | undefined;
    alias?: string | undefined;
    at: Date;
  },
): Promise<Pick<TentRow, 'id' | 'generations' | 'status' | 'created_at' | 'updated_at'>> {
  const { workspaceId, name, userId = null, alias = null, at } = tent;
  const id = newId(at);
  await tx.query({
    name: 'insert-tent',
    text: `INSERT INTO tent (workspace_id, id, name, user_id, alias, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, $6, $6)`,
    values: [workspaceId, id, name, userId, alias, at],
  });
  return { id, generations: 0, status: null, created_at: at, updated_at: at };
}
