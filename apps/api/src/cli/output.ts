/** How a command answers: for people by default, as one JSON value with `--json`. */
export type Output = {
  isJson: boolean;
  /** `text` for people; `value` is what `--json` prints instead. */
  print(text: string, value: unknown): void;
};

export function createOutput(isJson: boolean, write: (text: string) => void): Output {
  return {
    isJson,
    print(text, value) {
      write(`${isJson ? JSON.stringify(value, null, 2) : text}\n`);
    },
  };
}

/** Columns padded to their widest cell. */
export function toTable(head: string[], rows: string[][]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [head, ...rows]
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
