import { html } from '../../html.ts';
import { iconsFor, praiseFor } from '../../praise.ts';
import { rules } from '../rules.ts';
import { icon } from '../icons.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const features: SectionView<'features'> = {
  render: (section) => {
    const icons = iconsFor(section.items.map(({ title }) => title));
    const items = section.items.map(
      ({ title, text }, index) =>
        html`<li class="card">
          <span class="ico">${icon(icons[index] ?? 'spark')}</span>
          <h3>${title || section.label || 'Point'}</h3>
          ${(text || praiseFor(title)?.line) && html`<p>${text || praiseFor(title)?.line}</p>`}
        </li>`,
    );
    return band(
      section,
      html`${head(section)}${
        items.length > 0 &&
        html`<ul class="points n${columnsFor(items.length)}">
          ${items}
        </ul>`
      }`,
    );
  },
  style: rules`
    .points { display: grid; gap: 1.5rem; counter-reset: n; }
    .points li { counter-increment: n; }
    .points p { margin-top: 0.625rem; color: var(--muted); }
    .ico { display: grid; place-items: center; width: 3rem; height: 3rem; margin-bottom: 1.5rem; color: var(--link); }
    @media (min-width: 40rem) {
      .points { grid-template-columns: repeat(2, 1fr); }
      .points.n1 { grid-template-columns: 1fr; }
    }
    @media (min-width: 60rem) {
      .points.n3 { grid-template-columns: repeat(3, 1fr); }
      .points.n4 { grid-template-columns: repeat(4, 1fr); }
    }
    .look-product .points li, .look-soft .points li { padding: clamp(1.5rem, 2.4vw, 2.125rem); background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
    .look-product .ico { background: var(--tint); border-radius: 12px; }
    .look-soft .points li { border: 0; background: var(--tint); }
    .look-soft .alt .points li { background: var(--card); }
    .look-soft .ico { width: 3.75rem; height: 3.75rem; background: var(--card); border-radius: 48% 52% 60% 40% / 50% 60% 40% 50%; }
    .look-soft .alt .ico { background: var(--tint); }
    .look-editorial .points { gap: 0 clamp(2rem, 4vw, 4rem); }
    .look-editorial .points li { padding-block: 1.75rem 2.5rem; border-top: 1px solid var(--line); }
    .look-editorial .points li { display: grid; grid-template-columns: 2.5rem 1fr; column-gap: 1rem; align-content: start; }
    @media (min-width: 40rem) { .look-editorial .points li:last-child:nth-child(odd) { grid-column: 1 / -1; } }
    .look-editorial .points .ico { width: 2rem; height: 2rem; margin: 0; grid-row: span 2; }
    .look-editorial .points h3 { font-size: 1.5rem; }
    .look-editorial .points p { grid-column: 2; }
    @media (min-width: 60rem) {
      .look-editorial .features .wrap { display: grid; grid-template-columns: 1fr 2fr; gap: 4rem; }
      .look-editorial .points { grid-template-columns: repeat(2, 1fr); }
      .look-editorial .features .head { position: sticky; top: 8rem; align-self: start; margin: 0; }
    }
    .look-bold .points { gap: 0; grid-template-columns: 1fr; border-bottom: 2px solid var(--ink); }
    .look-bold .points li { display: grid; gap: 0.25rem 2rem; padding-block: 1.75rem; border-top: 2px solid var(--ink); align-items: baseline; }
    .look-bold .ico { display: none; }
    .look-bold .points li::before { content: counter(n, decimal-leading-zero); color: var(--link); font: var(--weight) 1.25rem/1 var(--display); }
    .look-bold .points h3 { font-size: clamp(1.75rem, 1.3rem + 1.8vw, 2.75rem); text-transform: uppercase; line-height: 1; }
    .look-bold .points p { margin: 0; font-size: 1.125rem; }
    @media (min-width: 48rem) {
      .look-bold .points li { grid-template-columns: 4rem 1fr 1fr; }
    }
  `,
};

/** So many in a row that no single one is left over, where that can be had. */
function columnsFor(count: number): number {
  if (count === 1) return 1;
  if (count % 3 === 0 || count === 5 || count > 8) return 3;
  return count === 4 || count === 8 ? 4 : count === 7 ? 4 : 2;
}
