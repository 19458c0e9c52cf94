import Fastify, { type FastifyInstance } from 'fastify';
import authenticate from '../../src/plugins/authenticate.ts';
import failures from '../../src/plugins/failures.ts';
import usageLog from '../../src/plugins/usage-log.ts';
import { createRateLimits } from '../../src/rate-limits/rate-limits.ts';
import { requestIds } from '../../src/request-id.ts';
import { acceptUploads, type Upload } from '../../src/rest/upload.ts';
import type { Services } from '../../src/services.ts';

export const UPLOAD_ROUTE = '/v1/tents/{tentId}/assets';
export const UPLOAD_URL = '/v1/tents/new/assets';

/** A server with one route: it takes uploads and answers with what arrived. */
export async function buildUploadApp(services: Services): Promise<FastifyInstance> {
  const app = Fastify({ genReqId: requestIds(services.clock), requestIdHeader: false });
  await app.register(failures);
  await app.register(authenticate, {
    keys: services.keys,
    rateLimits: createRateLimits({ perMinute: 0 }),
  });
  await app.register(usageLog, services);
  await app.register(async (scope) => {
    acceptUploads(scope);
    scope.route<{ Body: { file: Upload } }>({
      method: 'POST',
      url: '/v1/tents/:tentId/assets',
      config: { operation: { route: UPLOAD_ROUTE, access: 'write' } },
      handler: async (request, reply) => {
        const { filename, contentType, bytes } = request.body.file;
        return reply.code(201).send({ filename, contentType, size: bytes.length });
      },
    });
  });
  return app;
}
