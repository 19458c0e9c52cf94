import type { Html } from '../../html.ts';
import type { Section, SectionKind } from '../../page-spec.ts';
import type { RenderContext, SectionView } from '../section-view.ts';
import { contact } from './contact.ts';
import { cta } from './cta.ts';
import { details } from './details.ts';
import { faq } from './faq.ts';
import { features } from './features.ts';
import { files } from './files.ts';
import { form } from './form.ts';
import { gallery } from './gallery.ts';
import { hero } from './hero.ts';
import { partners } from './partners.ts';
import { pricing } from './pricing.ts';
import { schedule } from './schedule.ts';
import { stats } from './stats.ts';
import { steps } from './steps.ts';
import { story } from './story.ts';
import { table } from './table.ts';
import { team } from './team.ts';
import { testimonials } from './testimonials.ts';

const VIEWS: { [Kind in SectionKind]: SectionView<Kind> } = {
  hero,
  features,
  steps,
  stats,
  pricing,
  testimonials,
  faq,
  team,
  gallery,
  schedule,
  story,
  details,
  table,
  files,
  partners,
  cta,
  form,
  contact,
};

export function renderSection(section: Section, context: RenderContext): Html {
  // The kind chooses the view, so that they fit; the compiler cannot follow that through a table.
  const view = VIEWS[section.kind] as SectionView<SectionKind>;
  return view.render(section, context);
}

/** The styles of the kinds that a page has, each once. */
export function stylesOf(sections: readonly Section[]): string {
  return [...new Set(sections.map(({ kind }) => VIEWS[kind].style))].join('');
}
