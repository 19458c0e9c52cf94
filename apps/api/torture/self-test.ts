import { withCluster } from './cluster.ts';
import { selfTest } from './run-self-test.ts';

await withCluster(async (cluster) => {
  for (const { defect, isCaught, violations } of await selfTest(cluster)) {
    print(`${isCaught ? 'CAUGHT' : 'MISSED'}  ${defect}`);
    for (const { check, found } of violations) print(`    ${found.length} × ${check}`);
    if (!isCaught) process.exitCode = 1;
  }
});

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
