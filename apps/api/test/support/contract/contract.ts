import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Document } from '../../../src/rest/document/build-document.ts';
import type { Answer } from './answer.ts';
import { checkAnswer, checkFailure } from './check-answer.ts';
import { listDocumented } from './document.ts';
import { createMatcher } from './match-operation.ts';
import { createValidator } from './validate.ts';

// A test of its own holds that the committed document is the one that is served.
const file = path.resolve(import.meta.dirname, '../../../openapi.json');
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const operations = listDocumented(document);
const match = createMatcher(operations);
const validate = createValidator(document, { isClosed: true });

/** The committed document, and what it says of answers. */
export const contract = {
  document,
  operations,
  match,
  /** What is wrong with an answer. One that is not the API's has nothing to say here. */
  check(answer: Answer, { isLimited = true } = {}): string[] {
    if (!isOfApi(answer)) return [];
    const { operation } = match(answer.method, answer.url);
    if (operation) return checkAnswer(answer, operation, { validate, isLimited });
    return answer.method === 'HEAD' ? [] : checkFailure(answer, validate);
  },
};

/** Under `/v1`, the document itself and the questions of browsers apart. */
export function isOfApi({ method, url, status }: Answer): boolean {
  const isPreflight = method === 'OPTIONS' && status === 204;
  return /^\/v1(\/|\?|$)/.test(url) && !url.startsWith('/v1/openapi.json') && !isPreflight;
}
