import { type Balance, getBalance, secondsToNextPeriod } from '@tented/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Services } from '../services.ts';
import { arrivedAt } from '../request-id.ts';

/**
 * Says what the workspace has left on answers of operations that credits concern: the `credits`
 * policy beside the `requests` one, and `Tented-Credits-Remaining`. Read after the answer's own
 * charge has been committed.
 */
export default fp<Pick<Services, 'db'>>(async (app, services) => {
  app.addHook('onRoute', (route) => {
    if (!route.config?.operation?.showsCredits) return;
    const others = route.onSend ?? [];
    route.onSend = [
      ...(Array.isArray(others) ? others : [others]),
      async (request: FastifyRequest, reply: FastifyReply, payload: unknown) => {
        if (request.caller) await announce(services, request, reply);
        return payload;
      },
    ];
  });
});

async function announce(
  { db }: Pick<Services, 'db'>,
  { id, caller }: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const at = arrivedAt(id);
  const workspaceId = caller?.workspaceId ?? '';
  // An answer that says that the database is away cannot say more.
  const balance = await getBalance(db, { workspaceId, at }).catch(() => undefined);
  if (!balance) return;
  if (!reply.hasHeader('tented-credits-remaining')) {
    reply.header('tented-credits-remaining', balance.remaining);
  }
  append(reply, 'ratelimit-policy', `"credits";q=${balance.allowance};w=${secondsOf(balance)}`);
  append(reply, 'ratelimit', `"credits";r=${balance.remaining};t=${secondsToNextPeriod(at)}`);
}

const MS_PER_SECOND = 1_000;

function secondsOf({ periodStart, periodEnd }: Balance): number {
  return (periodEnd.getTime() - periodStart.getTime()) / MS_PER_SECOND;
}

function append(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  reply.header(name, before === undefined ? item : `${String(before)}, ${item}`);
}
