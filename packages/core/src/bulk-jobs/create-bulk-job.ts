import type { JobQueue, Reasoning, SqlTx } from '@tented/db';
import type { Caller } from '../caller.ts';
import { chargeEach, creditsLeft } from '../credits/charge.ts';
import { newId, newUlid } from '../ids.ts';
import { getApprovedTemplate, type UsableTemplate } from '../templates/find-template.ts';
import { addGeneration } from '../tents/add-generation.ts';
import { insertTent } from '../tents/create-tent.ts';
import { lockPages } from '../tents/go-live.ts';
import type { Work } from '../usage/one-by-one.ts';
import { admitItems, type AssetRow, type Candidate, type Rejected } from './admit-items.ts';
import type { BulkItemError } from './bulk-job.ts';

export type CreateBulkJobInput = {
  templateId: string;
  /** As they came: each is judged on its own. */
  items: unknown[];
  clientJobDescriptor?: string | undefined;
  /** Undefined = the template's name. */
  namePrefix?: string | undefined;
  startIndex: number;
  autoPublish: boolean;
  reasoning?: Reasoning | undefined;
  metadata?: Record<string, unknown> | undefined;
};

export type AdmittedItem = { index: number; clientItemId: string | null } & (
  | { status: 'queued'; tentId: string; tentName: string }
  | { status: 'rejected'; error: BulkItemError }
);

export type CreatedBulkJob = {
  id: string;
  templateId: string;
  autoPublish: boolean;
  items: AdmittedItem[];
  creditsCharged: number;
  creditsRemaining: number;
  createdAt: Date;
};

/**
 * Admits as many items as are valid and as the month can pay for, in their order, and makes a
 * tent with its first generation for each, all in one commit. Aliases are taken here, so
 * that two jobs never share one.
 */
export function createBulkJob(jobs: JobQueue): Work<CreateBulkJobInput, CreatedBulkJob> {
  return async (tx, { caller, input }) => {
    const { workspaceId, at } = caller;
    const template = await getApprovedTemplate(tx, workspaceId, input.templateId);
    await lockPages(tx, { workspaceId, at });
    const { candidates, rejected } = await admitItems(tx, { workspaceId, ...input });
    const { paid, remaining } = await pay(tx, caller, candidates);
    const unpaid = candidates.slice(paid.length).map(({ index, item }): Rejected => ({
      index,
      clientItemId: item.client_item_id ?? null,
      error: {
        code: 'insufficient_credits',
        message: 'The credits of this month end before this item',
      },
    }));

    const id = newUlid(at);
    await insertJob(tx, { workspaceId, id, input, at });
    const made: MadeItem[] = [];
    for (const entry of paid)
      made.push(await makeTent(tx, { jobs, caller, input, template }, entry));
    await insertItems(tx, { workspaceId, bulkJobId: id }, [...made, ...rejected, ...unpaid]);
    return {
      output: {
        id,
        templateId: template.id,
        autoPublish: input.autoPublish,
        items: [...made.map(toAdmitted), ...[...rejected, ...unpaid].map(toRefused)].toSorted(
          (one, other) => one.index - other.index,
        ),
        creditsCharged: paid.length,
        creditsRemaining: remaining,
        createdAt: at,
      },
      creditsCharged: paid.length,
      creditsRemaining: remaining,
    };
  };
}

type Paid = Candidate & { chargeId: string };

async function pay(
  tx: SqlTx,
  caller: Caller,
  candidates: Candidate[],
): Promise<{ paid: Paid[]; remaining: number }> {
  if (candidates.length === 0) return { paid: [], remaining: await creditsLeft(tx, caller) };
  const entries = candidates.map((candidate) => ({ ...candidate, chargeId: newId() }));
  const { granted, remaining } = await chargeEach(tx, caller, {
    action: 'tent.bulk_item',
    entryIds: entries.map(({ chargeId }) => chargeId),
  });
  return { paid: entries.slice(0, granted), remaining };
}

type MadeItem = {
  index: number;
  clientItemId: string | null;
  tentId: string;
  tentName: string;
  generationId: string;
  chargeId: string;
};

type Making = {
  jobs: JobQueue;
  caller: Caller;
  input: CreateBulkJobInput;
  template: UsableTemplate;
};

