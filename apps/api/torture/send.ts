import { Agent, type IncomingHttpHeaders, request } from 'node:http';

export type HttpRequest = {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
};

export type HttpAnswer = { status: number; headers: IncomingHttpHeaders; body: string };

/**
 * What becomes of a request: an answer, read to its end; `refused`, where there was no
 * connection, so that nothing was sent; `closed`, where the connection ended without an
 * answer; `hung`, where neither came.
 */
export type Outcome = HttpAnswer | 'refused' | 'closed' | 'hung';

const NOT_SENT = new Set(['ECONNREFUSED', 'ECONNABORTED']);

export const keepAlive = new Agent({ keepAlive: true });

/** Sends one request, once. Never rejects. */
export function send(
  url: string,
  { method, path, headers = {}, body }: HttpRequest,
  { waitMs, agent = keepAlive }: { waitMs: number; agent?: Agent },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const sent = request(
      new URL(path, url),
      {
        method,
        agent,
        headers: {
          ...headers,
          ...(payload !== undefined && {
            'content-type': 'application/json',
            'content-length': String(Buffer.byteLength(payload)),
          }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => settle('closed'));
        response.on('end', () => {
          const { statusCode = 0, headers: answered } = response;
          settle({
            status: statusCode,
            headers: answered,
            body: Buffer.concat(chunks).toString('utf8'),
          });
        });
      },
    );
    const timer = setTimeout(() => {
      settle('hung');
      sent.destroy();
    }, waitMs);
    function settle(outcome: Outcome): void {
      clearTimeout(timer);
      resolve(outcome);
    }
    sent.on('error', (error: NodeJS.ErrnoException) => {
      settle(NOT_SENT.has(error.code ?? '') ? 'refused' : 'closed');
    });
    sent.end(payload);
  });
}
