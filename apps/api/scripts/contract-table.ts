import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { REPOSITORY_DIR, run } from '../../../scripts/run.ts';
import type { Document } from '../src/rest/document/build-document.ts';

// Every operation and every status of the document, and how often the tests have seen it. With
// `--seen DIR` it reads what a run has left there; without, it runs the tests of the API
// first. Fails when something documented has never been seen.

type Counts = Record<string, number>;
type Operation = {
  responses: Record<
    string,
    { content?: Record<string, { examples?: Record<string, unknown> } | undefined> }
  >;
};

const given = process.argv.indexOf('--seen');
const seenDir =
  given === -1
    ? await mkdtemp(path.join(tmpdir(), 'tented-contract-'))
    : path.resolve(process.argv[given + 1] ?? '');
const testCode =
  given === -1
    ? await run('vitest', ['run', 'apps/api/test', '--reporter=dot'], {
        CONTRACT_SEEN_DIR: seenDir,
      })
    : 0;

const document = JSON.parse(
  await readFile(path.join(REPOSITORY_DIR, 'apps/api/openapi.json'), 'utf8'),
) as Document;
const seen = await readSeen(seenDir);
if (given === -1) await rm(seenDir, { recursive: true, force: true });

const rows = Object.entries(document.paths).flatMap(([route, item]) =>
  Object.entries(item as Record<string, Operation>).map(([method, { responses }]) => ({
    name: `${method.toUpperCase()} ${route}`,
    cases: Object.entries(responses).flatMap(([status, response]) => casesOf(status, response)),
  })),
);
const statuses = [...new Set(rows.flatMap(({ cases }) => cases.map(({ status }) => status)))];
printTable(statuses.toSorted());

const missing = rows.flatMap(({ name, cases }) =>
  cases
    .filter((one) => countOf(name, one) === 0)
    .map(({ status, code }) => `${name} ${status} ${code}`.trim()),
);
const total = rows.reduce((sum, { cases }) => sum + cases.length, 0);
console.log(
  `\n${rows.length} operations, ${total} answers documented, ${total - missing.length} seen.`,
);
for (const one of missing) console.log(`Never seen: ${one}`);
process.exitCode = missing.length > 0 || testCode !== 0 ? 1 : 0;

/** A status is one case for each code it can carry; a success has none. */
function casesOf(status: string, { content }: Operation['responses'][string]) {
  const codes = Object.keys(content?.['application/json']?.examples ?? {});
  return Number(status) < 400 || codes.length === 0
    ? [{ status, code: '' }]
    : codes.map((code) => ({ status, code }));
}

function countOf(name: string, { status, code }: { status: string; code: string }): number {
  return seen[`${name} ${status} ${code}`] ?? 0;
}

function printTable(columns: string[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(
    `\n${'answers seen'.padEnd(width)} ${columns.map((one) => one.padStart(5)).join('')}`,
  );
  for (const { name, cases } of rows) {
    const cells = columns.map((status) => {
      const counts = cases.filter((one) => one.status === status).map((one) => countOf(name, one));
      if (counts.length === 0) return '·';
      // A status whose codes have not all been seen is not done.
      return counts.includes(0) ? '!' : String(counts.reduce((sum, count) => sum + count, 0));
    });
    console.log(`${name.padEnd(width)} ${cells.map((cell) => cell.padStart(5)).join('')}`);
  }
}

async function readSeen(dir: string): Promise<Counts> {
  const counts: Counts = {};
  for (const file of await readdir(dir).catch(() => [])) {
    const part = JSON.parse(await readFile(path.join(dir, file), 'utf8')) as Counts;
    for (const [name, count] of Object.entries(part)) counts[name] = (counts[name] ?? 0) + count;
  }
  return counts;
}
