import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg';
import type { SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const CHAR_OID = pg.types.builtins.CHAR;
const GLUE = '@prisma/schema-engine-wasm/schema_engine_bg';

// Node has it, but its types come only with those of a browser.
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, unknown>,
  ): Promise<{ instance: { exports: Record<string, unknown> } }>;
};

let instantiated: Promise<void> | undefined;

/**
 * Prisma's schema engine as WebAssembly, speaking to PostgreSQL through our own driver.
 * The native engine would be one more download, outside the npm registry.
 */
export async function openSchemaEngine(databaseUrl: string): Promise<OpenEngine> {
  instantiated ??= instantiate();
  await instantiated;

  const adapter = new MigrationAdapter(databaseUrl);
  const engine = await glue.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  return {
    engine,
    async [Symbol.asyncDispose]() {
      engine.free();
      await adapter.endConnections();
    },
  };
}

export type OpenEngine = AsyncDisposable & { engine: SchemaEngine };

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>;

/** Prisma's adapter, mended where migrations need more of it than queries do. */
class MigrationAdapter extends PrismaPg {
  readonly #pools = new Set<pg.Pool>();

  constructor(connectionString: string) {
    super({ connectionString, max: 1 });
  }

  override async connect(): Promise<Adapter> {
    const adapter = await super.connect();
    this.#pools.add(adapter.underlyingDriver());
    allowCharColumns(adapter);
    // Prisma cuts a script at every semicolon, also inside a comment or a function. Sent
    // whole it means what it says, and either all of it happens or nothing does.
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
    };
    return adapter;
  }

  /** The engine's own lock lives in its connection, which it forgets to end. */
  async endConnections(): Promise<void> {
    const open = [...this.#pools].filter((pool) => !pool.ended);
    await Promise.all(open.map((pool) => pool.end()));
  }

  /**
   * Prisma makes a shadow database beside the given one and then, as a connection string
   * wins over a name, works in the given one after all. So whoever wants a shadow
   * database brings a fresh one.
   */
  override connectToShadowDb(): Promise<Adapter> {
    return this.connect();
  }
}

/**
 * The engine reads system catalogues, whose one-letter columns are of a type that
 * Prisma's adapter refuses. It is let through as text and named again afterwards.
 */
function allowCharColumns(adapter: Adapter): void {
  const pool = adapter.underlyingDriver();
  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>;
  const charColumns = new WeakMap<object, Set<number>>();

  const queryAsText = async (config: pg.QueryConfig): Promise<pg.QueryResult> => {
    const result = await query(config);
    const columns = new Set<number>();
    for (const [index, field] of (result.fields ?? []).entries()) {
      if (field.dataTypeID !== CHAR_OID) continue;
      field.dataTypeID = pg.types.builtins.TEXT;
      columns.add(index);
    }
    if (columns.size > 0) charColumns.set(result.rows, columns);
    return result;
  };
  pool.query = queryAsText as typeof pool.query;

  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (sqlQuery) => {
    const result = await queryRaw(sqlQuery);
    const columns = charColumns.get(result.rows);
    const columnTypes = result.columnTypes.map((type, index) =>
      columns?.has(index) ? ColumnTypeEnum.Character : type,
    );
    return { ...result, columnTypes };
  };
}

async function instantiate(): Promise<void> {
  // Where the engine leaves its last words.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        throw new Error(`Prisma's schema engine gave up: ${message}`);
      },
    },
  });
  const gluePath = createRequire(import.meta.url).resolve(GLUE);
  const bytes = await readFile(gluePath.replace(/\.js$/, '.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': glue,
  });
  glue.__wbg_set_wasm(instance.exports);
  const { __wbindgen_start: start } = instance.exports;
  if (typeof start === 'function') start();
}
