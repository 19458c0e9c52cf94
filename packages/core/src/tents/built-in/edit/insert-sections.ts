import type { PageSpec, Section } from '../page-spec.ts';
import { hashOf } from '../random.ts';
import { pageStyle } from '../render/page-style.ts';
import { renderSection } from '../render/sections/index.ts';
import type { Material } from '../write/material.ts';
import { elementsOf } from './find-elements.ts';

type Context = { material: Material; formAction: string; color: string | null };

/** Puts sections of ours at the end of somebody else's page, in styles that reach nothing else. */
export function insertSections(page: string, sections: Section[], context: Context): string {
  const spec = specFor(sections, context);
  const inside = sections.map(({ id, ...section }) =>
    renderSection(
      { ...section, id: `added-${id}` },
      {
        spec,
        formAction: context.formAction,
      },
    ),
  );
  const block = `<div class="tented-added">${inside.map(({ markup }) => markup).join('')}</div>\n`;
  const at = placeFor(page);
  return withStyle(page.slice(0, at) + block + page.slice(at), spec);
}

/** Styles go where styles belong, and reach only into what was added. */
function withStyle(page: string, spec: PageSpec): string {
  const own = pageStyle(spec).replaceAll(':root', ':scope');
  const style = `<style>@scope (.tented-added){${own}:scope{background:var(--bg);color:var(--ink);font:400 1.0625rem/1.65 var(--text)}}</style>\n`;
  const head = elementsOf(page).find(({ name }) => name === 'head');
  const at = head?.innerEnd ?? page.indexOf('<div class="tented-added">');
  return page.slice(0, at) + style + page.slice(at);
}

function specFor(sections: Section[], { material, color }: Context): PageSpec {
  const { subject, siteName, topic } = material;
  return {
    version: 1,
    title: siteName,
    description: '',
    siteName,
    subject,
    look: topic.look,
    scheme: 'light',
    color: color && color.length === 7 ? color : topic.color,
    secondHue: topic.secondHue,
    thirdHue: topic.thirdHue,
    motif: topic.motif,
    seed: hashOf(subject),
    logo: null,
    icon: null,
    website: null,
    sections,
  };
}

/** Before the footer, else at the end of the main part, else of the body, else of everything. */
function placeFor(page: string): number {
  const elements = elementsOf(page);
  const main = elements.find(({ name }) => name === 'main');
  if (main) return main.innerEnd;
  const footer = elements.find(({ name }) => name === 'footer');
  if (footer) return footer.start;
  return elements.find(({ name }) => name === 'body')?.innerEnd ?? page.length;
}
