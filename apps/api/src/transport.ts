import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { newId } from '@tented/core';
import type { FastifyRequest } from 'fastify';
import { toErrorBody } from './errors.ts';

const malformed = new WeakSet<IncomingMessage>();

/**
 * Fastify's router answers a malformed percent-encoding before any hook runs, so without a
 * row in the usage log. Doubling the percent signs gets such a path through the router;
 * authentication then refuses it in its turn (`isMalformedUrl`).
 */
export function markMalformedUrls(raw: IncomingMessage): string {
  const url = raw.url ?? '/';
  if (!url.includes('%') || isDecodable(url)) return url;
  malformed.add(raw);
  const [path = '/'] = url.split('?', 1);
  return isDecodable(path) ? url : path.replaceAll('%', '%25') + url.slice(path.length);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

export function isMalformedUrl(request: FastifyRequest): boolean {
  return malformed.has(request.raw);
}

/** Node answers expectations it does not know by itself; they may as well be passed over. */
export function passOverExpectations(server: Server): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}

const STATUS_LINES: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

const MESSAGES: Record<string, string> = {
  HPE_HEADER_OVERFLOW: 'The request headers are larger than 16 KiB.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
};

/** Bytes that are not HTTP get the one shape too; then the connection is closed. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const requestId = newId();
  const code = error.code ?? '';
  const message = MESSAGES[code] ?? 'This is not a valid HTTP request.';
  const body = JSON.stringify(toErrorBody({ code: 'invalid_request', message }, requestId));
  socket.end(
    [
      `HTTP/1.1 ${STATUS_LINES[code] ?? '400 Bad Request'}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Request-Id: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}
