import type { Actor } from '@tented/core';
import { type Env, readEnv } from '../env.ts';
import { openSystem, type System } from '../open-system.ts';
import { createOutput, type Output } from './output.ts';

export type CommandContext = System & {
  /** The operator: no member, at the moment the command began. */
  actor: Actor;
  env: Env;
  output: Output;
};

/** Opens the system, beside a running server or without one, runs the command, and closes it. */
export type Run = (command: (context: CommandContext) => Promise<void>) => Promise<void>;

export function createRun(isJson: () => boolean): Run {
  return async (command) => {
    const env = readEnv();
    const system = await openSystem(env);
    try {
      await command({
        ...system,
        env,
        actor: { userId: null, at: system.services.clock() },
        output: createOutput(isJson(), (text) => process.stdout.write(text)),
      });
    } finally {
      await system.close();
    }
  };
}
