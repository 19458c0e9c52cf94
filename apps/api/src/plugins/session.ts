import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AUTH_PATH, type Auth } from '../auth.ts';
import type { FailureCode } from '../errors.ts';

export type SignedInUser = { id: string; name: string; email: string };

/** Serves sign-up, sign-in and sign-out, and reads the session cookie for the settings app. */
export default fp<{ auth: Auth }>(async (app, { auth }) => {
  app.route({
    method: ['GET', 'POST'],
    url: `${AUTH_PATH}/*`,
    handler: async (request, reply) => {
      const response = await auth.handler(toFetchRequest(request));
      reply.code(response.status);
      for (const [name, value] of response.headers) {
        if (name !== 'set-cookie') reply.header(name, value);
      }
      const cookies = response.headers.getSetCookie();
      if (cookies.length > 0) reply.header('set-cookie', cookies);
      reply.header('cache-control', 'no-store');
      if (response.ok) return reply.send(await response.text());
      reply.type('application/json; charset=utf-8').removeHeader('content-length');
      const retryAfter = response.headers.get('x-retry-after');
      if (retryAfter) reply.header('retry-after', retryAfter);
      return reply.send(await toAuthErrorBody(response, request.id));
    },
  });
});

/**
 * The library's refusals in the one shape; `message` stays beside it for the library's own
 * client.
 */
async function toAuthErrorBody(response: Response, requestId: string) {
  const body = (await response.json().catch(() => ({}))) as { message?: string; code?: string };
  const fallback = AUTH_FAILURES[response.status] ?? UNKNOWN_FAILURE;
  return {
    error: body.message ?? fallback.message,
    code: body.code?.toLowerCase() ?? fallback.code,
    request_id: requestId,
    ...(body.message !== undefined && { message: body.message }),
  };
}

type AuthFailure = { code: FailureCode; message: string };

const UNKNOWN_FAILURE: AuthFailure = {
  code: 'invalid_request',
  message: 'The request is not valid.',
};

const AUTH_FAILURES: Record<number, AuthFailure> = {
  401: { code: 'unauthorized', message: 'Sign in first.' },
  403: { code: 'forbidden', message: 'This is not allowed.' },
  404: { code: 'not_found', message: 'There is nothing at this address.' },
  429: { code: 'rate_limited', message: 'Too many attempts: wait a minute.' },
  500: { code: 'internal_error', message: 'Something went wrong on our side.' },
};

/** The person whose session cookie the request carries. */
export async function findUser(auth: Auth, request: FastifyRequest): Promise<SignedInUser | null> {
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (!session) return null;
  const { id, name, email } = session.user;
  return { id, name, email };
}

function toFetchRequest(request: FastifyRequest): Request {
  const headers = fromNodeHeaders(request.headers);
  // The address that limits count by: Fastify's, which knows the trusted proxies.
  headers.set('x-forwarded-for', request.ip);
  const url = `${request.protocol}://${request.host}${request.url}`;
  if (request.method === 'GET') return new Request(url, { headers });
  headers.delete('content-length');
  headers.delete('transfer-encoding');
  return new Request(url, { method: 'POST', headers, body: JSON.stringify(request.body ?? {}) });
}
