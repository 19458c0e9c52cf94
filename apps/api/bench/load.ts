import { connect, type Socket } from 'node:net';
import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { type Operation, requestsOf } from './requests.ts';
import type { Tenant } from './world.ts';

// The load generator, as a process of its own so that it does not disturb what it measures.
// Raw HTTP over keep-alive sockets, one request at a time on each: the less it costs, the more
// of the machine is left to the server and its database.

export type LoadPlan = {
  port: number;
  operation: Operation;
  tenants: Tenant[];
  connections: number;
  warmUpMs: number;
  measureMs: number;
};

export type LoadReport = {
  /** Answers of the whole run, warm-up included. */
  answers: number;
  /** Answers that were not a 2xx with the expected body. */
  wrong: number;
  requestsPerSecond: number;
  p50Ms: number;
  p99Ms: number;
};

const NS_PER_MS = 1e6;
const MS_PER_SECOND = 1e3;
const MEDIAN = 50;
const NINETY_NINTH = 99;

async function runLoad(plan: LoadPlan): Promise<LoadReport> {
  const nextRequest = requestsOf(plan.operation, plan.tenants);
  const startedAt = performance.now();
  const measureFrom = startedAt + plan.warmUpMs;
  const measureTo = measureFrom + plan.measureMs;
  const histogram = createHistogram();
  const totals = { answers: 0, wrong: 0, measured: 0 };

  const connections = Array.from({ length: plan.connections }, async () => {
    const line = await openLine(plan.port);
    while (performance.now() < measureTo) {
      const { bytes, expected } = nextRequest();
      const sentAt = performance.now();
      const answer = await line.exchange(bytes);
      const now = performance.now();
      totals.answers += 1;
      if (!isRight(answer, expected)) totals.wrong += 1;
      if (sentAt >= measureFrom && now <= measureTo) {
        totals.measured += 1;
        record(histogram, now - sentAt);
      }
    }
    line.close();
  });
  await Promise.all(connections);

  return {
    answers: totals.answers,
    wrong: totals.wrong,
    requestsPerSecond: totals.measured / (plan.measureMs / MS_PER_SECOND),
    p50Ms: histogram.percentile(MEDIAN) / NS_PER_MS,
    p99Ms: histogram.percentile(NINETY_NINTH) / NS_PER_MS,
  };
}

function record(histogram: RecordableHistogram, elapsedMs: number): void {
  histogram.record(Math.max(1, Math.round(elapsedMs * NS_PER_MS)));
}

const SUCCESS = /^HTTP\/1\.1 2\d\d /;

function isRight(answer: string, expected: string): boolean {
  return SUCCESS.test(answer) && answer.includes(expected);
}

type Line = { exchange(request: string): Promise<string>; close(): void };

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;

/** A keep-alive connection; answers have to say their length, as those of Fastify do. */
async function openLine(port: number): Promise<Line> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  let received = '';
  let settle: { resolve(answer: string): void; reject(error: Error): void } | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    if (!isWhole(received)) return;
    settle?.resolve(received);
    received = '';
  });
  failWith(socket, (error) => settle?.reject(error));

  return {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        socket.write(request, 'latin1');
      }),
    close: () => socket.destroy(),
  };
}

function failWith(socket: Socket, fail: (error: Error) => void): void {
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The server closed the connection.')));
}

function isWhole(received: string): boolean {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const length = LENGTH.exec(received)?.[1];
  if (length === undefined) throw new Error(`No length in:\n${received}`);
  return received.length >= headEnd + HEAD_END.length + Number(length);
}

process.once('message', (plan: LoadPlan) => {
  void runLoad(plan).then((report) => process.send?.(report, () => process.exit(0)));
});