async function makeTent(
  tx: SqlTx,
  { jobs, caller, input, template }: Making,
  { index, item, assets, chargeId }: Paid,
): Promise<MadeItem> {
  const { workspaceId, at } = caller;
  const prefix = input.namePrefix ?? template.name;
  const tentName = item.tent_name ?? `${prefix} ${input.startIndex + index}`;
  const alias = item.custom_page_alias ?? undefined;
  const tent = await insertTent(tx, { workspaceId, name: tentName, alias, at });
  const assetIds = await cloneAssets(tx, { workspaceId, tentId: tent.id, assets, at });
  const generation = await addGeneration(tx, jobs, {
    workspaceId,
    tent,
    at,
    order: {
      kind: 'initial',
      prompt: '',
      template,
      inputData: item.input_data ?? undefined,
      instructions: item.instructions ?? undefined,
      includeBrand: item.include_brand ?? false,
      reasoning: input.reasoning,
      assetIds,
      autoPublish: input.autoPublish,
      requestedAlias: alias,
      chargeId,
    },
  });
  return {
    index,
    clientItemId: item.client_item_id ?? null,
    tentId: tent.id,
    tentName,
    generationId: generation.id,
    chargeId,
  };
}

/** The rows, not the bytes: several assets may share a stored file. */
async function cloneAssets(
  tx: SqlTx,
  target: { workspaceId: string; tentId: string; assets: AssetRow[]; at: Date },
): Promise<string[]> {
  const { workspaceId, tentId, assets, at } = target;
  const ids = assets.map(() => newUlid(at));
  if (ids.length === 0) return [];
  await tx.query({
    name: 'clone-assets',
    text: `
      INSERT INTO asset (workspace_id, tent_id, uploaded_at, id, filename, content_type, file_size, storage_key)
      SELECT $1, $2, $3, a.* FROM unnest($4::text[], $5::text[], $6::text[], $7::int[], $8::text[]) AS a`,
    values: [
      workspaceId,
      tentId,
      at,
      ids,
      assets.map((asset) => asset.filename),
      assets.map((asset) => asset.content_type),
      assets.map((asset) => asset.file_size),
      assets.map((asset) => asset.storage_key),
    ],
  });
  return ids;
}

async function insertJob(
  tx: SqlTx,
  job: { workspaceId: string; id: string; input: CreateBulkJobInput; at: Date },
): Promise<void> {
  const { workspaceId, id, input, at } = job;
  await tx.query({
    name: 'insert-bulk-job',
    text: `
      INSERT INTO bulk_job (workspace_id, id, template_id, auto_publish, client_job_descriptor, metadata, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $7)`,
    values: [
      workspaceId,
      id,
      input.templateId,
      input.autoPublish,
      input.clientJobDescriptor ?? null,
      input.metadata === undefined ? null : JSON.stringify(input.metadata),
      at,
    ],
  });
}

async function insertItems(
  tx: SqlTx,
  { workspaceId, bulkJobId }: { workspaceId: string; bulkJobId: string },
  items: (MadeItem | Rejected)[],
): Promise<void> {
  const made = items.map((item) => ('tentId' in item ? item : undefined));
  await tx.query({
    name: 'insert-bulk-items',
    text: `
      INSERT INTO bulk_item (workspace_id, bulk_job_id, index, client_item_id, tent_id, generation_id, tent_name, charge_id, error)
      SELECT $1, $2, i.* FROM unnest($3::int[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::jsonb[]) AS i`,
    values: [
      workspaceId,
      bulkJobId,
      items.map(({ index }) => index),
      items.map(({ clientItemId }) => clientItemId),
      made.map((item) => item?.tentId ?? null),
      made.map((item) => item?.generationId ?? null),
      made.map((item) => item?.tentName ?? null),
      made.map((item) => item?.chargeId ?? null),
      items.map((item) => ('error' in item ? JSON.stringify(item.error) : null)),
    ],
  });
}

function toAdmitted({ index, clientItemId, tentId, tentName }: MadeItem): AdmittedItem {
  return { index, clientItemId, status: 'queued', tentId, tentName };
}

function toRefused({ index, clientItemId, error }: Rejected): AdmittedItem {
  return { index, clientItemId, status: 'rejected', error };
}
