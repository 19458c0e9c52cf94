import { Redis } from 'ioredis';
import { createRedisLimiter } from './redis-limiter.ts';
import { createWindowLimiter, type Limiter } from './window-limiter.ts';

/** Requests a minute that each address may send, by what it sends them for. */
const PER_ADDRESS = {
  /** Tokens that open nothing. */
  strangers: 60,
  /** The reference and its document. */
  docs: 300,
  /** Forms of published pages. */
  forms: 20,
} as const;

export type RateLimits = Record<keyof typeof PER_ADDRESS, Limiter> & {
  /** Requests of each key; null = not limited. */
  keys: Limiter | null;
  close(): Promise<void>;
};

type Options = {
  /** For each key; 0 = not limited. */
  perMinute: number;
  /** Counts for all servers that share it; without, each server counts for itself. */
  redisUrl?: string | undefined;
  /** Other numbers than the usual ones, for tests. */
  perAddress?: Partial<Record<keyof typeof PER_ADDRESS, number>>;
  /** Told once each time Redis goes away. */
  onRedisLost?: (error: Error) => void;
};

export function createRateLimits(options: Options): RateLimits {
  const { perMinute, redisUrl, perAddress, onRedisLost = () => {} } = options;
  const redis = redisUrl === undefined ? undefined : openRedis(redisUrl, onRedisLost);
  const create = (name: string, quota: number) =>
    redis ? createRedisLimiter(redis, { name, quota }) : createWindowLimiter(quota);
  const quotas = { ...PER_ADDRESS, ...perAddress };

  return {
    keys: perMinute > 0 ? create('keys', perMinute) : null,
    strangers: create('strangers', quotas.strangers),
    docs: create('docs', quotas.docs),
    forms: create('forms', quotas.forms),
    close: async () => redis?.disconnect(),
  };
}

/** A limit is not worth waiting for. */
const ANSWER_TIMEOUT_MS = 250;
const RECONNECT_PAUSE_MS = 1_000;

function openRedis(url: string, onLost: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: RECONNECT_PAUSE_MS,
    commandTimeout: ANSWER_TIMEOUT_MS,
    retryStrategy: () => RECONNECT_PAUSE_MS,
  });
  let isLost = false;
  redis.on('ready', () => (isLost = false));
  redis.on('error', (error: Error) => {
    if (!isLost) onLost(error);
    isLost = true;
  });
  return redis;
}
