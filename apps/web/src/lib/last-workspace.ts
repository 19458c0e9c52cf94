const STORAGE_KEY = 'tented.workspace';

/** Remembered per browser, so that `/` leads back to where the reader was. */
export function rememberWorkspace(slug: string): void {
  try {
    localStorage.setItem(STORAGE_KEY, slug);
  } catch {
    // Without storage `/` opens the first workspace, which is fine.
  }
}

export function lastWorkspace(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
