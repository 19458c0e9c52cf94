import { parseArgs } from 'node:util';
import { withCluster } from './cluster.ts';
import { formatReport, missingKinds } from './report.ts';
import { runTorture } from './run-torture.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 32)) },
    servers: { type: 'string', default: '3' },
    clients: { type: 'string', default: '24' },
    'log-level': { type: 'string' },
  },
});
const seed = Number(values.seed);
const seconds = Number(values.seconds);
print(`Torture for ${seconds} s on ${values.servers} servers, seed ${seed}`);

await withCluster(async (cluster) => {
  const report = await runTorture({
    cluster,
    seconds,
    seed,
    servers: Number(values.servers),
    clients: Number(values.clients),
    logLevel: values['log-level'],
  });
  print(formatReport(report));
  process.exitCode = report.violations.length + missingKinds(report).length > 0 ? 1 : 0;
});

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
