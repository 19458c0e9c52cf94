import type { InjectOptions } from 'fastify';
import { uploadRequest } from '../content.ts';
import type { DocumentedOperation } from './document.ts';

export type OperationRequest = InjectOptions & { method: 'GET' | 'POST' | 'DELETE'; url: string };

/** A thing that no workspace has. */
const NOBODYS_ID = '0199c6a2-7c1e-7d3a-9f0e-4b1f6a2d8c10';

/** A valid request of an operation, made of the examples in the document. */
export function requestOf({ method, path, operation }: DocumentedOperation): OperationRequest {
  const url = urlOf({ path, operation });
  const content = operation.requestBody?.content ?? {};
  if ('multipart/form-data' in content) {
    return { ...uploadRequest({ tentId: NOBODYS_ID }), url };
  }
  const body = content['application/json']?.example;
  return {
    method: method as OperationRequest['method'],
    url,
    ...(body !== undefined && { payload: body as object }),
  };
}

function urlOf({ path, operation }: Pick<DocumentedOperation, 'path' | 'operation'>): string {
  const exampleOf = (name: string) =>
    operation.parameters.find((parameter) => parameter.in === 'path' && parameter.name === name)
      ?.example;
  const query = operation.parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required)
    .map(({ name, example }) => `${name}=${encodeURIComponent(String(example))}`);
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const example = exampleOf(name);
    return typeof example === 'string' && example !== 'new' ? example : NOBODYS_ID;
  });
  return query.length > 0 ? `${filled}?${query.join('&')}` : filled;
}
