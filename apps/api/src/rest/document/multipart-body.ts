import { ASSET_TYPES } from '@tented/core';
import type { RequestBody } from './complete-operation.ts';

/** The body of an upload: what the generator takes for JSON is the parts of a form. */
export function asMultipart(body: RequestBody | undefined): RequestBody {
  const schema = body?.content['application/json']?.schema;
  if (!schema) throw new Error('An upload needs a file in its input.');
  const encoding = { file: { contentType: ASSET_TYPES.join(', ') } };
  return { required: true, content: { 'multipart/form-data': { schema, encoding } } };
}
