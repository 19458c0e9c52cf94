import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './run.ts';

// Everything that has to hold before a change lands, in the order of what is quickest to
// know. All of it runs, also after a failure; the last line adds it up.

type Counts = { passed: number; failed: number; skipped: number };

/** A test that failed: its file, its name, and what it said. */
type Failure = { file: string; test: string; message: string };

const reportsDir = await mkdtemp(path.join(tmpdir(), 'tented-test-'));
const vitestReport = path.join(reportsDir, 'vitest.json');
/** What the HTTP tests saw of the public API, for the contract table. */
const seenDir = path.join(reportsDir, 'seen');
const browserReport = path.join(reportsDir, 'browser.json');

const steps: [string, () => Promise<Counts>][] = [
  ['format', () => check('oxfmt', ['--check', '.'])],
  // Builds Prisma's client first: lint and types read it.
  ['build', () => check('turbo', ['run', 'build', ...TURBO])],
  ['lint', () => check('oxlint', ['--type-aware'])],
  ['types', () => check('turbo', ['run', 'typecheck', ...TURBO])],
  ['schema and migrations agree', () => check('node', ['packages/db/scripts/diff.ts', '--check'])],
  ['unit and integration tests', runVitest],
  ['every documented answer seen', () => check('node', [CONTRACT_TABLE, '--seen', seenDir])],
  ['browser tests', runBrowserTests],
];
const CONTRACT_TABLE = 'apps/api/scripts/contract-table.ts';
const TURBO = ['--ui=stream', '--output-logs=errors-only', '--log-prefix=none'];

const MESSAGE_LINES = 20;

const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const notGreen: string[] = [];
/** Said again at the end: a log is often read, or kept, from its end alone. */
const failures: Failure[] = [];
for (const [name, step] of steps) {
  console.log(`\n── ${name}`);
  const startedAt = performance.now();
  const counts = await step();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  // A test that does not run proves nothing.
  if (counts.failed + counts.skipped > 0) notGreen.push(name);
  console.log(`── ${name}: ${counts.passed} passed, ${counts.failed} failed (${seconds} s)`);
}
await rm(reportsDir, { recursive: true, force: true });

if (notGreen.length > 0) console.log(`\nNot green: ${notGreen.join('; ')}`);
for (const { file, test, message } of failures) {
  console.log(`\n✗ ${path.relative('.', file)} › ${test}\n${shorten(message)}`);
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = notGreen.length > 0 ? 1 : 0;

/** A check counts as one: it holds or it does not. */
async function check(command: string, args: string[]): Promise<Counts> {
  const code = await run(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

async function runVitest(): Promise<Counts> {
  const code = await run(
    'vitest',
    ['run', '--reporter=dot', '--reporter=json', `--outputFile.json=${vitestReport}`],
    { CONTRACT_SEEN_DIR: seenDir },
  );
  const report = await readReport<{
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numTodoTests: number;
    testResults: {
      name: string;
      status: string;
      message: string;
      assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
    }[];
  }>(vitestReport);
  for (const { name: file, status, message, assertionResults } of report?.testResults ?? []) {
    const failed = assertionResults.filter((result) => result.status === 'failed');
    for (const { fullName, failureMessages } of failed) {
      failures.push({ file, test: fullName, message: failureMessages.join('\n') });
    }
    // Of a file that breaks before or after its tests, no test says so.
    if (status === 'failed' && failed.length === 0) {
      failures.push({ file, test: 'the file itself', message });
    }
  }
  return atLeastOneFailure(code, {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 0,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  });
}

async function runBrowserTests(): Promise<Counts> {
  const code = await run(
    'playwright',
    ['test', '--config=apps/web/playwright.config.ts', '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  );
  const report = await readReport<{
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    suites: BrowserSuite[];
  }>(browserReport);
  for (const suite of report?.suites ?? []) failures.push(...browserFailures(suite));
  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report?.stats ?? {};
  return atLeastOneFailure(code, { passed: expected, failed: unexpected + flaky, skipped });
}

type BrowserSuite = {
  specs: {
    title: string;
    file: string;
    ok: boolean;
    tests: { results: { errors: { message?: string }[] }[] }[];
  }[];
  suites?: BrowserSuite[];
};

function browserFailures(suite: BrowserSuite): Failure[] {
  const own = suite.specs
    .filter((spec) => !spec.ok)
    .map((spec) => ({
      file: path.join('apps/web/e2e', spec.file),
      test: spec.title,
      message: spec.tests
        .flatMap(({ results }) => results.flatMap(({ errors }) => errors))
        .map((error) => error.message ?? '')
        .join('\n'),
    }));
  return [...own, ...(suite.suites ?? []).flatMap(browserFailures)];
}

/** What was expected and where; the whole is above. */
function shorten(message: string): string {
  const lines = message.split('\n').filter((line) => !line.includes('/node_modules/'));
  const kept = lines.slice(0, MESSAGE_LINES);
  return kept.length < lines.length ? `${kept.join('\n')}\n…` : kept.join('\n');
}

/** A runner that fails, or finds no test at all, is a failure even where no test says so. */
function atLeastOneFailure(code: number, counts: Counts): Counts {
  const isBroken = code !== 0 || counts.passed === 0;
  return isBroken && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function readReport<Report>(file: string): Promise<Report | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Report;
  } catch {
    return undefined;
  }
}
