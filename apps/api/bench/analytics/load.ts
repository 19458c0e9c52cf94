import { connect } from 'node:net';

// The load generator, in a process of its own: raw HTTP over connections that stay open, one
// request at a time on each.

export type LoadPlan = {
  port: number;
  /** Sent in turn, as they are. */
  requests: string[];
  connections: number;
  /** Answers to wait for before measuring begins. */
  warmUp: number;
  count: number;
};

export type LoadReport = {
  requestsPerSecond: number;
  p50Ms: number;
  p95Ms: number;
  p99Ms: number;
  /** Answers that were not 200. */
  wrong: number;
};

const MS_PER_SECOND = 1_000;

async function runLoad(plan: LoadPlan): Promise<LoadReport> {
  const total = plan.warmUp + plan.count;
  const durations: number[] = [];
  let sent = 0;
  let wrong = 0;
  let startedAt = performance.now();

  await Promise.all(
    Array.from({ length: plan.connections }, async () => {
      const exchange = await openLine(plan.port);
      while (sent < total) {
        const turn = sent;
        sent += 1;
        if (turn === plan.warmUp) startedAt = performance.now();
        const sentAt = performance.now();
        const head = await exchange(plan.requests[turn % plan.requests.length] ?? '');
        if (turn >= plan.warmUp) durations.push(performance.now() - sentAt);
        if (!head.startsWith('HTTP/1.1 200 ')) wrong += 1;
      }
    }),
  );
  const elapsedMs = performance.now() - startedAt;
  const sorted = durations.toSorted((a, b) => a - b);
  const percentile = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  return {
    requestsPerSecond: (plan.count / elapsedMs) * MS_PER_SECOND,
    p50Ms: percentile(0.5),
    p95Ms: percentile(0.95),
    p99Ms: percentile(0.99),
    wrong,
  };
}

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;

/** Sends a request and resolves with the head of its answer, when all of it has arrived. */
async function openLine(port: number): Promise<(request: string) => Promise<string>> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
  });
  let received = '';
  let settle: (head: string) => void = () => {};
  let fail: (error: Error) => void = () => {};
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const headEnd = received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const length = LENGTH.exec(received)?.[1];
    if (length === undefined) return fail(new Error(`No length in:\n${received}`));
    if (received.length < headEnd + HEAD_END.length + Number(length)) return;
    settle(received.slice(0, headEnd));
    received = '';
  });
  socket.on('error', (error) => fail(error));
  socket.unref();

  return (request) =>
    new Promise((resolve, reject) => {
      settle = resolve;
      fail = reject;
      socket.ref();
      socket.write(request, 'latin1');
    });
}

process.once('message', (plan: LoadPlan) => {
  void runLoad(plan).then((report) => process.send?.(report, () => process.exit(0)));
});
