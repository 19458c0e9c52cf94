import type { z } from 'zod';

export type Examples = {
  /** Path and query parameters by name. */
  parameters?: Record<string, string | number | boolean>;
  /** The JSON body. */
  body?: unknown;
  /** The body of a success. */
  response: unknown;
};

/** An example that the compiler holds against its schema. */
export function exampleOf<Schema extends z.ZodType>(
  _schema: Schema,
  value: z.input<Schema>,
): z.input<Schema> {
  return value;
}
