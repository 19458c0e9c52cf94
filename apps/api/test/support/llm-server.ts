import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export type LlmRequest = {
  authorization: string | undefined;
  body: {
    model: string;
    stream: boolean;
    reasoning_effort?: string;
    messages: { role: string; content: string }[];
  };
};

/** What a language model does with one request: writes, fails, stalls. */
export type LlmTurn = (answer: ServerResponse) => void | Promise<void>;

export type LlmServer = AsyncDisposable & { baseUrl: string; requests: LlmRequest[] };

/** A server that speaks chat completions over SSE; each request gets the next turn, then the last one again. */
export async function openLlmServer(...turns: [LlmTurn, ...LlmTurn[]]): Promise<LlmServer> {
  const requests: LlmRequest[] = [];
  const server = createServer((request, response) => {
    const take = async () => {
      const { authorization } = request.headers;
      requests.push({ authorization, body: (await json(request)) as LlmRequest['body'] });
      await turns[Math.min(requests.length, turns.length) - 1]?.(response);
    };
    void take();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Writes the text in pieces, then says why it stopped. */
export function writes(text: string, { finishReason = 'stop', pieces = 5 } = {}): LlmTurn {
  return (answer) => {
    begin(answer);
    const size = Math.max(1, Math.ceil(text.length / pieces));
    for (let start = 0; start < text.length; start += size)
      piece(answer, text.slice(start, start + size));
    send(answer, { choices: [{ index: 0, delta: {}, finish_reason: finishReason }] });
    answer.end('data: [DONE]\n\n');
  };
}

export function begin(answer: ServerResponse): void {
  answer.writeHead(200, { 'content-type': 'text/event-stream' });
}

export function piece(answer: ServerResponse, content: string): void {
  send(answer, {
    choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }],
  });
}

function send(answer: ServerResponse, event: object): void {
  answer.write(`data: ${JSON.stringify({ id: 'chat-1', ...event })}\n\n`);
}

export function failsWith(status: number, headers: Record<string, string> = {}): LlmTurn {
  return (answer) => {
    answer.writeHead(status, { 'content-type': 'application/json', ...headers });
    answer.end(JSON.stringify({ error: { message: `status ${status}` } }));
  };
}
