const NEWLINE = 10;
/** Pieces are put together when they are this large, so that a browser can move them out of memory. */
const PIECE_BYTES = 8 * 1024 * 1024;

/**
 * Fetches a file of lines and says how many have come so far; the header is none of them. Rejects
 * when it did not come whole.
 */
export async function downloadLines(
  address: string,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (lines: number) => void },
): Promise<{ file: Blob; name: string }> {
  const response = await fetch(address, { signal });
  if (!response.ok || !response.body) throw new Error(await messageOf(response));
  let file = new Blob([], { type: 'text/csv' });
  let pieces: BlobPart[] = [];
  let bytes = 0;
  let lines = 0;

  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    pieces.push(part.value);
    bytes += part.value.byteLength;
    for (const byte of part.value) if (byte === NEWLINE) lines += 1;
    onProgress(Math.max(0, lines - 1));
    if (bytes < PIECE_BYTES) continue;
    file = new Blob([file, ...pieces], { type: 'text/csv' });
    pieces = [];
    bytes = 0;
  }
  const disposition = response.headers.get('content-disposition') ?? '';
  const name = /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'usage.csv';
  return { file: new Blob([file, ...pieces], { type: 'text/csv' }), name };
}

async function messageOf(response: Response): Promise<string> {
  const body = (await response.json().catch(() => ({}))) as { error?: string };
  return body.error ?? 'The file could not be made.';
}

/** Hands a file to the reader as if they had followed a link to it. */
export function saveFile({ file, name }: { file: Blob; name: string }): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  // The download has begun by then, and holds what it needs.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
