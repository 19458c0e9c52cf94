import { escapeHtml } from './own-pages.ts';

/** Adds the small line that a Max workspace may remove, at the end of the page. */
export function withBranding(html: string, homeUrl: string): string {
  const end = endOfBody(html);
  return html.slice(0, end) + brandingLine(homeUrl) + html.slice(end);
}

/** Before the last closing tag of the body; at the end of a page that leaves it out. */
function endOfBody(html: string): number {
  for (const tag of [/<\/body/gi, /<\/html/gi]) {
    const last = [...html.matchAll(tag)].at(-1);
    if (last) return last.index;
  }
  return html.length;
}

// "all: revert" keeps the page's own styles away; the colours belong together, whatever is behind.
function brandingLine(homeUrl: string): string {
  const text = 'all:revert;font:12px/1.5 system-ui,sans-serif;color:CanvasText';
  return `<aside aria-label="Tented" style="${text};background:Canvas;display:block;text-align:center;padding:12px"><a href="${escapeHtml(homeUrl)}" target="_blank" rel="noopener" style="${text};cursor:pointer;text-decoration:underline">Made with Tented</a></aside>`;
}
