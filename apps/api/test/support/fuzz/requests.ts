import type { Document } from '../../../src/rest/document/build-document.ts';
import { uploadRequest } from '../content.ts';
import type { DocumentedOperation } from '../contract/document.ts';
import { hostileBody, hostileText } from './hostile.ts';
import type { Random } from './random.ts';
import { mutate, uuid, validValue } from './values.ts';

export type Kind = 'valid' | 'almost valid' | 'hostile';

export type FuzzRequest = {
  kind: Kind;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | Buffer | undefined;
};

export type Ground = {
  document: Document;
  operations: readonly DocumentedOperation[];
  known: readonly string[];
};

/** The next request: from polite to rude. */
export function makeRequest(ground: Ground, random: Random): FuzzRequest {
  const dice = random.next();
  const kind = dice < 0.4 ? 'valid' : dice < 0.75 ? 'almost valid' : 'hostile';
  const operation = random.pick(ground.operations);
  const request =
    kind === 'hostile' ? beRude(operation, ground, random) : ask(operation, ground, random);
  if (kind === 'almost valid') spoil(request, random);
  if (random.chance(0.2)) request.headers['idempotency-key'] = `key-${random.int(1, 40)}`;
  if (random.chance(0.2))
    request.headers['accept-encoding'] = random.pick(['gzip', 'br', '*', 'zstd;q=1, *;q=0']);
  return { kind, ...request };
}

type Request = Omit<FuzzRequest, 'kind'>;

function ask(
  { method, path, operation }: DocumentedOperation,
  ground: Ground,
  random: Random,
): Request {
  const context = { ...ground, random };
  const value = (schema: object) => validValue(schema, context);
  const url = path.replaceAll(/\{(\w+)\}/g, () =>
    encodeURIComponent(random.chance(0.8) ? random.pick(ground.known) : uuid(random)),
  );
  const query = new URLSearchParams();
  for (const { name, in: place, schema } of operation.parameters) {
    if (place === 'query' && random.chance(0.3))
      query.set(name, String(value(schema)).toWellFormed());
  }
  const search = query.size > 0 ? `?${query.toString()}` : '';
  const content = operation.requestBody?.content ?? {};
  if ('multipart/form-data' in content) {
    const { headers, payload } = uploadRequest();
    return { method, path: url, headers: { ...headers }, body: payload };
  }
  const json = content['application/json'];
  if (!json) return { method, path: url + search, headers: {}, body: undefined };
  return {
    method,
    path: url + search,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value(json.schema)),
  };
}

function spoil(request: Request, random: Random): void {
  if (typeof request.body === 'string') {
    let value: unknown = JSON.parse(request.body);
    for (let n = random.int(1, 3); n > 0; n--) value = mutate(value, random);
    request.body = JSON.stringify(value);
  } else if (request.body) {
    const place = random.int(0, request.body.length - 1);
    request.body = Buffer.concat([
      request.body.subarray(0, place),
      Buffer.from([random.int(0, 255)]),
    ]);
  } else {
    const [path = '', search = ''] = request.path.split('?', 2);
    const name = random.pick(['limit', 'cursor', 'q', 'from', 'status', 'unknown', 'email']);
    const value = encodeURIComponent(hostileText(random).slice(0, 2_000).toWellFormed());
    request.path = `${path}?${search}&${name}=${value}`;
  }
}

const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'TRACE',
  'PROPFIND',
  'SEARCH',
];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/xml',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  ';;',
  '',
];
const ODD_HEADERS: [string, string][] = [
  ['content-encoding', 'gzip'],
  ['expect', 'banana'],
  ['range', 'bytes=0-1'],
  ['if-none-match', '*'],
  ['x-http-method-override', 'DELETE'],
  ['x-forwarded-for', '203.0.113.1'],
  ['idempotency-key', 'ü'],
  ['idempotency-key', 'x'.repeat(256)],
  ['idempotency-key', ''],
  ['origin', 'null'],
  ['accept', 'text/html'],
  ['transfer-encoding', 'chunked'],
  ['connection', 'close'],
];

function beRude(operation: DocumentedOperation, ground: Ground, random: Random): Request {
  const polite = ask(operation, ground, random);
  const headers: Record<string, string> = { ...polite.headers };
  if (random.chance(0.5)) {
    const [name, value] = random.pick(ODD_HEADERS);
    headers[name] = Buffer.from(value).toString('latin1');
  }
  if (random.chance(0.4)) headers['content-type'] = random.pick(TYPES);
  return {
    method: random.chance(0.4) ? random.pick(METHODS) : polite.method,
    path: random.chance(0.4) ? rudePath(random) : polite.path,
    headers,
    body: random.chance(0.6) ? hostileBody(random) : polite.body,
  };
}

function rudePath(random: Random): string {
  const text = encodeURIComponent(hostileText(random).slice(0, 3_000).toWellFormed());
  return random.pick([
    '/v1',
    '/v1/',
    '/v1//',
    '/v1/%',
    '/v1/%zz?%zz=%',
    '/v1/contacts/%00',
    '/v1/contacts/%E0%A4%A',
    '/v1/../v1/me',
    '/v1/contacts?limit=1&limit=2',
    '/v1/contacts?q[]=1&q[a]=2',
    '/v1/me?__proto__=1',
    `/v1/${text}`,
    `/v1/tents/${text}`,
    `/v1/tents/${text}/publish`,
    `/v1/contacts/${text}`,
    `/v1/bulk-jobs/${text}`,
    `/v1/usage?from=${text}`,
  ]);
}
