const PLACEHOLDER = /\{\{\s*([\w.-]+)\s*\}\}/g;

/** Names that a template asks for, each once, in the order of their first use. */
export function placeholdersOf(html: string): string[] {
  return [...new Set(Array.from(html.matchAll(PLACEHOLDER), ([, name]) => name!))];
}
