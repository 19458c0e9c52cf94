import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { openBenchDatabase } from './bench-database.ts';
import { stopChildrenOnSignals } from './child.ts';
import { CONTESTANTS } from './contestant.ts';
import { nameMachine } from './machine.ts';
import { type Cell, measure } from './measure.ts';
import { type BenchOptions, readOptions, USAGE } from './options.ts';
import { judge } from './bars.ts';
import { type CellResult, medianOf, placeReport, toMarkdown, toLine } from './report.ts';
import { OPERATIONS } from './requests.ts';

const DOCUMENT = path.resolve(import.meta.dirname, '../../../docs/performance.md');

async function main(options: BenchOptions): Promise<void> {
  await using database = await openBenchDatabase();
  const machine = nameMachine(database.version);
  say(machine);

  const results: CellResult[] = options.cells.map((cell) => ({ cell, measured: new Map() }));
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const result of results) {
      say(`\n${describe(result.cell)} (round ${round} of ${options.rounds})`);
      // One contestant right after the other: what else the machine does hits them alike.
      for (const contestant of options.contestants) {
        const measured = await measure(database, contestant, { cell: result.cell, ...options });
        const rounds = result.measured.get(contestant) ?? [];
        result.measured.set(contestant, [...rounds, measured]);
        say(`  ${CONTESTANTS[contestant].padEnd(12)} ${toLine(measured)}`);
      }
    }
  }

  const medians = results.map(medianOf);
  const verdicts = judge(medians);
  say(`\n${verdicts.join('\n')}`);
  if (!options.isWritten) return;
  const report = toMarkdown({ machine, results: medians, verdicts, options });
  await writeFile(DOCUMENT, placeReport(await readFile(DOCUMENT, 'utf8'), report));
  say(`\nWritten to ${path.relative(process.cwd(), DOCUMENT)}`);
}

function describe({ operation, connections, workspaces }: Cell): string {
  const load = connections === 1 ? 'one at a time' : `${connections} connections`;
  return `${OPERATIONS[operation]}, ${load}, ${workspaces} workspace${workspaces > 1 ? 's' : ''}`;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function optionsOrUsage(): BenchOptions | undefined {
  try {
    const options = readOptions(process.argv.slice(2));
    if (!options.isHelp) return options;
    say(USAGE);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${USAGE}`);
    process.exitCode = 2;
  }
  return undefined;
}

stopChildrenOnSignals();
const options = optionsOrUsage();
if (options) await main(options);
