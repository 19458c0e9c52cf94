import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { openTemporary } from './embedded.ts';
import { prepareDatabase } from './migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's maintenance database; tests work in copies made by createTestDb. */
    postgresUrl: string;
  }
}

export type TestDb = AsyncDisposable & { url: string; close(): Promise<void> };

/**
 * For `vi.waitFor`, where a test waits for a step and its speed is not the question: the second
 * that it waits by itself is soon over on a busy machine.
 */
export const EVENTUALLY = { timeout: 10_000, interval: 25 };

const TEMPLATE = 'tented_template';
const NAME_BYTES = 8;

/** For `globalSetup` of vitest: one PostgreSQL for the whole run, gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await openTemporary();
  try {
    const maintenanceUrl = urlOf(postgres.url, 'postgres');
    await execute(maintenanceUrl, `CREATE DATABASE ${TEMPLATE} TEMPLATE template0`);
    await prepareDatabase(urlOf(postgres.url, TEMPLATE));
    // A template can be copied while nobody is in it. So nobody may enter.
    await execute(
      maintenanceUrl,
      `ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`,
    );
    project.provide('postgresUrl', maintenanceUrl);
  } catch (error) {
    await postgres.close();
    throw error;
  }
  return () => postgres.close();
}

/** A migrated database for one test file, or with `isEmpty` one without any table. */
export async function createTestDb({ isEmpty = false } = {}): Promise<TestDb> {
  const maintenanceUrl = inject('postgresUrl');
  const name = `test_${randomBytes(NAME_BYTES).toString('hex')}`;
  const template = isEmpty ? 'template0' : TEMPLATE;
  // Whole files at once are quicker than the log of every page, the default.
  await execute(maintenanceUrl, `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY FILE_COPY`);

  const close = () => execute(maintenanceUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  return { url: urlOf(maintenanceUrl, name), close, [Symbol.asyncDispose]: close };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function urlOf(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
