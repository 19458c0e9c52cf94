import type { Actor } from '@tented/core';
import { readEnv } from '../env.ts';
import { openSystem, type System } from '../open-system.ts';
import { createOutput, type Output } from './output.ts';

export type CommandContext = System & {
  /** The operator: no member, at the moment the command began. */
  actor: Actor;
  output: Output;
};

/** Opens the system, beside a running server or without one, runs the command, and closes it. */
export type Run = (command: (context: CommandContext) => Promise<void>) => Promise<void>;

export function createRun(isJson: () => boolean): Run {
  return async (command) => {
    const system = await openSystem(readEnv());
    try {
      await command({
        ...system,
        actor: { userId: null, at: system.services.clock() },
        output: createOutput(isJson(), (text) => process.stdout.write(text)),
      });
    } finally {
      await system.close();
    }
  };
}
