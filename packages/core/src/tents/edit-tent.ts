import type { JobQueue, Reasoning } from '@tented/db';
import { assertAttached } from '../assets/find-assets.ts';
import { charge } from '../credits/charge.ts';
import { PRICES } from '../credits/prices.ts';
import { newId } from '../ids.ts';
import type { Work } from '../usage/one-by-one.ts';
import { addGeneration } from './add-generation.ts';
import { lockTent } from './lock-tent.ts';
import { refuseField } from './tent.ts';

export type EditTentInput = {
  tentId: string;
  prompt: string;
  includeBrand: boolean;
  reasoning?: Reasoning | undefined;
  autoPublish: boolean;
  requestedAlias?: string | undefined;
  assetIds: string[];
};

export type EditedTent = { id: string; generationId: string; updatedAt: Date };

/**
 * Asks for another generation, which starts from the newest completed one when its turn
 * comes: edits of a tent that is still being generated wait in line.
 */
export function editTent(jobs: JobQueue): Work<EditTentInput, EditedTent> {
  return async (tx, { caller, input }) => {
    const { workspaceId, at } = caller;
    const tent = await lockTent(tx, workspaceId, { id: input.tentId });
    if (tent.generations === 0) {
      throw refuseField('tent_id', 'This tent was never generated: there is nothing to edit');
    }
    await assertAttached(tx, { workspaceId, tentId: tent.id, assetIds: input.assetIds });

    const chargeId = newId();
    const generation = await addGeneration(tx, jobs, {
      workspaceId,
      tent,
      at,
      order: { ...input, kind: 'edit', chargeId },
    });
    const credits = PRICES['tent.edit'];
    const { remaining } = await charge(tx, caller, {
      action: 'tent.edit',
      credits,
      entryId: chargeId,
    });
    return {
      output: { id: tent.id, generationId: generation.id, updatedAt: generation.updatedAt },
      creditsCharged: credits,
      creditsRemaining: remaining,
    };
  };
}
