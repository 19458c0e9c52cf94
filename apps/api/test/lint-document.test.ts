import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const REPOSITORY_DIR = path.resolve(import.meta.dirname, '../../..');
const API_DIR = path.join(REPOSITORY_DIR, 'apps/api');

test('redocly has nothing to say about the committed document, by the rules of redocly.yaml', () => {
  const args = ['lint', 'apps/api/openapi.json', '--config', 'redocly.yaml', '--format', 'json'];
  const { status, stdout, stderr } = spawnSync(
    path.join(API_DIR, 'node_modules/.bin/redocly'),
    args,
    {
      cwd: REPOSITORY_DIR,
      encoding: 'utf8',
      // Nobody outside is asked for a newer version, or told that this one ran.
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );

  const { totals, problems } = JSON.parse(stdout) as { totals: object; problems: object[] };
  expect(problems, stderr).toEqual([]);
  expect(totals).toMatchObject({ errors: 0, warnings: 0 });
  expect(status, stderr).toBe(0);
}, 60_000);
