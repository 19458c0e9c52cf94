import type { Document } from '../../../src/rest/document/build-document.ts';

export type Media = { schema: object; example?: unknown; examples?: Record<string, unknown> };
export type Parameter = {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: object;
  example?: unknown;
};
export type HeaderObject = {
  required?: boolean;
  schema: {
    type?: string;
    format?: string;
    pattern?: string;
    enum?: string[];
    minimum?: number;
  };
};
export type ResponseObject = {
  description: string;
  headers?: Record<string, HeaderObject>;
  content?: Record<string, Media>;
};
export type OperationObject = {
  operationId: string;
  parameters: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, ResponseObject>;
  security: object[];
  tags: string[];
  'x-credits': number;
};

export type DocumentedOperation = {
  method: string;
  /** The documented path, for example `/v1/contacts/{contactId}`. */
  path: string;
  /** Where it stands in the document, as a JSON pointer. */
  pointer: string;
  operation: OperationObject;
};

/** What a `$ref` of the document leads to; anything else as it is. */
export function resolve<T>(document: Document, value: T | { $ref: string }): T {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  const names = value.$ref.slice(2).split('/');
  return names.reduce<unknown>(
    (part, name) => (part as Record<string, unknown>)[name],
    document,
  ) as T;
}

/** Every operation of the document, its parameters, headers and examples without references. */
export function listDocumented(document: Document): DocumentedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, OperationObject>).map(([method, raw]) => {
      const responses = Object.entries(raw.responses).map(([status, response]) => {
        const headers = Object.entries(response.headers ?? {}).map(([name, header]) => [
          name,
          resolve(document, header),
        ]);
        return [status, { ...response, headers: Object.fromEntries(headers) }];
      });
      const operation: OperationObject = {
        ...raw,
        parameters: raw.parameters.map((parameter) => resolve(document, parameter)),
        responses: Object.fromEntries(responses),
      };
      const pointer = `#/paths/${path.replaceAll('/', '~1')}/${method}`;
      return { method: method.toUpperCase(), path, pointer, operation };
    }),
  );
}
