import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Answer } from './answer.ts';
import type { DocumentedOperation, HeaderObject } from './document.ts';
import type { Validate } from './validate.ts';

/** Headers that mean something to a caller: on an answer only where they are documented. */
const OURS = /^(tented-|ratelimit|idempotency-|retry-after$|allow$|www-authenticate$)/;

/** What is wrong with an answer of a documented operation; nothing, in a good world. */
export function checkAnswer(
  answer: Answer,
  { operation, pointer }: DocumentedOperation,
  { validate, isLimited }: { validate: Validate; isLimited: boolean },
): string[] {
  const response = operation.responses[answer.status];
  if (!response) return [`${answer.status} is not documented: ${textOf(answer)}`];
  // The committed document is the one of a server whose keys have a limit.
  const mustHave = (name: string) => isLimited || !name.toLowerCase().startsWith('ratelimit');
  const documented = Object.entries(response.headers ?? {});
  const problems = documented.flatMap(([name, { required, schema }]) => {
    const value = answer.headers[name.toLowerCase()];
    if (value === undefined) return required && mustHave(name) ? [`${name} is missing`] : [];
    return validateHeader(String(value), schema).map((problem) => `${name}: ${problem}`);
  });
  const names = new Set(documented.map(([name]) => name.toLowerCase()));
  for (const name of Object.keys(answer.headers)) {
    if (OURS.test(name) && !names.has(name)) problems.push(`${name} is not documented`);
  }
  if (answer.method === 'HEAD') return problems;
  const at = `${pointer}/responses/${answer.status}/content/application~1json/schema`;
  return [...problems, ...checkBody(answer, at, validate)];
}

/** The one shape of every failure, also where no operation is documented. */
export function checkFailure(answer: Answer, validate: Validate): string[] {
  return checkBody(answer, '#/components/schemas/Error', validate);
}

function checkBody(answer: Answer, pointer: string, validate: Validate): string[] {
  const type = answer.headers['content-type'];
  if (type !== 'application/json; charset=utf-8') return [`Content-Type is ${String(type)}`];
  let body: unknown;
  try {
    body = JSON.parse(textOf(answer));
  } catch {
    return [`The body is not JSON: ${textOf(answer).slice(0, 200)}`];
  }
  const problems = validate(pointer, body);
  const isReplayed = answer.headers['idempotency-replayed'] !== undefined;
  if (answer.status >= 400 && !isReplayed) {
    const { request_id: id } = body as { request_id?: unknown };
    if (id !== answer.headers['x-request-id']) problems.push('request_id is not X-Request-Id');
  }
  return problems;
}

/** The body as text, unpacked. */
export function textOf({ headers, body }: Answer): string {
  const encoding = headers['content-encoding'];
  if (encoding === 'gzip') return gunzipSync(body).toString();
  return encoding === 'br' ? brotliDecompressSync(body).toString() : body.toString();
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function validateHeader(value: string, schema: HeaderObject['schema']): string[] {
  const { type, format, pattern, enum: values, minimum = 0 } = schema;
  const isWrong =
    (type === 'integer' && !(/^\d+$/.test(value) && Number(value) >= minimum)) ||
    (format === 'uuid' && !UUID.test(value)) ||
    (pattern !== undefined && !new RegExp(pattern).test(value)) ||
    (values !== undefined && !values.includes(value));
  return isWrong ? [`"${value}" is not well-formed`] : [];
}
