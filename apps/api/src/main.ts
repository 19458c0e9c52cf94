import { SetupError } from '@tented/db';
import { EnvError, readEnv } from './env.ts';
import { banner } from './banner.ts';
import { prepareDemo } from './demo/demo.ts';
import { startServer } from './server.ts';
import { watchStartingCommand } from './starting-command.ts';

const HARD_STOP_MS = 15_000;

/** Runs the server until a signal, or the end of the command that started it. */
export async function main(): Promise<void> {
  const startedAt = performance.now();
  const env = readEnv();
  // Before anything is started: a signal that arrives meanwhile must not leave a part of it.
  const stopped = waitForStop();
  const server = await startServer(env, (message) => process.stderr.write(`${message}\n`));
  const demo = env.isProduction ? undefined : await prepareDemo(server.system);
  process.stdout.write(
    banner({
      url: server.url,
      publicUrl: env.publicUrl,
      demo,
      readyMs: performance.now() - startedAt,
    }),
  );

  process.stderr.write(`\n${await stopped}: stopping …\n`);
  setTimeout(() => process.exit(1), HARD_STOP_MS).unref();
  await server.close();
  process.exit(0);
}

/** Resolves with the reason to stop. */
function waitForStop(): Promise<string> {
  return new Promise((resolve) => {
    process.on('SIGINT', () => resolve('Interrupted'));
    process.on('SIGTERM', () => resolve('Terminated'));
    watchStartingCommand(() => resolve('The starting command has ended'));
  });
}

/** One clear line for what the operator can mend; the whole error for what is a defect. */
export function explainStartFailure(error: unknown): string {
  if (error instanceof EnvError || error instanceof SetupError) return error.message;
  const { code, message, port } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') {
    return `Port ${port ?? ''} is taken by another program. Stop it, or set PORT to another one.`;
  }
  if (code === 'EACCES') return `No permission: ${message}. Choose another PORT or DATA_DIR.`;
  return error instanceof Error ? (error.stack ?? message) : String(error);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${explainStartFailure(error)}\n`);
    process.exit(1);
  });
}
