import { builtInGenerator, type TentGenerator } from '@tented/core';
import { type LlmOptions, openAiGenerator } from './openai-generator.ts';

/** The language model when one is configured, else the generator that needs nobody. */
export function createTentGenerator({ llm }: { llm?: LlmOptions | undefined } = {}): TentGenerator {
  return llm ? openAiGenerator(llm) : builtInGenerator;
}
