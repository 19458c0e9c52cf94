import { Readable } from 'node:stream';
import {
  AppError,
  assertMay,
  exportUsageCsv,
  getMembership,
  issuesOf,
  type UsageQuestion,
} from '@tented/core';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import type { Auth } from '../auth.ts';
import { arrivedAt } from '../request-id.ts';
import type { Services } from '../services.ts';
import { UsageFilterInput } from '../settings/usage-filter.ts';
import { findUser } from './session.ts';

type Options = { services: Services; auth: Auth };

/**
 * The usage log as a file, for members: exactly what the filter lets through, written as it is
 * read. It ends when it is done, or when nobody takes it any more; a failure on the way breaks
 * the connection, so that half a file is never taken for a whole one.
 */
export default fp<Options>(async (app, { services, auth }) => {
  app.get('/api/workspaces/:workspace/usage.csv', async (request, reply) => {
    const user = await findUser(auth, request);
    if (!user) throw new AppError('unauthorized', 'Sign in first.');
    const { workspace: slug } = request.params as { workspace: string };
    const at = arrivedAt(request.id);
    const member = await getMembership(services.db, { userId: user.id, slug, at });
    assertMay(member.role, 'usage.read');

    const question = { workspaceId: member.id, plan: member.plan, at, filter: filterOf(request) };
    return reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${fileName(slug, question)}"`)
      .type('text/csv; charset=utf-8; header=present')
      .send(Readable.from(exportUsageCsv(services.reader, question)));
  });
});

const list = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' ? [value] : value), schema);

const Query = z.strictObject({
  key: list(UsageFilterInput.keyIds),
  from: UsageFilterInput.from,
  to: UsageFilterInput.to,
  status: list(UsageFilterInput.statuses),
  method: list(UsageFilterInput.methods),
  path: UsageFilterInput.path,
  credits: z.literal('charged').optional(),
});

function filterOf({ query }: FastifyRequest): UsageQuestion['filter'] {
  const parsed = Query.safeParse(query);
  if (!parsed.success) {
    throw new AppError('invalid_request', 'Invalid query parameters', {
      details: { issues: issuesOf(parsed.error) },
    });
  }
  const { key: keyIds, status: statuses, method: methods, credits, ...rest } = parsed.data;
  return { ...rest, keyIds, statuses, methods, hasCredits: credits !== undefined };
}

/** `usage-demo-2026-03-01-2026-03-13.csv`: whose log, and the days it spans. */
function fileName(slug: string, { filter: { from, to }, at }: UsageQuestion): string {
  const days = [...(from ? [from] : []), to ?? at].map((day) => day.toISOString().slice(0, 10));
  return ['usage', slug, ...days].join('-') + '.csv';
}
