import { z } from 'zod';
import { Alias } from '../tents/alias.ts';
import { isUlid } from '../ids.ts';
import { StoredObject } from '../stored-object.ts';
import { text } from '../text.ts';

export const BULK_ITEMS_MAX = 25;
export const ASSETS_MAX = 5;
export const INSTRUCTIONS_CHARS_MAX = 10_000;
const TENT_NAME_CHARS_MAX = 200;
const CLIENT_ID_CHARS_MAX = 255;

export const ClientItemId = text(CLIENT_ID_CHARS_MAX);

export const AssetIds = z
  .array(z.string().refine(isUlid, 'Not the id of an asset'))
  .max(ASSETS_MAX)
  .describe(`Ids of uploaded assets, at most ${ASSETS_MAX}.`);

/** One tent of a bulk job: data for the template, words about it, or both. */
export const BulkItem = z
  .strictObject({
    client_item_id: ClientItemId.nullish().describe(
      "The caller's own id of this item, echoed in its result.",
    ),
    input_data: StoredObject.nullish().describe('Values for the placeholders of the template.'),
    instructions: text(INSTRUCTIONS_CHARS_MAX)
      .nullish()
      .describe('What to do differently for this item.'),
    tent_name: text(TENT_NAME_CHARS_MAX)
      .trim()
      .min(1)
      .nullish()
      .describe('Instead of prefix and number.'),
    custom_page_alias: Alias.nullish().describe('Needs `auto_publish: true` for the whole batch.'),
    include_brand: z.boolean().nullish().describe("Adds the workspace's brand."),
    asset_ids: AssetIds.nullish().describe('Assets of the workspace, cloned into the new tent.'),
  })
  .refine((item) => item.input_data != null || item.instructions != null, {
    message: 'At least one of input_data and instructions is required',
    path: [],
  });

export type BulkItem = z.output<typeof BulkItem>;
