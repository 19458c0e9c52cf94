import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import path from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Answer } from './answer.ts';
import { textOf } from './check-answer.ts';
import { contract, isOfApi } from './contract.ts';

/** The directory in which each test file says what it saw; set when all of them run. */
const SEEN_DIR = process.env['CONTRACT_SEEN_DIR'];

type Options = {
  /** Whether keys have a limit, so that answers say where they stand with it. */
  isLimited: boolean;
  pagesDomain?: string | undefined;
};

export type Watch = {
  /** Throws when an answer over a socket broke the contract; keeps what was seen. */
  close(): Promise<void>;
};

/**
 * Holds every answer that an app gives under `/v1` against the document: status, headers, body.
 * An answer to `inject` that breaks it fails the test at once, one over a socket at the end.
 */
export function watchApp(app: FastifyInstance, { isLimited, pagesDomain }: Options): Watch {
  const seen = new Map<string, number>();
  const problems: string[] = [];

  function look(answer: Answer): string[] {
    const { method, url, status, host } = answer;
    // Below the domain of pages every path is a page's.
    const isPage = pagesDomain !== undefined && host.endsWith(pagesDomain);
    if (isPage || !isOfApi(answer)) return [];
    const found = contract.check(answer, { isLimited });
    const { onPath, operation } = contract.match(method, url);
    const counted = operation ? [operation] : status === 405 ? onPath : [];
    for (const one of counted) {
      const name = `${one.method} ${one.path} ${status} ${codeOf(answer)}`;
      seen.set(name, (seen.get(name) ?? 0) + 1);
    }
    return found.map((problem) => `${method} ${url} ${status}: ${problem}`);
  }

  watchInject(app, (answer) => {
    const found = look(answer);
    if (found.length > 0) throw new Error(`Not as documented:\n${found.join('\n')}`);
  });
  watchSockets(app, (answer) => problems.push(...look(answer)));

  return {
    async close() {
      if (SEEN_DIR !== undefined && seen.size > 0) {
        await mkdir(SEEN_DIR, { recursive: true });
        const text = JSON.stringify(Object.fromEntries(seen));
        await writeFile(path.join(SEEN_DIR, `${randomUUID()}.json`), text);
      }
      if (problems.length > 0) throw new Error(`Not as documented:\n${problems.join('\n')}`);
    },
  };
}

/** The error's code; HEAD has no body to tell. */
function codeOf(answer: Answer): string {
  if (answer.status < 400 || answer.method === 'HEAD') return '';
  return (JSON.parse(textOf(answer)) as { code: string }).code;
}

function watchInject(app: FastifyInstance, look: (answer: Answer) => void): void {
  const inject = app.inject.bind(app) as (
    options: InjectOptions,
  ) => Promise<LightMyRequestResponse>;
  const watched = async (options: InjectOptions | string) => {
    const request = typeof options === 'string' ? { url: options } : options;
    const response = await inject(request);
    const { statusCode: status, headers, rawPayload: body } = response;
    const method = (request.method ?? 'GET').toUpperCase();
    const { url, headers: sent } = request as { url: string; headers?: { host?: string } };
    look({ method, url, host: sent?.host ?? '', status, headers, body });
    return response;
  };
  app.inject = watched as typeof app.inject;
}

function watchSockets(app: FastifyInstance, look: (answer: Answer) => void): void {
  app.server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    const keep = (chunk: unknown) => {
      if (typeof chunk === 'string' || Buffer.isBuffer(chunk)) chunks.push(Buffer.from(chunk));
    };
    const { method = 'GET', url = '/' } = request;
    const write = response.write.bind(response) as (...args: unknown[]) => boolean;
    const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
    const end = response.end.bind(response) as (...args: unknown[]) => ServerResponse;
    response.write = ((...args: unknown[]) => {
      keep(args[0]);
      return write(...args);
    }) as typeof response.write;
    response.end = ((...args: unknown[]) => {
      keep(args[0]);
      return end(...args);
    }) as typeof response.end;
    // Headers that are given with the status are sent without becoming the response's own.
    let given: OutgoingHttpHeaders = {};
    response.writeHead = (...args: unknown[]) => {
      const last = args.at(-1);
      if (typeof last === 'object' && last !== null) given = last as OutgoingHttpHeaders;
      return writeHead(...args);
    };
    response.once('finish', () => {
      const headers = { ...response.getHeaders(), ...given };
      const { host = '' } = request.headers;
      const body = Buffer.concat(chunks);
      look({ method, url, host, status: response.statusCode, headers, body });
    });
  });
}
