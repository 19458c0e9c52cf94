import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import {
  beginsPage,
  fillPlaceholders,
  GenerationRefused,
  type GenerationInput,
  type TentGenerator,
  toWholePage,
} from '@tented/core';
import { askModel, type AskOptions, type Question } from './ask-model.ts';
import { tooLarge } from './collect-answer.ts';
import { continued } from './continue-page.ts';
import { pagePrompt } from './page-prompt.ts';

export type LlmOptions = {
  /** Of a server that speaks OpenAI's chat completions, up to and with `/v1`. */
  baseUrl: string;
  apiKey?: string | undefined;
  model: string;
  /** For everything that one page takes, retries included. */
  timeoutMs?: number;
  retryDelayMs?: number;
};

export const PAGE_BYTES_MAX = 512 * 1024;
const TIMEOUT_MS = 100_000;
const RETRY_DELAY_MS = 1000;

const GO_ON =
  'The page was cut off. Go on exactly behind its last character: no repetition, no explanation, no code fence. End with </html>.';

/** Has a language model write the pages. What comes back is one whole document, or nothing. */
export function openAiGenerator({
  baseUrl,
  apiKey,
  model,
  timeoutMs = TIMEOUT_MS,
  retryDelayMs = RETRY_DELAY_MS,
}: LlmOptions): TentGenerator {
  const provider = createOpenAICompatible({
    name: 'llm',
    baseURL: baseUrl.replace(/\/+$/, ''),
    ...(apiKey ? { apiKey } : {}),
  });
  const options: AskOptions = { model: provider(model), bytesMax: PAGE_BYTES_MAX, retryDelayMs };
  return {
    async generate(input, signal) {
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        return { html: await writePage(input, options, AbortSignal.any([signal, deadline])) };
      } catch (error) {
        signal.throwIfAborted();
        if (!deadline.aborted || error instanceof GenerationRefused) throw error;
        throw new Error(`The language model did not finish within ${timeoutMs / 1000} s.`, {
          cause: error,
        });
      }
    },
  };
}

async function writePage(
  input: GenerationInput,
  options: AskOptions,
  signal: AbortSignal,
): Promise<string> {
  const { instructions, prompt } = await pagePrompt(input, signal);
  const question: Question = {
    instructions,
    messages: [{ role: 'user', content: prompt }],
    reasoning: input.reasoning,
  };
  const answer = await askModel(question, options, signal);
  const page =
    toWholePage(answer, { title: input.name }) ??
    (await finish(answer, input, { question, options, signal }));
  // A model may overlook a placeholder; a reader must never meet one.
  const filled = input.templateHtml === null ? page : fillPlaceholders(page, input);
  if (Buffer.byteLength(filled) > PAGE_BYTES_MAX) throw tooLarge(PAGE_BYTES_MAX);
  return filled;
}

/** Asks once to go on with a page that has no end; refuses when it still has none. */
async function finish(
  answer: string,
  input: GenerationInput,
  { question, options, signal }: { question: Question; options: AskOptions; signal: AbortSignal },
): Promise<string> {
  if (!beginsPage(answer)) throw new GenerationRefused('The language model did not write a page.');
  const rest = await askModel(
    {
      ...question,
      messages: [
        ...question.messages,
        { role: 'assistant', content: answer },
        { role: 'user', content: GO_ON },
      ],
    },
    options,
    signal,
  );
  const page = toWholePage(continued(answer, rest), { title: input.name });
  if (page === null) throw new GenerationRefused('The language model did not finish the page.');
  return page;
}
