import { createHash, timingSafeEqual } from 'node:crypto';
import fp from 'fastify-plugin';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Services } from '../services.ts';
import { noSuchRoute, sendFailure } from './failures.ts';

type Watched = Pick<Services, 'pool' | 'reader' | 'views'>;

export type MetricsOptions = {
  services: Watched;
  /** What a scraper shows as its bearer token. Undefined = there are no metrics. */
  token: string | undefined;
};

const DURATION_BUCKETS_S = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
];

/**
 * `GET /metrics` in the text format of Prometheus: every answer of this process by method, route
 * and status, its connections to PostgreSQL, and what Node tells of itself. Routes are named as
 * they were declared, not as they were asked for: nothing of a tenant gets out, and their number
 * is bounded.
 */
export default fp<MetricsOptions>(async (app, { services, token }) => {
  if (token === undefined) return;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the head of a request to the last byte of its answer.',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS_S,
    registers: [registry],
  });
  registry.registerMetric(connectionsOf(services));
  registry.registerMetric(droppedViewsOf(services));

  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    const labels = { method, route: routeOptions.url ?? 'none', status: statusCode };
    durations.observe(labels, elapsedTime / 1_000);
  });

  const expected = digest(`Bearer ${token}`);
  app.get('/metrics', async (request, reply) =>
    timingSafeEqual(digest(request.headers.authorization ?? ''), expected)
      ? reply
          .type(registry.contentType)
          .header('cache-control', 'no-store')
          .send(await registry.metrics())
      : sendFailure(noSuchRoute(request), request, reply),
  );
});

function connectionsOf({ pool, reader }: Watched): Gauge {
  return new Gauge({
    name: 'postgres_connections',
    help: 'Connections of this process to PostgreSQL, and callers that wait for one.',
    labelNames: ['pool', 'state'],
    registers: [],
    collect() {
      for (const [name, { totalCount, idleCount, waitingCount }] of Object.entries({
        writer: pool,
        reader,
      })) {
        this.set({ pool: name, state: 'busy' }, totalCount - idleCount);
        this.set({ pool: name, state: 'idle' }, idleCount);
        this.set({ pool: name, state: 'waiting' }, waitingCount);
      }
    },
  });
}

function droppedViewsOf({ views }: Watched): Counter {
  return new Counter({
    name: 'page_views_dropped_total',
    help: 'Views of published pages that could not be written and are not counted.',
    registers: [],
    collect() {
      this.reset();
      this.inc(views.droppedViews());
    },
  });
}

/** Digests have one length, which a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
