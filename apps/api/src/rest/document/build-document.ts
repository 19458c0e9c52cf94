import type { AnyTRPCRouter } from '@trpc/server';
import { generateOpenApiDocument, type OpenAPIObject, type OpenApiRouter } from 'trpc-openapi';
import { listOperations } from '../list-operations.ts';
import { completeOperation } from './complete-operation.ts';
import { dropUnused } from './drop-unused.ts';
import { errorExamples } from './failures.ts';
import { headersOf } from './headers.ts';
import { openAnswers } from './open-answers.ts';
import { IDEMPOTENCY_KEY } from './parameters.ts';
import { ERROR_SCHEMA } from './error-schema.ts';
import { tidySchemas } from './tidy-schemas.ts';
import { TAGS } from './tags.ts';

export type Document = OpenAPIObject & {
  components: NonNullable<OpenAPIObject['components']>;
  paths: NonNullable<OpenAPIObject['paths']>;
};

export type DocumentOptions = {
  /** Where this installation is reached. */
  publicUrl: string;
  /** Requests a minute for each key; 0 = not limited. */
  rateLimitPerMinute: number;
  /** What stands above the operations, in Markdown. */
  description: string;
};

/**
 * The document of the public API. The library's generator reads the procedures; what it cannot
 * know (true statuses, our errors and headers, credits, examples, bodies of DELETE, files) is
 * put in here, from the meta of each procedure.
 */
export function buildDocument(router: AnyTRPCRouter, options: DocumentOptions): Document {
  const { publicUrl, rateLimitPerMinute, description } = options;
  const generated = generateOpenApiDocument(router as OpenApiRouter, {
    title: 'Tented API',
    version: '1',
    description,
    openApiVersion: '3.1.0',
    baseUrl: publicUrl,
    filter: ({ metadata }) => !('sameBodyAs' in metadata),
    securitySchemes: SECURITY_SCHEMES,
  }) as Document;

  const operations = listOperations(router);
  const isLimited = rateLimitPerMinute > 0;
  const used = new Set(operations.flatMap(({ meta }) => meta.openapi.tags ?? []));
  // The order of the keys is the one in which people read.
  const document: Document = {
    ...generated,
    tags: TAGS.filter(({ name }) => used.has(name)),
    components: {
      securitySchemes: SECURITY_SCHEMES,
      schemas: { ...ownSchemas(generated), Error: ERROR_SCHEMA },
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
      headers: headersOf(rateLimitPerMinute),
      examples: errorExamples(),
    },
  };
  for (const operation of operations) completeOperation(document, operation, { isLimited });
  tidySchemas(document);
  openAnswers(document);
  dropUnused(document);
  return document;
}

/** The generator's own error shapes are not ours. */
function ownSchemas({ components }: Document) {
  return Object.fromEntries(
    Object.entries(components.schemas ?? {}).filter(([name]) => !name.startsWith('error.')),
  );
}

const SECURITY_SCHEMES = {
  bearer: {
    type: 'http' as const,
    scheme: 'bearer',
    description: 'An API key from Settings > API, as `Authorization: Bearer tented_…`.',
  },
};
