import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A text that does not change while the server runs. */
export type StaticText = { body: string; type: string; etag: string };

export function staticText(body: string, type: string): StaticText {
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`;
  return { body, type: `${type}; charset=utf-8`, etag };
}

/** Asked for again with its ETag, it is not sent again. */
export function sendText(
  { body, type, etag }: StaticText,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  reply.header('cache-control', 'no-cache').header('etag', `W/${etag}`);
  const known = request.headers['if-none-match'] ?? '';
  if (known.includes(etag)) return reply.code(304).send();
  return reply.type(type).send(body);
}
