import { builtInGenerator, type TentGenerator } from '@tented/core';
import type { Env } from './env.ts';

/** The language model when one is configured, else the generator that needs nobody. */
export async function createGenerator({ llm }: Pick<Env, 'llm'>): Promise<TentGenerator> {
  if (!llm) return builtInGenerator;
  // Only whoever has a model waits for its client to be loaded.
  const { openAiGenerator } = await import('./adapters/openai-generator.ts');
  return openAiGenerator(llm);
}
