import { emblem } from '../art/emblem.ts';
import { type Html, html, trustedMarkup } from '../html.ts';
import { toLine } from '../clean-text.ts';
import { safeHref } from '../links.ts';
import type { PageSpec, Section } from '../page-spec.ts';
import { embedSpec } from '../embedded-spec.ts';
import { actionLink } from './action-link.ts';
import { pageStyle, paletteOf } from './page-style.ts';
import { renderSection } from './sections/index.ts';

const NAV_LINKS_MAX = 5;
/** Sections with a ground of their own, or none to speak of, do not take part in the rhythm. */
const OWN_GROUND = new Set<Section['kind']>(['hero', 'stats', 'cta']);

/** The whole document: it loads nothing but the pictures and files of its tent. */
export function renderPage(spec: PageSpec, formAction: string): string {
  const { markup } = html`<!doctype html>
    <html lang="en" class="look-${spec.look}">
      ${headOf(spec)}
      <body>
        <a class="skip" href="#main">Skip to content</a>
        ${bar(spec)}
        <main id="main">${sectionsOf(spec, formAction)}</main>
        ${foot(spec)}
      </body>
    </html> `;
  return embedSpec(markup.replaceAll(/[ \t]+\n/g, '\n'), spec);
}

function headOf(spec: PageSpec): Html {
  const title = spec.title || spec.siteName || 'Welcome';
  const grounds = (['light', 'dark'] as const).map((scheme) => ({
    scheme,
    bg: paletteOf(spec, scheme).bg,
  }));
  const themes =
    spec.scheme === 'auto'
      ? grounds.map(
          ({ scheme, bg }) =>
            html`<meta
              name="theme-color"
              content="${bg}"
              media="(prefers-color-scheme: ${scheme})"
            />`,
        )
      : grounds
          .filter(({ scheme }) => scheme === spec.scheme)
          .map(({ bg }) => html`<meta name="theme-color" content="${bg}" />`);
  const icon =
    (spec.icon && safeHref(spec.icon)) ??
    `data:image/svg+xml,${encodeURIComponent(emblem(spec, { isAlone: true }).markup)}`;
  return html`<head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${title}</title>
    <meta name="description" content="${spec.description || title}" />
    <meta property="og:title" content="${title}" />
    <meta property="og:description" content="${spec.description || title}" />
    <meta property="og:type" content="website" />
    ${themes}
    <link rel="icon" href="${icon}" />
    <style>
      ${trustedMarkup(pageStyle(spec))}
    </style>
  </head>`;
}

function bar(spec: PageSpec): Html {
  const action = actionOf(spec);
  const links = spec.sections
    .filter(({ kind, id }) => kind !== 'hero' && kind !== 'cta' && action?.href !== `#${id}`)
    .slice(0, NAV_LINKS_MAX)
    .map((section) => html`<li><a href="#${section.id}">${navLabel(section)}</a></li>`);
  return html`<header class="bar">
    <div class="wrap">
      <a class="mark" href="#top">${mark(spec)}</a>${
        links.length > 1 &&
        html`<nav aria-label="On this page">
          <ul>
            ${links}
          </ul>
        </nav>`
      }${action && actionLink(action)}
    </div>
  </header>`;
}

function navLabel(section: Section): string {
  if (!('label' in section)) return section.kind;
  return section.label || toLine(section.heading, 24) || section.kind;
}

function actionOf(spec: PageSpec) {
  for (const section of spec.sections) {
    if (section.kind === 'hero') return section.actions[0] ?? null;
  }
  return null;
}

/** The logo that was given, else the name beside an emblem in the page's colours. */
function mark(spec: PageSpec): Html {
  const src = spec.logo && safeHref(spec.logo.url);
  const name = spec.siteName || 'Home';
  return src ? html`<img src="${src}" alt="${name}" />` : html`${emblem(spec)}<span>${name}</span>`;
}

function sectionsOf(spec: PageSpec, formAction: string): Html[] {
  let isAlternate = spec.look === 'product' || spec.look === 'bold';
  return withOwnHeadings(spec.sections).map((section) => {
    const { markup } = renderSection(section, { spec, formAction });
    if (OWN_GROUND.has(section.kind)) return trustedMarkup(`${markup}\n`);
    isAlternate = !isAlternate;
    return trustedMarkup(
      `${isAlternate ? markup.replace('class="band ', 'class="band alt ') : markup}\n`,
    );
  });
}

/** Sections are found by their headings: no two of a page may sound the same. */
function withOwnHeadings(sections: Section[]): Section[] {
  const heard = new Set<string>();
  return sections.map((section): Section => {
    const heading =
      section.kind === 'hero' ? section.heading : section.heading || section.label || 'More';
    let own = heading;
    for (let count = 2; heard.has(own.toLowerCase()); count += 1) own = `${heading} (${count})`;
    heard.add(own.toLowerCase());
    return { ...section, heading: own };
  });
}

function foot(spec: PageSpec): Html {
  const website = spec.website && safeHref(spec.website);
  return html`<footer class="foot">
    <div class="wrap">
      <a class="mark" href="#top">${mark(spec)}</a>
      <ul>
        ${website && html`<li><a href="${website}">${website.replace(/^https?:\/\//, '')}</a></li>`}
        <li><a href="#top">Back to the top</a></li>
      </ul>
    </div>
  </footer>`;
}
