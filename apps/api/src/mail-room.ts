import { deliverDueMail } from '@tented/core';
import type { FastifyBaseLogger } from 'fastify';
import type { Services } from './services.ts';

const PAUSE_MS = 2_000;

/**
 * Sends what is due while a server runs; several servers share the work. Without a mail server
 * nothing is sent: mails wait, and a development server shows them (plugins/dev-mailbox.ts).
 */
export function runMailRoom(
  { pool, clock, mailer, letterhead }: Services,
  log: FastifyBaseLogger,
): { close(): Promise<void> } {
  if (!mailer) return { close: async () => {} };
  const deps = { pool, mailer, letterhead };
  let isClosing = false;

  async function round(): Promise<void> {
    try {
      while (!isClosing && (await deliverDueMail(deps, clock())) > 0);
    } catch (error) {
      log.warn({ err: error }, 'sending mails failed');
    }
  }

  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, PAUSE_MS);
  timer.unref();

  return {
    async close() {
      isClosing = true;
      clearInterval(timer);
      // A mail that is under way is let finish, or it would be sent twice.
      await running;
      mailer.close();
    },
  };
}
