import type { PublicOperation } from '../list-operations.ts';
import type { PublicMeta } from '../public-trpc.ts';
import type { Document } from './build-document.ts';
import { failuresByStatus, meaningOf, type PublicCode } from './failures.ts';
import { HEADER_NAMES, headerNamesOf } from './headers.ts';
import { asMultipart } from './multipart-body.ts';

type Response = { description: string; content?: Record<string, Media>; headers?: object };
type Media = { schema?: unknown; encoding?: object; example?: unknown; examples?: unknown };
export type RequestBody = { required?: boolean; content: Record<string, Media> };
type Parameter = {
  name?: string;
  description?: string;
  schema?: { description?: string };
  example?: unknown;
  $ref?: string;
};

export type Operation = {
  operationId?: string;
  summary?: string | undefined;
  description?: string | undefined;
  requestBody?: RequestBody | undefined;
  parameters?: Parameter[];
  responses: Record<string, Response>;
  [extension: `x-${string}`]: unknown;
};

/** Puts in what an operation's meta says and the generator does not read. */
export function completeOperation(
  document: Document,
  { meta, path: name }: PublicOperation,
  { isLimited }: { isLimited: boolean },
): void {
  const { method, path } = meta.openapi;
  if (meta.sameBodyAs) copyOperation(document, { meta, name });
  const operation = operationOf(document, path, method);
  const success = operation.responses['200'];
  if (!success) throw new Error(`${method} ${path} has no success response.`);
  if (meta.multipart) operation.requestBody = asMultipart(operation.requestBody);

  operation['x-credits'] = meta.credits ?? 0;
  if (meta.creditsPer) operation['x-credits-per'] = meta.creditsPer;
  putExamples(operation, meta.examples, success);
  operation.parameters = [
    ...(operation.parameters ?? []),
    ...(method === 'GET' ? [] : [{ $ref: '#/components/parameters/IdempotencyKey' }]),
  ];

  const headersAt = (status: number) => headerRefs(status, meta, isLimited);
  const status = meta.successStatus ?? 200;
  operation.responses = {
    [status]: { ...success, description: successDescription(meta), headers: headersAt(status) },
    ...Object.fromEntries(
      failuresByStatus(meta).map(([status, codes]) => [
        status,
        { ...toErrorResponse(codes), headers: headersAt(status) },
      ]),
    ),
  };
}

/** Documents a DELETE with a body by the POST that takes the same one. */
function copyOperation(
  document: Document,
  { meta, name }: { meta: PublicOperation['meta']; name: string },
): void {
  const { path, method, summary, description } = meta.openapi;
  const { parameters: _, ...twin } = operationOf(document, meta.sameBodyAs ?? '', 'POST');
  const copy = {
    ...structuredClone(twin),
    operationId: name.replaceAll('.', '-'),
    summary,
    description,
    responses: { 200: structuredClone(Object.values(twin.responses)[0]) },
  };
  document.paths = {
    ...document.paths,
    [path]: { ...document.paths[path], [method.toLowerCase()]: copy },
  };
}

export function operationOf(document: Document, path: string, method: string): Operation {
  const operation = (document.paths[path] as Record<string, Operation> | undefined)?.[
    method.toLowerCase()
  ];
  if (!operation) throw new Error(`${method} ${path} is not documented.`);
  return operation;
}

function putExamples(
  operation: Operation,
  examples: PublicMeta['examples'],
  success: Response,
): void {
  for (const parameter of operation.parameters ?? []) {
    const { description, ...schema } = parameter.schema ?? {};
    if (description) Object.assign(parameter, { description, schema });
    const example = examples?.parameters?.[parameter.name ?? ''];
    if (example !== undefined) parameter.example = example;
  }
  const body = operation.requestBody?.content['application/json'];
  if (body && examples?.body !== undefined) body.example = examples.body;
  const answer = success.content?.['application/json'];
  if (answer && examples) answer.example = examples.response;
}

function headerRefs(status: number, meta: PublicOperation['meta'], isLimited: boolean) {
  const names = headerNamesOf(status, {
    isWrite: meta.openapi.method !== 'GET',
    showsCredits: (meta.credits ?? 0) > 0 || (meta.showsCredits ?? false),
    isPolled: meta.pollSeconds !== undefined,
    isLimited,
  });
  return Object.fromEntries(
    names.map((name) => [HEADER_NAMES[name], { $ref: `#/components/headers/${name}` }]),
  );
}

function successDescription({ openapi }: PublicMeta): string {
  return openapi?.successDescription ?? 'Success.';
}

function toErrorResponse(codes: PublicCode[]): Response {
  return {
    description: codes.map((code) => `\`${code}\`: ${meaningOf(code)}`).join('\n\n'),
    content: {
      'application/json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Error' },
            { properties: { code: { enum: codes } } },
          ],
        },
        examples: Object.fromEntries(
          codes.map((code) => [code, { $ref: `#/components/examples/${code}` }]),
        ),
      },
    },
  };
}
