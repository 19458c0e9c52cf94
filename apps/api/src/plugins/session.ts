import { fromNodeHeaders } from 'better-auth/node';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { AUTH_PATH, type Auth } from '../auth.ts';

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
      return reply.send(await response.text());
    },
  });
});

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
