import { toSqlArray } from '../sql-array.ts';

/** Pairs of a workspace and a value, without doubles, as two arrays for `unnest`. */
export class PairList {
  readonly #pairs = new Map<string, { workspaceId: string; value: string }>();

  get length(): number {
    return this.#pairs.size;
  }

  add(workspaceId: string, value: string | null | undefined): void {
    if (value != null) this.#pairs.set(`${workspaceId}\n${value}`, { workspaceId, value });
  }

  parameters(): [workspaceIds: string, values: string] {
    const pairs = [...this.#pairs.values()];
    return [
      toSqlArray(pairs, ({ workspaceId }) => workspaceId),
      toSqlArray(pairs, ({ value }) => value),
    ];
  }
}
