import type { GenerationKind, JobQueue, Reasoning, SqlTx } from '@tented/db';
import { laterThan } from '../clock.ts';
import { newUlid } from '../ids.ts';
import type { TentRow } from './tent.ts';

/** What a generation is asked to make. */
export type GenerationOrder = {
  kind: Extract<GenerationKind, 'initial' | 'edit'>;
  prompt: string;
  template?: { id: string; html: string } | undefined;
  inputData?: Record<string, unknown> | undefined;
  instructions?: string | undefined;
  includeBrand: boolean;
  reasoning?: Reasoning | undefined;
  assetIds: string[];
  autoPublish: boolean;
  requestedAlias?: string | undefined;
  /** The ledger entry that pays for it. */
  chargeId: string;
};

type Target = {
  workspaceId: string;
  tent: Pick<TentRow, 'id' | 'generations' | 'status' | 'updated_at'>;
  at: Date;
};

/**
 * Puts a generation behind those that the (locked, or new) tent has, and queues the job that
 * makes it, unless an earlier one is still to be made: then its end queues the next.
 */
export async function addGeneration(
  tx: SqlTx,
  jobs: JobQueue,
  { workspaceId, tent, at, order }: Target & { order: GenerationOrder },
): Promise<{ id: string; updatedAt: Date }> {
  const id = newUlid(at);
  const updatedAt = laterThan(tent.updated_at, at);
  await tx.query({
    name: 'insert-generation',
    text: INSERT_GENERATION,
    values: [
      workspaceId,
      id,
      tent.id,
      tent.generations + 1,
      order.kind,
      order.prompt,
      order.template?.id ?? null,
      order.template?.html ?? null,
      order.inputData === undefined ? null : JSON.stringify(order.inputData),
      order.instructions ?? null,
      order.includeBrand,
      order.reasoning ?? null,
      order.assetIds,
      order.autoPublish,
      order.requestedAlias ?? null,
      order.chargeId,
      at,
    ],
  });
  await tx.query({
    name: 'announce-generation',
    text: ANNOUNCE_GENERATION,
    values: [workspaceId, tent.id, id, order.autoPublish, order.requestedAlias ?? null, updatedAt],
  });
  if (!isUnderWay(tent)) {
    await jobs.enqueue(tx, 'tent.generate', { data: { workspaceId, tentId: tent.id } });
  }
  return { id, updatedAt };
}

/** The newest generation is the last to be made: while it waits, so does nobody behind it. */
function isUnderWay({ status }: Pick<TentRow, 'status'>): boolean {
  return status === 'queued' || status === 'generating';
}

const INSERT_GENERATION = `
  INSERT INTO generation
    (workspace_id, id, tent_id, number, kind, status, prompt, template_id, template_html,
     input_data, instructions, include_brand, reasoning, asset_ids, auto_publish,
     requested_alias, charge_id, created_at)
  VALUES ($1, $2, $3, $4, $5, 'queued', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`;

const ANNOUNCE_GENERATION = `
  UPDATE tent SET status = 'queued', generation_id = $3, generations = generations + 1, updated_at = $6,
    publication_status = CASE WHEN $4 THEN 'pending'::publication_status ELSE publication_status END,
    publication_note = CASE WHEN $4 THEN NULL ELSE publication_note END,
    requested_alias = CASE WHEN $4 THEN coalesce($5, alias) ELSE requested_alias END
  WHERE workspace_id = $1 AND id = $2`;
