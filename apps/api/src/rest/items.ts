import { ITEMS_MAX } from '@tented/core';
import { z } from 'zod';

/**
 * The items of a batch. Documented as `schema`, but let through unseen: a bad item is
 * rejected in its own result by the core, and must not fail the whole request here.
 */
export function itemsOf(schema: z.ZodType, name: string) {
  const { $schema: _, ...documented } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
  });
  const item = z.unknown().meta({
    id: name,
    override: ({ jsonSchema }) => {
      Object.assign(jsonSchema, documented);
    },
  });
  return z
    .array(item)
    .min(1)
    .max(ITEMS_MAX)
    .meta({ description: `1 to ${ITEMS_MAX}, each judged on its own.` });
}
