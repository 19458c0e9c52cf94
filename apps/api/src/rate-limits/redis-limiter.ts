import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createWindowLimiter, type Limiter, toSeconds, WINDOW_SECONDS } from './window-limiter.ts';

/**
 * Counts in Redis, for all servers together. While Redis does not answer, each server counts
 * for itself: a limit that is a little too generous is better than a server that is away.
 */
export function createRedisLimiter(
  redis: Redis,
  { name: limit, quota }: { name: string; quota: number },
): Limiter {
  const shared = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `tented:limit:${limit}`,
    points: quota,
    duration: WINDOW_SECONDS,
  });
  const own = createWindowLimiter(quota);

  return {
    quota,
    async take(name, nowMs) {
      try {
        return toStanding(await shared.consume(name), true);
      } catch (thrown) {
        if (thrown instanceof RateLimiterRes) return toStanding(thrown, false);
        return own.take(name, nowMs);
      }
    },
  };
}

function toStanding({ remainingPoints, msBeforeNext }: RateLimiterRes, isAllowed: boolean) {
  return { isAllowed, remaining: remainingPoints, resetSeconds: toSeconds(msBeforeNext) };
}
