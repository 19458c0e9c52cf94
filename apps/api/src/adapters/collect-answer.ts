import { GenerationRefused } from '@tented/core';
import { type LanguageModel, type ModelMessage, streamText } from 'ai';

type Call = {
  model: LanguageModel;
  instructions: string;
  messages: ModelMessage[];
  effort: 'low' | 'medium' | 'high' | 'xhigh' | null;
  bytesMax: number;
};

/**
 * One call, its answer collected as it streams in. A connection that breaks throws; an answer that
 * grows beyond the limit is not read to its end.
 */
export async function collectAnswer(
  { model, instructions, messages, effort, bytesMax }: Call,
  signal: AbortSignal,
): Promise<string> {
  const stop = new AbortController();
  try {
    const { stream } = streamText({
      model,
      instructions,
      messages,
      maxRetries: 0,
      abortSignal: AbortSignal.any([signal, stop.signal]),
      ...(effort ? { reasoning: effort } : {}),
      // Errors come with the stream; by default they would also be printed.
      onError: () => undefined,
    });
    let text = '';
    let bytes = 0;
    for await (const part of stream) {
      if (part.type === 'error') throw part.error;
      if (part.type === 'abort') signal.throwIfAborted();
      if (part.type === 'finish' && part.finishReason === 'content-filter') {
        throw new GenerationRefused('The language model declined to write this page.');
      }
      if (part.type !== 'text-delta') continue;
      text += part.text;
      bytes += Buffer.byteLength(part.text);
      if (bytes > bytesMax) throw tooLarge(bytesMax);
    }
    return text;
  } finally {
    stop.abort();
  }
}

export function tooLarge(bytesMax: number): GenerationRefused {
  return new GenerationRefused(`The page would be larger than ${Math.floor(bytesMax / 1024)} KiB.`);
}
