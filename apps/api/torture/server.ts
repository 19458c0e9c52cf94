import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '@tented/core';
import { openDatabase } from '@tented/db';
import { openDiskStore } from '../src/adapters/file-store.ts';
import { buildApp } from '../src/app.ts';
import { createAuth } from '../src/auth.ts';
import { createLetterhead } from '../src/mail.ts';
import { createPageUrl } from '../src/page-url.ts';
import { createRateLimits } from '../src/rate-limits/rate-limits.ts';
import { closeApp, listeningPort } from '../src/server.ts';
import { createServices, type Services } from '../src/services.ts';
import {
  type Defect,
  loggingLater,
  payOutside,
  rememberingForEver,
  trustingTheCache,
} from './defects.ts';
import { createNotes, routerWith } from './notes.ts';

// One server of the fleet, as a process of its own: the product's app and services, one more
// operation, and a clock that the harness sets.

export type ServerOptions = {
  databaseUrl: string;
  /** Ahead of the system's clock. */
  clockOffsetMs: number;
  defect?: Defect | undefined;
  /** Of what a server writes to the harness's own output. */
  logLevel?: string | undefined;
};

/** What a server tells the harness. */
export type ServerMessage =
  | { type: 'ready'; port: number }
  | { type: 'clock'; offsetMs: number }
  | { type: 'memory'; rssBytes: number };

/** What the harness tells a server. */
export type HarnessMessage = { type: 'clock'; offsetMs: number };

export const PUBLIC_URL = 'http://localhost:3000';
const AUTH_SECRET = 'the same secret on every server of the fleet';
const MEMORY_REPORT_MS = 500;
const HARD_STOP_MS = 20_000;

if (import.meta.main) await serve(JSON.parse(process.argv[2] ?? '{}') as ServerOptions);

async function serve(options: ServerOptions): Promise<void> {
  let offsetMs = options.clockOffsetMs;
  const clock: Clock = () => new Date(Date.now() + offsetMs);
  process.on('message', (message: HarnessMessage) => {
    offsetMs = message.offsetMs;
    tell({ type: 'clock', offsetMs });
  });
  // A harness that was killed must not leave its servers behind.
  process.on('disconnect', () => process.exit(1));

  const { app, close } = await assemble(options, clock);
  await app.listen({ port: 0, host: '127.0.0.1' });
  process.once('SIGTERM', () => {
    setTimeout(() => process.exit(1), HARD_STOP_MS).unref();
    void close().then(() => process.exit(0));
  });
  setInterval(() => {
    tell({ type: 'memory', rssBytes: process.memoryUsage.rss() });
  }, MEMORY_REPORT_MS).unref();
  tell({ type: 'ready', port: listeningPort(app) });
}

async function assemble({ databaseUrl, defect, logLevel = 'fatal' }: ServerOptions, clock: Clock) {
  const opened = openDatabase(databaseUrl);
  const database = defect === 'cache-without-validation' ? trustingTheCache(opened) : opened;
  const real = createServices(database, {
    clock,
    // Nothing that clients do here touches a file.
    files: openDiskStore(path.join(tmpdir(), 'tented-torture-files')),
    pageUrl: createPageUrl({ publicUrl: PUBLIC_URL, pagesDomain: undefined }),
    letterhead: createLetterhead({ authSecret: AUTH_SECRET, publicUrl: PUBLIC_URL }),
    mailer: null,
  });
  const services = breakServices(real, defect);
  const notes = createNotes({
    ...services,
    ...(defect === 'charge-outside-transaction' && { pay: payOutside(database.pool) }),
  });
  const app = await buildApp({
    services,
    auth: createAuth({
      db: database.db,
      secret: AUTH_SECRET,
      publicUrl: PUBLIC_URL,
      isRateLimited: false,
    }),
    // What is refused for its number would never get to what is tortured here.
    rateLimits: createRateLimits({ perMinute: 0 }),
    publicUrl: PUBLIC_URL,
    webDir: '/nonexistent',
    logLevel,
    router: routerWith(notes),
  });
  return {
    app,
    async close() {
      await closeApp(app);
      await services.close();
      await database.close();
    },
  };
}

function breakServices(services: Services, defect: Defect | undefined): Services {
  if (defect === 'log-after-answer') return loggingLater(services);
  return defect === 'cache-without-validation' ? rememberingForEver(services) : services;
}

function tell(message: ServerMessage): void {
  if (process.connected) process.send?.(message);
}
