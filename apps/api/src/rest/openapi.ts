import type { AnyTRPCRouter } from '@trpc/server';
import { generateOpenApiDocument, type OpenAPIObject, type OpenApiRouter } from 'trpc-openapi';
import { type FailureCode, STATUS } from '../errors.ts';
import { listOperations, type PublicOperation } from './mount-rest.ts';

type Document = OpenAPIObject & { components: NonNullable<OpenAPIObject['components']> };
type Operation = {
  requestBody?: unknown;
  parameters?: unknown;
  responses: Record<string, { description: string; content?: unknown; headers?: unknown }>;
  [extension: `x-${string}`]: unknown;
};

/**
 * The document of the public API. The library's generator reads the procedures; what it cannot
 * know (true statuses, our error shape and headers, credits, bodies of DELETE) is put in here.
 */
export function buildDocument(router: AnyTRPCRouter, publicUrl: string): Document {
  const document = generateOpenApiDocument(router as OpenApiRouter, {
    title: 'Tented API',
    version: '1',
    description: DESCRIPTION,
    openApiVersion: '3.1.0',
    baseUrl: publicUrl,
    tags: ['Tents', 'Bulk jobs', 'Templates', 'Contacts', 'Account'],
    filter: ({ metadata }) => !('sameBodyAs' in metadata),
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: BEARER } },
  }) as Document;

  document.components.schemas = { ...document.components.schemas, Error: ERROR_SCHEMA };
  // The generator's own error shape is not ours.
  for (const name of Object.keys(document.components.schemas)) {
    if (name.startsWith('error.')) delete document.components.schemas[name];
  }
  delete document.components.responses;
  for (const operation of listOperations(router)) completeOperation(document, operation);
  return document;
}

function completeOperation(document: Document, { meta, path: name }: PublicOperation): void {
  const { method, path } = meta.openapi;
  if (meta.sameBodyAs) copyOperation(document, { meta, name });
  const operation = operationOf(document, path, method);
  const success = operation.responses['200'];
  if (!success) throw new Error(`${method} ${path} has no success response.`);

  operation['x-credits'] = meta.credits ?? 0;
  const failures = failureCodesOf(method, path);
  operation.responses = {
    [meta.successStatus ?? 200]: { ...success, description: 'Success.', headers: HEADERS },
    ...Object.fromEntries([...Map.groupBy(failures, (code) => STATUS[code])].map(toErrorResponse)),
  };
}

/** Documents a DELETE with a body by the POST that takes the same one. */
function copyOperation(
  document: Document,
  { meta, name }: { meta: PublicOperation['meta']; name: string },
): void {
  const { path, method, summary, description } = meta.openapi;
  const twin = operationOf(document, meta.sameBodyAs ?? '', 'POST');
  const copy = {
    ...twin,
    operationId: name.replaceAll('.', '-'),
    summary,
    description,
    responses: { 200: Object.values(twin.responses)[0] },
  };
  document.paths = {
    ...document.paths,
    [path]: { ...document.paths?.[path], [method.toLowerCase()]: copy },
  };
}

function operationOf(document: Document, path: string, method: string): Operation {
  const operation = (document.paths?.[path] as Record<string, Operation> | undefined)?.[
    method.toLowerCase()
  ];
  if (!operation) throw new Error(`${method} ${path} is not documented.`);
  return operation;
}

/** The ways in which an operation can fail, in the order of its checks. */
function failureCodesOf(method: string, path: string): FailureCode[] {
  const hasBody = method !== 'GET';
  const hasTarget = path.includes('{');
  return [
    'invalid_request',
    'unauthorized',
    'plan_required',
    ...(hasBody
      ? (['insufficient_scope', 'payload_too_large', 'unsupported_media_type'] as const)
      : []),
    ...(hasTarget ? (['not_found'] as const) : []),
    'internal_error',
    'unavailable',
  ];
}

function toErrorResponse([status, codes]: [number, FailureCode[]]) {
  const examples = Object.fromEntries(
    codes.map((code) => [code, { value: { error: MEANING[code], code, request_id: EXAMPLE_ID } }]),
  );
  return [
    String(status),
    {
      description: codes.map((code) => `\`${code}\`: ${MEANING[code]}`).join('\n\n'),
      headers: status === STATUS.unavailable ? { ...HEADERS, 'Retry-After': RETRY_AFTER } : HEADERS,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' }, examples } },
    },
  ] as const;
}

const EXAMPLE_ID = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';

const MEANING: Record<FailureCode, string> = {
  invalid_request: 'The request is not valid; `details.issues` names the fields.',
  unauthorized: 'The key is missing, malformed, unknown, deleted or expired.',
  forbidden: 'Not allowed.',
  plan_required: "The workspace's plan does not include API access.",
  insufficient_scope: 'The key is read-only and the operation writes.',
  not_found: 'There is no such thing in this workspace.',
  method_not_allowed: 'The path does not know this method; `Allow` names those it knows.',
  conflict: 'It collides with something that exists.',
  alias_taken: 'Another tent of the workspace has this alias.',
  idempotency_in_progress: 'A request with this `Idempotency-Key` is still being worked on.',
  idempotency_mismatch: 'The `Idempotency-Key` was used for another method, path or body.',
  payload_too_large: 'The body is larger than 1 MiB.',
  unsupported_media_type: 'The body is not `application/json`.',
  insufficient_credits: "This month's credits do not cover the request.",
  rate_limited: 'Too many requests.',
  publish_limit_reached: 'The plan does not allow more live pages.',
  internal_error: 'Something went wrong on our side.',
  unavailable: 'The database cannot be reached; nothing was done, nothing was charged.',
};

const HEADERS = {
  'X-Request-Id': {
    description: 'A UUIDv7; the same id is the row in the usage log.',
    schema: { type: 'string', format: 'uuid' },
  },
  'Tented-Credits-Charged': {
    description: 'Credits this request consumed.',
    schema: { type: 'integer', minimum: 0 },
  },
};

const RETRY_AFTER = {
  description: 'Seconds after which it is worth trying again.',
  schema: { type: 'integer', minimum: 0 },
};

const ERROR_SCHEMA = {
  type: 'object' as const,
  required: ['error', 'code', 'request_id'],
  properties: {
    error: { type: 'string' as const, description: 'For people.' },
    code: { type: 'string' as const, description: 'For programs.' },
    request_id: { type: 'string' as const, format: 'uuid' },
    details: {
      type: 'object' as const,
      properties: {
        issues: {
          type: 'array' as const,
          items: {
            type: 'object' as const,
            required: ['path', 'message'],
            properties: {
              path: { type: 'string' as const, description: 'For example `items.0.email`.' },
              message: { type: 'string' as const },
            },
          },
        },
      },
    },
  },
};

const BEARER = 'An API key from Settings > API, as `Authorization: Bearer tented_…`.';

const DESCRIPTION = `Manage the contacts of a workspace.

Make a key in **Settings > API** and send it with every request:

\`\`\`sh
curl "$TENTED_URL/v1/me" \\
  -H "Authorization: Bearer $TENTED_KEY"
\`\`\`

- Requests and answers are JSON in snake_case; moments are ISO-8601 in UTC.
- Every answer has an \`X-Request-Id\`; the same id is its row in the usage log.
- Every error has one shape: \`error\` for people, \`code\` for programs, \`request_id\`, and \`details\` where there is something to say.
- Unknown fields and parameters are refused, so that a misspelt one is not ignored.
- Lists come newest first: \`limit\` rows a page, \`next_cursor\` leads to the next.`;
