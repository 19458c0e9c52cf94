import { bloom } from '../../art/bloom.ts';
import { landscape } from '../../art/landscape.ts';
import { mosaic } from '../../art/mosaic.ts';
import { programWindow } from '../../art/window.ts';
import { type Html, html } from '../../html.ts';
import type { PageSpec, SectionOf } from '../../page-spec.ts';
import { actionLink } from '../action-link.ts';
import { rules } from '../rules.ts';
import type { SectionView } from '../section-view.ts';

export const hero: SectionView<'hero'> = {
  render: (section, { spec }) =>
    html`<section id="${section.id}" class="hero" aria-labelledby="${section.id}-title">
      <div class="wrap">
        <div class="say">
          ${section.eyebrow && html`<p class="label">${section.eyebrow}</p>`}
          <h1 id="${section.id}-title">
            ${section.heading || spec.subject || 'Welcome'}${section.accent && html` <em>${section.accent}</em>`}
          </h1>
          ${section.lead && html`<p class="lead">${section.lead}</p>`}${section.actions.length > 0 && html`<p class="acts">${section.actions.map((action, index) => actionLink(action, { isQuiet: index > 0 }))}</p>`}
        </div>
        <div class="art">${artOf(section, spec)}</div>
      </div>
    </section>`,
  style: rules`
    .hero .wrap { display: grid; gap: clamp(2.5rem, 5vw, 5.5rem); align-items: center; padding-block: clamp(3.5rem, 7vw, 7rem); }
    .say { width: 100%; container-type: inline-size; }
    .hero h1 { font-size: min(clamp(2.75rem, 1.5rem + 5.2vw, 5.5rem), calc(150cqi / var(--longest))); line-height: 1.02; overflow-wrap: anywhere; }
    .hero em { display: block; color: var(--link); }
    .lead { max-width: 34rem; margin-top: 1.75rem; color: var(--muted); font-size: clamp(1.125rem, 1rem + 0.55vw, 1.375rem); line-height: 1.55; }
    .acts { display: flex; flex-wrap: wrap; gap: 0.875rem; margin-top: 2.5rem; }
    .art { overflow: hidden; background: var(--a3); }
    .art img { width: 100%; height: 100%; object-fit: cover; }
    @media (min-width: 60rem) {
      .look-editorial .hero .wrap, .look-soft .hero .wrap { grid-template-columns: 1.15fr 1fr; }
    }
    .look-editorial .art { aspect-ratio: 4 / 5; max-height: 44rem; width: 100%; max-width: 35rem; margin-inline: auto; border-radius: 999px 999px var(--big) var(--big); }
    .look-editorial .hero em { font-style: italic; font-weight: 400; }
    .look-soft .art { aspect-ratio: 1; width: 100%; max-width: 36rem; margin-inline: auto; border-radius: 46% 54% 42% 58% / 52% 44% 56% 48%; }
    .look-soft .hero em, .look-product .hero em, .look-bold .hero em { font-style: normal; }
    .look-product .hero { background: radial-gradient(60rem 34rem at 50% -8rem, var(--a3), transparent 70%), radial-gradient( 40rem 26rem at 88% 30%, color-mix(in srgb, var(--a2) 22%, transparent), transparent 70% ); overflow: hidden; }
    .look-product .hero .wrap { justify-items: center; text-align: center; padding-bottom: 0; }
    .look-product .say { max-width: 58rem; }
    .look-product .lead { margin-inline: auto; max-width: 42rem; }
    .look-product .acts { justify-content: center; }
    .look-product .art { width: 100%; background: none; overflow: visible; margin-bottom: clamp(-7rem, -7vw, -2rem); }
    .look-product .art img { max-height: 40rem; border-radius: var(--big) var(--big) 0 0; box-shadow: 0 2rem 6rem -1.5rem color-mix(in srgb, var(--a4) 45%, transparent); }
    .look-product .art > .mosaic { height: auto; border-radius: var(--big) var(--big) 0 0; }
    .window { width: 100%; height: auto; filter: drop-shadow(0 2rem 3.5rem color-mix(in srgb, var(--a4) 30%, transparent)); }
    .wc { fill: var(--card); stroke: var(--line); stroke-width: 2; }
    .wt { fill: var(--tint); }
    .wb { fill: var(--bg); stroke: var(--line); stroke-width: 2; }
    .wl { fill: var(--line); }
    .wi { fill: var(--muted); opacity: 0.75; }
    .wg { stroke: var(--line); stroke-width: 2; }
    .look-bold .hero { background: var(--deep); color: var(--on-deep); overflow: hidden; }
    .look-bold .hero .label, .look-bold .hero em { color: var(--deep-link); }
    .look-bold .hero .lead { color: var(--deep-muted); }
    .look-bold .hero h1 { font-size: min(clamp(3.25rem, 1.4rem + 8vw, 8rem), calc(140cqi / var(--longest))); line-height: 0.9; }
    .look-bold .hero .btn { background: var(--deep-link); color: var(--deep); }
    .look-bold .hero .btn.quiet { background: none; color: var(--on-deep); border-color: var(--deep-muted); }
    .look-bold .hero :focus-visible { outline-color: var(--deep-link); }
    .look-bold .hero .art { min-height: 15rem; margin-inline: calc(-1 * var(--gutter)); }
    @media (min-width: 60rem) {
      .look-bold .hero .wrap { grid-template-columns: 1.35fr 1fr; padding-block: 0; min-height: min(46rem, 86vh); align-items: stretch; }
      .look-bold .hero .say { align-self: center; padding-block: clamp(4rem, 7vw, 7rem); }
      .look-bold .hero .art { margin-inline: 0 min(-1 * var(--gutter), (75rem - 100vw) / 2); }
    }
    @media (max-width: 60rem) {
      .look-bold .hero .wrap { padding-bottom: 0; }
    }
  `,
};

/** A picture that was given, else a drawing that fits the subject and the look. */
function artOf(section: SectionOf<'hero'>, spec: PageSpec): Html {
  if (section.picture) {
    return html`<img
      src="${section.picture.url}"
      alt="${section.picture.alt || `Picture of ${spec.subject}`}"
    />`;
  }
  if (spec.look === 'product')
    return spec.motif === 'screen' || spec.motif === 'coin'
      ? programWindow(spec)
      : mosaic(spec, { columns: 9, rows: 4 });
  if (spec.look === 'bold') return mosaic(spec, { columns: 4, rows: 6 });
  if (spec.motif === 'peak') return landscape(spec);
  if (spec.motif === 'leaf') return bloom(spec);
  return mosaic(spec, spec.look === 'soft' ? { columns: 4, rows: 4 } : { columns: 4, rows: 5 });
}
