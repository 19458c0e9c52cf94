import { AppError } from '@tented/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { networkOf } from '../rate-limits/network-of.ts';
import { type Limiter, type Standing, WINDOW_SECONDS } from '../rate-limits/window-limiter.ts';

/**
 * Counts a request of a known key and says on the answer where the key stands. It refuses
 * nothing yet: earlier refusals count as well, and `assertAllowed` has its place after them.
 * Not a promise where the limiter knows at once: every request passes here.
 */
export function countRequest(
  limiter: Limiter,
  { keyId, nowMs, reply }: { keyId: string; nowMs: number; reply: FastifyReply },
): Standing | Promise<Standing> {
  const taken = limiter.take(keyId, nowMs);
  if (taken instanceof Promise) return taken.then((it) => announce(it, limiter.quota, reply));
  return announce(taken, limiter.quota, reply);
}

function announce(standing: Standing, quota: number, reply: FastifyReply): Standing {
  reply.header('ratelimit-policy', policyOf(quota));
  reply.header('ratelimit', `"requests";r=${standing.remaining};t=${standing.resetSeconds}`);
  return standing;
}

const policies = new Map<number, string>();

function policyOf(quota: number): string {
  let policy = policies.get(quota);
  if (policy === undefined) {
    policy = `"requests";q=${quota};w=${WINDOW_SECONDS}`;
    policies.set(quota, policy);
  }
  return policy;
}

export function assertAllowed({ isAllowed, resetSeconds }: Standing, quota: number): void {
  if (!isAllowed) throw tooMany(quota, resetSeconds);
}

/** Counts a request of an address, and refuses it above the limit. */
export async function limitAddress(
  limiter: Limiter,
  request: FastifyRequest,
  nowMs = Date.now(),
): Promise<void> {
  assertAllowed(await limiter.take(networkOf(request.ip), nowMs), limiter.quota);
}

function tooMany(quota: number, resetSeconds: number): AppError {
  return new AppError(
    'rate_limited',
    `Too many requests: ${quota} a minute are allowed. Try again in ${resetSeconds} s.`,
    { retryAfterSeconds: resetSeconds },
  );
}
