import { Agent, request as send } from 'node:http';
import type { Answer } from '../contract/answer.ts';
import { createRandom, type Random } from './random.ts';
import { type FuzzRequest, type Ground, type Kind, makeRequest } from './requests.ts';

export type Exchange = { request: FuzzRequest; key: FuzzKey; answer: Answer };

export type FuzzKey = {
  /** What follows `Bearer`; undefined = no header. */
  token: string | undefined;
  /** Whether the server knows it, so that every answer must have a row. */
  isKnown: boolean;
};

type Options = {
  baseUrl: string;
  ground: Ground;
  keys: readonly FuzzKey[];
  seed: number;
  seconds: number;
  /** Told of each answer; what it returns is a finding. */
  judge(exchange: Exchange): string[];
};

export type FuzzReport = {
  sent: Record<Kind, number>;
  statuses: Record<string, number>;
  /** Connections that ended without an answer. */
  unanswered: number;
  findings: string[];
  /** Request id → status, of answers to keys that the server knows. */
  logged: Map<string, number>;
  /** Request ids of answers to the others. */
  unlogged: string[];
};

const LANES = 6;
const FINDINGS_MAX = 20;

/** Sends requests until the time is over, a few at a time; the seed decides what is sent. */
export async function runFuzz({
  baseUrl,
  ground,
  keys,
  seed,
  seconds,
  judge,
}: Options): Promise<FuzzReport> {
  const report: FuzzReport = {
    sent: { valid: 0, 'almost valid': 0, hostile: 0 },
    statuses: {},
    unanswered: 0,
    findings: [],
    logged: new Map(),
    unlogged: [],
  };
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const endsAt = performance.now() + seconds * 1_000;
  const lane = async (random: Random) => {
    while (performance.now() < endsAt && report.findings.length < FINDINGS_MAX) {
      const request = makeRequest(ground, random);
      const key = random.chance(0.85) ? keys[0]! : random.pick(keys);
      report.sent[request.kind] += 1;
      const answer = await exchange(baseUrl, { request, key, agent });
      if (!answer) {
        report.unanswered += 1;
        if (isSendable(request)) note(report, { request, key }, ['there was no answer']);
        continue;
      }
      count(report, { request, key, answer });
      note(report, { request, key }, judge({ request, key, answer }));
    }
  };
  await Promise.all(Array.from({ length: LANES }, (_, n) => lane(createRandom(seed * LANES + n))));
  agent.destroy();
  return report;
}

function count(report: FuzzReport, { key, answer }: Exchange): void {
  report.statuses[answer.status] = (report.statuses[answer.status] ?? 0) + 1;
  const id = answer.headers['x-request-id'];
  if (typeof id !== 'string') return;
  if (key.isKnown) report.logged.set(id, answer.status);
  else report.unlogged.push(id);
}

function note(
  report: FuzzReport,
  { request, key }: Omit<Exchange, 'answer'>,
  findings: string[],
): void {
  for (const finding of findings) {
    const { kind, method, path, headers, body } = request;
    const sent = JSON.stringify({
      kind,
      method,
      path,
      headers,
      body: body?.toString().slice(0, 400),
    });
    report.findings.push(`${finding}\n  ${sent}\n  known key: ${key.isKnown}`);
  }
}

/** A body announced as chunked by hand, or a method that may not have one, can break the client. */
function isSendable({ headers, body }: FuzzRequest): boolean {
  return !('transfer-encoding' in headers) && (body === undefined || body.length < 1_000_000);
}

/** Node announces bodies of some methods only; one that is not announced is the next request. */
function framing({ headers, body, method }: FuzzRequest): Record<string, string> {
  if ('transfer-encoding' in headers || body === undefined || method === 'TRACE') return {};
  return { 'content-length': String(Buffer.byteLength(body)) };
}

function exchange(
  baseUrl: string,
  { request, key, agent }: { request: FuzzRequest; key: FuzzKey; agent: Agent },
): Promise<Answer | undefined> {
  const { method, path, headers, body } = request;
  const url = new URL(baseUrl);
  return new Promise((resolve) => {
    const outgoing = send({
      host: url.hostname,
      port: url.port,
      agent,
      method,
      path,
      headers: {
        ...framing(request),
        ...headers,
        ...(key.token !== undefined && { authorization: `Bearer ${key.token}` }),
      },
    });
    outgoing.on('error', () => resolve(undefined));
    outgoing.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', () => resolve(undefined));
      response.on('end', () =>
        resolve({
          method,
          url: path,
          host: url.host,
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    });
    outgoing.end(method === 'TRACE' ? undefined : body);
  });
}
