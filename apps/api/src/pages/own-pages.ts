// Pages that this server writes itself where people look for a published one. They load
// nothing and run nothing.

export type OwnPage = {
  title: string;
  text: string;
  /** Short lines below the text. */
  list?: readonly string[];
  link?: { href: string; label: string };
};

/** What such a page may do: show itself, in its own style. */
export const OWN_PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'";

export function renderOwnPage({ title, text, list = [], link }: OwnPage): string {
  const lines = list.map((line) => `<li>${escapeHtml(line)}</li>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${TENT}
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${lines && `<ul>${lines}</ul>`}
${link ? `<a href="${escapeHtml(link.href)}">${escapeHtml(link.label)}</a>` : ''}
</main>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
}

const STYLE = `
:root { color-scheme: light dark; --ink: #16181d; --soft: #5b616e; --ground: #f7f7f5; --line: #dcdcd6; --accent: #3b5bdb; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eceef2; --soft: #a3a9b5; --ground: #16181d; --line: #343842; --accent: #91a7ff; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 2rem 1.25rem;
  background: var(--ground); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, 'Segoe UI', sans-serif; }
main { width: 100%; max-width: 28rem; }
svg { display: block; width: 3.5rem; height: auto; margin-bottom: 1.5rem; color: var(--accent); }
h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
p, ul { margin: 0 0 1.25rem; color: var(--soft); overflow-wrap: anywhere; }
ul { padding-left: 1.2rem; }
a { display: inline-block; padding: .55rem 1rem; border: 1px solid var(--line); border-radius: .5rem;
  color: inherit; text-decoration: none; font-weight: 500; }
a:hover { border-color: var(--accent); }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }`;

const TENT = `<svg viewBox="0 0 56 44" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M28 6 5 40h46L28 6Z"/><path d="M28 18 20 40h16L28 18Z"/><path d="M24 2l4 4 4-4"/></svg>`;

export const PAGE_NOT_FOUND: OwnPage = {
  title: 'There is no page here',
  text: 'The address may be misspelt, or the page is no longer published. Ask the person who gave you the link.',
};
