import { type Html, html } from '../html.ts';
import type { PageSpec, SectionKind, SectionOf } from '../page-spec.ts';

export type RenderContext = {
  spec: PageSpec;
  /** Where the lead form posts to. */
  formAction: string;
};

/** How one kind of section becomes markup, and the styles only it needs. */
export type SectionView<Kind extends SectionKind> = {
  render(section: SectionOf<Kind>, context: RenderContext): Html;
  style: string;
};

type Headed = { id: string; label: string; heading: string; intro: string };

/** Label, heading and introduction, as nearly every section opens. */
export function head({ id, label, heading, intro }: Headed): Html {
  const title = heading || label || 'More';
  const showsLabel = label !== '' && label.toLowerCase() !== title.toLowerCase();
  return html`<div class="head">
    ${showsLabel && html`<p class="label">${label}</p>`}
    <h2 id="${id}-title">${title}</h2>
    ${intro && html`<p class="intro">${intro}</p>`}
  </div>`;
}

/** The frame of a section: a landmark with the name its heading gives it. */
export function band(section: { id: string; kind: SectionKind }, content: Html): Html {
  return html`<section
    id="${section.id}"
    class="band ${section.kind}"
    aria-labelledby="${section.id}-title"
  >
    <div class="wrap">${content}</div>
  </section>`;
}
