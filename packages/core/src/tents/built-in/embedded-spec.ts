import { PageSpec } from './page-spec.ts';
import { hashOf } from './random.ts';

const OPENING = '<script type="application/json" id="tented-page">';
const BLOCK = /<script type="application\/json" id="tented-page">(?<json>[^<]*)<\/script>\n?/u;

/**
 * Puts into a page what it was made from, so that an edit can start there, and a sum over the
 * page, so that one that was changed by hand is taken for what it is: no longer ours.
 */
export function embedSpec(html: string, page: PageSpec): string {
  const bare = html.replace(BLOCK, '');
  // No "<" in it: nothing inside can end the element.
  const json = JSON.stringify({ sum: hashOf(bare), page }).replaceAll('<', String.raw`\u003c`);
  return bare.replace('</body>', () => `${OPENING}${json}</script>\n</body>`);
}

/** What a page made here was made from; null for any other page, and for one changed since. */
export function findSpec(html: string): PageSpec | null {
  const json = BLOCK.exec(html)?.groups?.['json'];
  if (json === undefined) return null;
  const { sum, page } = parse(json);
  if (sum !== hashOf(html.replace(BLOCK, ''))) return null;
  const parsed = PageSpec.safeParse(page);
  return parsed.success ? parsed.data : null;
}

/** The page without what it was made from. */
export function withoutSpec(html: string): string {
  return html.replace(BLOCK, '');
}

function parse(json: string): { sum?: unknown; page?: unknown } {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
