import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** How the server behaves towards the next requests. */
export type Mood = 'well' | 'failing' | 'failing once' | 'silent' | 'breaking off' | 'stalling';

export type S3Server = AsyncDisposable & {
  endpoint: string;
  mood: Mood;
  /** What is stored, by `<bucket>/<key>`. */
  objects: Map<string, { bytes: Buffer; contentType: string | undefined }>;
  /** Methods of the requests that have come in. */
  requests: string[];
};

/** Speaks as much of the S3 protocol as a file store needs, well or badly. */
export async function openS3Server(accessKeyId: string): Promise<S3Server> {
  const http = createServer((request, response) => {
    state.requests.push(request.method ?? '');
    void answer(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    if (state.mood === 'silent') return;
    if (state.mood === 'failing once') {
      state.mood = 'well';
      return sendError(response, 500, 'InternalError');
    }
    if (state.mood === 'failing') return sendError(response, 500, 'InternalError');
    const signature = request.headers.authorization ?? '';
    if (!signature.startsWith(`AWS4-HMAC-SHA256 Credential=${accessKeyId}/`)) {
      return sendError(response, 403, 'InvalidAccessKeyId');
    }
    const url = new URL(request.url ?? '', state.endpoint);
    handle({ request, response, body }, url.pathname.slice(1));
  }

  function handle(
    {
      request,
      response,
      body,
    }: { request: IncomingMessage; response: ServerResponse; body: Buffer },
    name: string,
  ): void {
    const { method, headers } = request;
    if (method === 'PUT') {
      state.objects.set(name, { bytes: body, contentType: headers['content-type'] });
      return void response.setHeader('etag', '"1"').end();
    }
    if (method === 'DELETE') {
      state.objects.delete(name);
      return void response.writeHead(204).end();
    }
    const stored = state.objects.get(name);
    if (!stored) return sendError(response, 404, 'NoSuchKey');
    response.writeHead(200, {
      'content-length': stored.bytes.length,
      'last-modified': new Date().toUTCString(),
      etag: '"1"',
    });
    if (method === 'HEAD' || state.mood === 'well') return void response.end(stored.bytes);
    response.write(stored.bytes.subarray(0, stored.bytes.length / 2), () => {
      if (state.mood === 'breaking off') response.destroy();
    });
  }

  const state: S3Server = {
    endpoint: `http://127.0.0.1:${port}`,
    mood: 'well',
    objects: new Map(),
    requests: [],
    async [Symbol.asyncDispose]() {
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return state;
}

function sendError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
}
