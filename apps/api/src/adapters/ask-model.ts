import { setTimeout as wait } from 'node:timers/promises';
import { GenerationRefused, type ReasoningEffort } from '@tented/core';
import { APICallError, type LanguageModel, type ModelMessage } from 'ai';
import { collectAnswer } from './collect-answer.ts';

export type Question = {
  instructions: string;
  messages: ModelMessage[];
  reasoning: ReasoningEffort | null;
};

export type AskOptions = { model: LanguageModel; bytesMax: number; retryDelayMs: number };

const RETRIES_MAX = 2;
const RETRY_AFTER_MS_MAX = 30_000;
const EFFORTS = { min: 'low', medium: 'medium', high: 'high', max: 'xhigh' } as const;
/** The request itself is at fault; asking again would be asked the same. */
const REFUSED = new Set([400, 413, 422]);
/** The key, the address or the model's name is wrong: the operator's to mend. */
const MISCONFIGURED = new Set([401, 403, 404]);

/**
 * Asks, and asks again at most twice when the line breaks, the server fails (5xx) or is too busy
 * (429). Throws `GenerationRefused` for what the model will not or cannot do.
 */
export async function askModel(
  question: Question,
  { model, bytesMax, retryDelayMs }: AskOptions,
  signal: AbortSignal,
): Promise<string> {
  let effort: (typeof EFFORTS)[ReasoningEffort] | null =
    question.reasoning && EFFORTS[question.reasoning];
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await collectAnswer({ ...question, effort, model, bytesMax }, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof GenerationRefused) throw error;
      const status = statusOf(error);
      // Not every server knows every effort, and those that do not answer with 400.
      const mayBeEffort = status === 400 && effort !== null;
      if (mayBeEffort) effort = null;
      else if (status !== null && REFUSED.has(status)) {
        throw new GenerationRefused('The language model refused this request.');
      }
      if (attempt >= RETRIES_MAX || (status !== null && MISCONFIGURED.has(status))) {
        throw failureFrom(error, status);
      }
      if (!mayBeEffort) await wait(delayMs(error, attempt, retryDelayMs), undefined, { signal });
    }
  }
}

function statusOf(error: unknown): number | null {
  return APICallError.isInstance(error) ? (error.statusCode ?? null) : null;
}

/** What the server asks for, within reason; else longer each time. */
function delayMs(error: unknown, attempt: number, retryDelayMs: number): number {
  const header = APICallError.isInstance(error)
    ? error.responseHeaders?.['retry-after']
    : undefined;
  const seconds = Number(header);
  if (header !== undefined && seconds >= 0) return Math.min(seconds * 1000, RETRY_AFTER_MS_MAX);
  return retryDelayMs * 2 ** attempt;
}

const DETAIL_CHARS_MAX = 300;

/** For the log: what went wrong, without the prompt that the library's own error carries. */
function failureFrom(error: unknown, status: number | null): Error {
  const detail = error instanceof Error ? error.message.slice(0, DETAIL_CHARS_MAX) : String(error);
  return new Error(
    `The language model failed${status === null ? '' : ` with ${status}`}: ${detail}`,
  );
}
