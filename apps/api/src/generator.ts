import { builtInGenerator, type TentGenerator } from '@tented/core';
import type { Env } from './env.ts';

/** What makes pages in this process. */
export function createGenerator(_env: Pick<Env, 'llm'>): TentGenerator {
  return builtInGenerator;
}
