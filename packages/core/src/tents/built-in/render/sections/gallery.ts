import { mosaic } from '../../art/mosaic.ts';
import { html } from '../../html.ts';
import { rules } from '../rules.ts';
import { band, head, type SectionView } from '../section-view.ts';

export const gallery: SectionView<'gallery'> = {
  render: (section, { spec }) => {
    const pictures = section.pictures.map(
      ({ url, alt }) =>
        html`<li>
          <img src="${url}" alt="${alt || `Picture of ${spec.subject}`}" loading="lazy" />
        </li>`,
    );
    const drawings = [1, 2, 3, 4, 5].map(
      (index) =>
        html`<li>
          ${mosaic({ motif: spec.motif, seed: spec.seed + index }, index === 1 ? { columns: 4, rows: 4 } : { columns: 2, rows: 2 })}
        </li>`,
    );
    const items = pictures.length > 0 ? pictures : drawings;
    return band(
      section,
      html`${head(section)}
        <ul class="shots n${Math.min(items.length, 5)}">
          ${items}
        </ul>`,
    );
  },
  style: rules`
    .shots { display: grid; gap: clamp(0.75rem, 1.4vw, 1.25rem); grid-template-columns: repeat(2, 1fr); }
    .shots li { overflow: hidden; aspect-ratio: 1; background: var(--a3); border-radius: var(--radius); }
    .shots img { width: 100%; height: 100%; object-fit: cover; }
    .shots.n1 { grid-template-columns: 1fr; }
    .shots.n1 li { aspect-ratio: 16 / 9; }
    .shots.n3 li:first-child, .shots.n5 li:first-child { grid-column: span 2; }
    .shots.n3 li:first-child { aspect-ratio: 2; }
    @media (min-width: 48rem) {
      .shots { grid-template-columns: repeat(4, 1fr); }
      .shots.n1 { grid-template-columns: 1fr; }
      .shots.n2 { grid-template-columns: repeat(2, 1fr); }
      .shots.n3 { grid-template-columns: repeat(3, 1fr); }
      .shots.n3 li:first-child { grid-column: span 2; grid-row: span 2; aspect-ratio: auto; }
      .shots.n5 li:first-child { grid-column: span 2; grid-row: span 2; }
    }
  `,
};
