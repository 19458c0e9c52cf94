/** `{{first_name}}`, `{{ company.city }}`: a name, with dots for the way into nested values. */
export const PLACEHOLDER = /\{\{\s*(?<name>[A-Za-z0-9_.-]{1,200})\s*\}\}/g;

/** The names of a template's placeholders, each once, in the order in which they appear. */
export function placeholdersOf(html: string): string[] {
  return [
    ...new Set(Array.from(html.matchAll(PLACEHOLDER), ({ groups }) => groups?.['name'] ?? '')),
  ];
}

export function hasPlaceholders(text: string): boolean {
  return text.search(PLACEHOLDER) !== -1;
}

/** Replaces each placeholder by what `fill` makes of its name. */
export function replacePlaceholders(
  text: string,
  fill: (name: string, offset: number) => string,
): string {
  return text.replaceAll(PLACEHOLDER, (...args) => {
    const groups = args.at(-1) as { name: string };
    const offset = args.at(-3) as number;
    return fill(groups.name, offset);
  });
}
